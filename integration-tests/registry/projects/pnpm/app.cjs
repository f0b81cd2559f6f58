// Asks itself for a tenant, and prints the header that it was asked with.

const { createServer } = require('node:http');
const { metrics, trace } = require('@opentelemetry/api');
const { runWithBaggage } = require('@otel-baggage/node');

const server = createServer((request, response) => {
  response.end(request.headers.baggage);
});
server.listen(0, '127.0.0.1', () =>
  runWithBaggage({ 'tenant.id': 'acme', secret: 1 }, async () => {
    const span = trace.getTracer('application').startSpan('work');
    metrics.getMeter('application').createCounter('works').add(1);
    const answer = await fetch(`http://127.0.0.1:${server.address().port}`);
    console.log(await answer.text());
    span.end();
    server.close();
    server.closeIdleConnections();
  }),
);
