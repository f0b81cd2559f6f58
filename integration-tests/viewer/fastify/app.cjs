// As the one with Express: an application that knows nothing of the viewer.
const app = require('fastify')();

app.get('/price', async () => '42');
app.get('/', async () => {
  const { port } = app.server.address();
  const answer = await fetch(`http://localhost:${port}/price`);
  return answer.text();
});
app.listen({ port: 0, host: '127.0.0.1' }).then(address => {
  console.log(`app at ${address}/`);
});
