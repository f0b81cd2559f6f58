import type { State, Trace } from '../console/contract';
import { useResource } from '../console/use-resource';
import { formatCount, formatDuration, formatTime } from '../format';
import { HopList } from '../hops/hop-list';
import { LogLines } from '../logs/log-lines';
import { Card } from '../parts/card';
import { Empty } from '../parts/notice';
import { Page } from '../parts/page';
import { ResourceView } from '../parts/resource-view';
import { hrefOf } from '../route';
import { Waterfall } from './waterfall';

interface Props {
  state: State;
  traceId: string;
  /** The span that the reader is led to. */
  spanId?: string;
}

export function TracePage({ state, traceId, spanId }: Props) {
  const trace = useResource<Trace>(`api/traces/${encodeURIComponent(traceId)}`);
  return (
    <Page
      title="Trace"
      lead={
        <>
          <code>{traceId}</code>
          {trace.data && <Summary trace={trace.data} />}
        </>
      }
    >
      <p className="back">
        <a href={hrefOf({ page: 'traces' })}>All traces</a>
      </p>
      <ResourceView resource={trace} label="the trace">
        {data => <TraceParts trace={data} state={state} spanId={spanId} />}
      </ResourceView>
    </Page>
  );
}

function Summary({ trace }: { trace: Trace }) {
  const services = new Set(trace.spans.map(span => span.service)).size;
  return (
    <>
      {' '}
      at {formatTime(trace.start)}: {formatDuration(trace.duration)},{' '}
      {formatCount(trace.spans.length, 'span')} of{' '}
      {formatCount(services, 'service')}
    </>
  );
}

function TraceParts({
  trace,
  state,
  spanId,
}: {
  trace: Trace;
  state: State;
  spanId?: string;
}) {
  return (
    <>
      <Card
        title="Where the time went"
        note={
          <>
            A label like <span className="tag tag-sample">tenant.id</span> marks
            an attribute that was copied from the baggage. Open a span to see
            all of its attributes.
          </>
        }
      >
        <Waterfall
          trace={trace}
          services={state.services.map(service => service.name)}
          spanId={spanId}
        />
      </Card>
      <Card
        title="The baggage header at each hop"
        note="The header that left one service, the one that the next received, and the entries that it kept."
      >
        <HopList hops={trace.hops} />
      </Card>
      <Card title="Log lines">
        {trace.logs.length > 0 ? (
          <LogLines lines={trace.logs} keys={state.keys} />
        ) : (
          <Empty title="No service wrote a log line in this trace." />
        )}
      </Card>
    </>
  );
}
