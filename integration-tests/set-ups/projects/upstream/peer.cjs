const { createServer, get } = require('node:http');
const { json } = require('node:stream/consumers');
const { context, propagation } = require('@opentelemetry/api');

/** Tells what it understood of the baggage, or asks `?ask=URL` with baggage. */
const server = createServer(async ({ url }, response) => {
  const to = new URL(url, 'http://peer').searchParams.get('ask');
  if (to === null) {
    const entries = propagation.getActiveBaggage()?.getAllEntries() ?? [];
    response.end(
      JSON.stringify(entries.map(([key, { value }]) => [key, value])),
    );
    return;
  }
  const baggage = propagation.createBaggage({
    'tenant.id': { value: 'acme' },
    'tenant.name': { value: 'Zürich AG' },
    'tenant.sum': { value: '1+1=2' },
  });
  context.with(propagation.setBaggage(context.active(), baggage), () => {
    get(to, async answer => {
      response.end(JSON.stringify(await json(answer)));
    });
  });
});

server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
