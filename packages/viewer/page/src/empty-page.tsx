import type { State } from '../../src/types';
import { Card } from './parts/card';
import { CopyText } from './parts/copy-text';
import { Page } from './parts/page';

/** Says what to do until telemetry arrives. */
export function EmptyPage({ state: { endpoint, command } }: { state: State }) {
  return (
    <Page
      title="Waiting for telemetry"
      lead={
        command ? (
          <>
            <code>{command}</code> is running. Spans arrive when it handles a
            request.
          </>
        ) : (
          'Nothing has arrived yet.'
        )
      }
    >
      <Card
        title="Run your application with the viewer"
        note="Starts it with OpenTelemetry and shows the baggage header at each hop."
      >
        <CopyText text="npx otel-baggage view -- node app.js" label="command" />
      </Card>
      <Card
        title="Or export from a process that is running elsewhere"
        note="OTLP over HTTP, in protobuf or JSON. The last line has @otel-baggage/node tell the header at each hop."
      >
        <CopyText
          label="environment variables"
          text={`export OTEL_EXPORTER_OTLP_ENDPOINT=${endpoint}
export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
export OTEL_BAGGAGE_VIEW=true`}
        />
      </Card>
    </Page>
  );
}
