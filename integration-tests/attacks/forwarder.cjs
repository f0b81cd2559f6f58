// An application that knows nothing of telemetry: it passes each request on,
// by fetch and by http, to the URLs of `TARGETS`.

require('./names.cjs');
const http = require('node:http');

const targets = JSON.parse(process.env.TARGETS);

const get = (url, headers) =>
  new Promise((resolve, reject) => {
    http
      .get(url, { headers }, response => response.on('end', resolve).resume())
      .on('error', reject);
  });

const server = http.createServer(async (request, response) => {
  const headers = { 'x-request': request.headers['x-request'] };
  for (const url of targets) {
    await get(url, headers);
    await (await fetch(url, { headers })).text();
  }
  response.end();
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${server.address().port}\n`);
});
process.stdin.on('end', () => process.exit()).resume();
