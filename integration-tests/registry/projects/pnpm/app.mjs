// As app.cjs, as an ES module.

import { createServer } from 'node:http';
import { metrics, trace } from '@opentelemetry/api';
import { runWithBaggage } from '@otel-baggage/node';

const server = createServer((request, response) => {
  response.end(request.headers.baggage);
});
await new Promise(listening => {
  server.listen(0, '127.0.0.1', listening);
});
await runWithBaggage({ 'tenant.id': 'acme', secret: 1 }, async () => {
  const span = trace.getTracer('application').startSpan('work');
  metrics.getMeter('application').createCounter('works').add(1);
  const answer = await fetch(`http://127.0.0.1:${server.address().port}`);
  console.log(await answer.text());
  span.end();
});
server.close();
server.closeIdleConnections();
