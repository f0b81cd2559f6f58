// Answers /<way>?tenant=<who asks> by going that way (ways.cjs), all requests
// of a way at the same time: none goes on before `CONCURRENT` of them are here.
// The answer is the baggage header that a request at the end of the way sends.

const { createServer, get } = require('node:http');
const api = require('@opentelemetry/api');
const ways = require('./ways.cjs');

// SDK 2 has the logs API in a package of its own.
const logs = api.logs ?? require('@opentelemetry/api-logs').logs;

const tracer = api.trace.getTracer('concurrent');
const logger = logs.getLogger('concurrent');
const records = api.metrics.getMeter('concurrent').createCounter('records');

const concurrent = Number(process.env.CONCURRENT);

/** One record of each kind, from wherever it is called. */
function recordFor(tenant, way) {
  return () => {
    const attributes = { 'asked.tenant': tenant, way };
    tracer.startSpan(way, { attributes }).end();
    logger.emit({ body: way, attributes });
    records.add(1, attributes);
  };
}

/** By way: what lets those go on that are here. */
const waiting = new Map();

function untilAllAreHere(way) {
  return new Promise(goOn => {
    const here = [...(waiting.get(way) ?? []), goOn];
    waiting.set(way, here);
    if (here.length === concurrent) for (const each of here) each();
  });
}

const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  if (pathname === '/echo') {
    response.end(request.headers.baggage);
    return;
  }
  const way = decodeURIComponent(pathname.slice(1));
  await untilAllAreHere(way);
  await ways[way]({
    record: recordFor(searchParams.get('tenant'), way),
    untilAllAreHere: () => untilAllAreHere(`${way}, later`),
    request,
  });
  get(`${url()}/echo`, echo => echo.pipe(response));
});

const url = () => `http://127.0.0.1:${server.address().port}`;

server.listen(0, '127.0.0.1', () => process.send(url()));
process.once('disconnect', () => {
  server.close();
  server.closeAllConnections();
});
