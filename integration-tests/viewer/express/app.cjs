// An application that knows nothing of OpenTelemetry or of the viewer. It calls
// itself, and where it is told to.
const express = require('express');

const app = express();
app.get('/price', (_request, response) => response.send('42'));
app.get('/', async (request, response) => {
  const { port } = server.address();
  await fetch(`http://localhost:${port}/price`);
  if (request.query.fails) return response.status(500).send('failed');
  if (request.query.outside) {
    await fetch(request.query.outside);
  }
  response.send('done');
});
const server = app.listen(0, '127.0.0.1', () => {
  console.log(`app at http://127.0.0.1:${server.address().port}/`);
});
