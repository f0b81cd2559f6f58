import express from 'express';
import { runWithBaggageOnSpan } from '@otel-baggage/node';
import work from './work.cjs';

const app = express();

app.use((request, response, next) => {
  const tenant = request.get('x-tenant');
  runWithBaggageOnSpan({ 'tenant.id': tenant }, next);
});

app.get('/work', async (request, response) => {
  response.json(await work());
});

const server = app.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
