// Sends a request by each HTTP client, each with a `baggage` header of the
// application, in a context with baggage; then prints the names of the clients.

const http = require('node:http');
const https = require('node:https');
const { Writable } = require('node:stream');
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
    { included: ['tenant.id'], ...JSON.parse(process.env.OPTIONS) },
  ),
);
sdk.start();

const axios = require('axios');
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
  'fetch, in another case': (url, { baggage, ...headers }) =>
    drained(fetch(url, { headers: { ...headers, BAGGAGE: baggage } })),
  axios: (url, headers) => axios.get(url, { headers }),
  'axios, an instance': (url, headers) => axios.create({ headers }).get(url),
  'axios, fetch': (url, headers) =>
    axios.get(url, { headers, adapter: 'fetch' }),
  got: async (url, headers) => {
    const { got } = await import('got');
    await got(url, { headers });
  },
};

/** The forms that undici takes headers in. */
const forms = {
  'an object': headers => headers,
  'in another case': ({ baggage, ...headers }) => ({
    ...headers,
    Baggage: baggage,
  }),
  'several values': ({ baggage, ...headers }) => ({
    ...headers,
    baggage: baggage.split(','),
  }),
  'names and values': headers => Object.entries(headers).flat(),
  'twice the name': ({ baggage, ...headers }) => {
    const [first, ...more] = baggage.split(',');
    return [
      ...Object.entries(headers).flat(),
      ...['baggage', first, 'Baggage', more.join()],
    ];
  },
  'a Map': headers => new Map(Object.entries(headers)),
  Headers: headers => new Headers(headers),
};

// undici 8 needs `node:` modules of Node.js 22.19.
const versions = ['undici', 'undici-6', 'undici-7', 'undici-8'].filter(
  name =>
    name !== 'undici-8' ||
    process.getBuiltinModule('node:sqlite') !== undefined,
);
for (const name of versions) {
  const client = require(name);
  for (const [form, made] of Object.entries(forms)) {
    clients[`${name}.request, ${form}`] = async (url, headers) => {
      const { body } = await client.request(url, { headers: made(headers) });
      await body.dump();
    };
  }
  clients[`${name}.fetch`] = (url, headers) =>
    drained(client.fetch(url, { headers }));
  clients[`${name}.fetch, Headers`] = (url, headers) =>
    drained(client.fetch(url, { headers: new client.Headers(headers) }));
  clients[`${name}.stream`] = (url, headers) =>
    client.stream(
      url,
      { headers, method: 'GET' },
      () => new Writable({ write: (_chunk, _encoding, done) => done() }),
    );
  clients[`${name}, a Client`] = async (url, headers) => {
    const { origin, pathname: path } = new URL(url);
    const one = new client.Client(origin);
    const { body } = await one.request({ path, method: 'GET', headers });
    await body.dump();
    await one.close();
  };
}

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
