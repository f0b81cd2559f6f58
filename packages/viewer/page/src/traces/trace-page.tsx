import type { State, Trace } from '../../../src/types';
import { useResource } from '../api/use-resource';
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
            A label like <span className="tag tag-sample">tenant.id</span> is a
            baggage entry, shown where it is first there. Open a span to see all
            of its attributes, and why it has an entry or not.
          </>
        }
      >
        <Waterfall trace={trace} services={state.services} spanId={spanId} />
      </Card>
      <Card
        title="The baggage header at each hop"
        note="The header as it left the caller and as it came in, and every member that was dropped."
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
