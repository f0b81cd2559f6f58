require('./telemetry.cjs');
const { createServer, get } = require('node:http');

const server = createServer((request, response) => {
  if (request.url !== '/') return response.end('inside');
  get(`http://localhost:${server.address().port}/inside`, answer => {
    answer.resume().once('end', () => response.end('done'));
  });
});
server.listen(0, '127.0.0.1', () => {
  console.log(`app at http://127.0.0.1:${server.address().port}/`);
});
