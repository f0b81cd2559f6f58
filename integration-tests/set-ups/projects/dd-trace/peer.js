import { createServer, get } from 'node:http';
import { json } from 'node:stream/consumers';
import tracer from 'dd-trace';

/** Tells what it understood of the baggage, or asks `?ask=URL` with baggage. */
const server = createServer(async ({ url }, response) => {
  const to = new URL(url, 'http://peer').searchParams.get('ask');
  if (to === null) {
    const entries = Object.entries(tracer.getAllBaggageItems() ?? {});
    response.end(JSON.stringify(entries));
    return;
  }
  tracer.setBaggageItem('tenant.id', 'acme');
  tracer.setBaggageItem('tenant.name', 'Zürich AG');
  tracer.setBaggageItem('tenant.sum', '1+1=2');
  get(to, async answer => {
    response.end(JSON.stringify(await json(answer)));
  });
});

server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
