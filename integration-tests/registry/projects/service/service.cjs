// A service without a line of ours: it answers /work by asking itself for
// /part, and tells which entries it was asked with, which headers that sent, and
// which it would write for a message.

/** @param modules what the application got from its `require` or `import` */
module.exports = function serve({ createServer, api, logs }) {
  const tracer = api.trace.getTracer('application');
  const logger = logs.getLogger('application');
  const works = api.metrics.getMeter('application').createCounter('works');

  const server = createServer((request, response) => {
    const answer =
      request.url === '/work' ? work() : Promise.resolve(headersOf(request));
    void answer.then(told => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(told));
    });
  });

  const work = () =>
    tracer.startActiveSpan('work', async span => {
      const baggage = api.propagation.getActiveBaggage();
      logger.emit({ body: 'working' });
      works.add(1);
      const { port } = server.address();
      const part = await fetch(`http://127.0.0.1:${port}/part`);
      const sent = await part.json();
      const written = {};
      api.propagation.inject(api.context.active(), written);
      span.end();
      return { entries: baggage?.getAllEntries().map(pairOf), sent, written };
    });

  server.listen(0, '127.0.0.1', () => {
    process.send(`http://127.0.0.1:${server.address().port}`);
  });
  process.once('disconnect', () => {
    server.close();
    server.closeAllConnections();
  });
};

function pairOf([key, { value }]) {
  return [key, value];
}

/** The baggage, and each `traceparent` by itself. */
function headersOf({ headers, rawHeaders }) {
  const isParent = (_, index, all) => all[index - 1] === 'traceparent';
  return {
    baggage: headers.baggage ?? null,
    parents: rawHeaders.filter(isParent),
  };
}
