// Sends a request by each HTTP client, each with a `baggage` header of the
// application, in a context with baggage; then prints the names of the clients.

const http = require('node:http');
const https = require('node:https');
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
const {
  UndiciInstrumentation,
} = require('@opentelemetry/instrumentation-undici');
const { NodeSDK } = require('@opentelemetry/sdk-node');
const { withBaggage } = require('@otel-baggage/node');

process.on('uncaughtException', error => console.error(error));

const sdk = new NodeSDK(
  withBaggage(
    {
      instrumentations: [
        new HttpInstrumentation(),
        new UndiciInstrumentation(),
      ],
      spanProcessors: [],
    },
    { included: ['tenant.id'] },
  ),
);
sdk.start();

const axios = require('axios');
const undici = require('undici');
const { runWithBaggage } = require('@otel-baggage/core');

const { HTTP_URL, HTTPS_URL, BAGGAGE } = process.env;
const agent = new https.Agent({ rejectUnauthorized: false });

const ended = request =>
  new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('response', response => response.on('end', resolve).resume());
    request.end();
  });
const drained = async response => void (await (await response).text());

const clients = {
  'http.get': (url, headers) => ended(http.get(url, { headers })),
  'http.request': (url, headers) => ended(http.request(url, { headers })),
  'http.request, frozen headers': (url, headers) =>
    ended(http.request(url, { headers: Object.freeze(headers) })),
  'http.request, in another case': (url, { baggage, ...headers }) =>
    ended(http.request(url, { headers: { ...headers, Baggage: baggage } })),
  'http.request, several values': (url, { baggage, ...headers }) =>
    ended(
      http.request(url, {
        headers: { ...headers, baggage: baggage.split(',') },
      }),
    ),
  'https.get': (_url, headers) =>
    ended(https.get(HTTPS_URL, { headers, agent })),
  'https.request': (_url, headers) =>
    ended(https.request(HTTPS_URL, { headers, agent })),
  fetch: (url, headers) => drained(fetch(url, { headers })),
  'fetch, Headers': (url, headers) =>
    drained(fetch(url, { headers: new Headers(headers) })),
  'fetch, pairs': (url, headers) =>
    drained(fetch(url, { headers: Object.entries(headers) })),
  'fetch, a Request': (url, headers) =>
    drained(fetch(new Request(url, { headers }))),
  'undici.request': async (url, headers) =>
    void (await (await undici.request(url, { headers })).body.dump()),
  'undici.fetch': (url, headers) => drained(undici.fetch(url, { headers })),
  axios: (url, headers) => axios.get(url, { headers }),
  'axios, an instance': (url, headers) => axios.create({ headers }).get(url),
  'axios, fetch': (url, headers) =>
    axios.get(url, { headers, adapter: 'fetch' }),
  got: async (url, headers) => {
    const { got } = await import('got');
    await got(url, { headers });
  },
};

async function run() {
  for (const [client, send] of Object.entries(clients)) {
    const headers = { 'x-client': client, baggage: BAGGAGE };
    await runWithBaggage({ 'tenant.id': 'acme', plan: 'pro' }, () =>
      send(HTTP_URL, headers),
    );
    // The very same headers once more: nothing of the call before.
    await send(HTTP_URL, headers);
  }
  await sdk.shutdown();
  console.log(JSON.stringify(Object.keys(clients)));
  process.exit();
}

void run();
