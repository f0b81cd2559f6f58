// What server.cjs and server.mjs do.

const api = require('@opentelemetry/api');

const { metrics } = api;
// SDK 2 has it in a package of its own.
const logs = api.logs ?? require('@opentelemetry/api-logs').logs;

const HEADERS = { baggage: 'tenant.id=acme,secret=hidden' };

module.exports = function run({ createServer, get }, fetch) {
  const mode = process.env.MODE;
  const server = createServer((request, response) => {
    if (request.url === '/part') {
      const parents = request.rawHeaders.filter(
        name => name.toLowerCase() === 'traceparent',
      );
      response.end(
        parents.length > 1
          ? `${parents.length} traceparent`
          : request.headers.baggage,
      );
      return;
    }
    logs.getLogger('app').emit({ body: 'working' });
    metrics.getMeter('app').createCounter('works').add(1);
    void fetch(`${here()}/part`)
      .then(part => part.text())
      .then(async text => {
        if (mode === 'own handler') {
          // Still at work when the signal comes.
          process.kill(process.pid, 'SIGTERM');
          await signalled;
        }
        response.end(text);
      });
  });
  const here = () => `http://127.0.0.1:${server.address().port}`;
  const signalled = new Promise(resolve => {
    if (mode === 'own handler') {
      process.on('SIGTERM', () => {
        server.close();
        setTimeout(resolve, 100);
      });
    }
  });

  server.listen(0, '127.0.0.1', () => {
    get(`${here()}/work`, { headers: HEADERS, agent: false }, response => {
      let text = '';
      response.on('data', data => (text += data));
      response.on('end', () => {
        process.stdout.write(`${text}\n`);
        if (mode === 'natural end') {
          process.exitCode = 3;
          server.close();
          server.closeIdleConnections();
        }
        if (mode === 'SIGTERM') process.kill(process.pid, 'SIGTERM');
      });
    });
  });
};
