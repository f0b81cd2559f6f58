export { startViewer, type Viewer, type ViewerOptions } from './viewer';
export type {
  Attributes,
  DataPoint,
  Dropped,
  Finding,
  Hop,
  KeyRow,
  LogLine,
  SendRequest,
  Span,
  SpanBaggage,
  SpanKind,
  ReceivedSpan,
  State,
  Stats,
  StatsRow,
  Trace,
} from './types';
