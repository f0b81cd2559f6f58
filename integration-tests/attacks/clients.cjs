// One request by each client. All take a URL and headers.

const http = require('node:http');
const https = require('node:https');

const undici = require('undici');
const grpc = require('@grpc/grpc-js');

const agent = new https.Agent({ rejectUnauthorized: false });

/** With a URL, as most do. */
function withHttp(url, headers) {
  return ended(http.get(url, { headers }));
}

/** With whatever `http.get` takes. */
function withRawHttp(request, headers) {
  const { headers: more, ...options } = request;
  return ended(http.get({ ...options, headers: { ...headers, ...more } }));
}

/** With options, as libraries do. */
function withHttpOptions(url, headers) {
  const { hostname, port, pathname, search } = new URL(url);
  return ended(
    http.get({ host: hostname, port, path: pathname + search, headers }),
  );
}

function withHttps(url, headers) {
  return ended(https.get(url, { headers, agent }));
}

function ended(request) {
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('response', response => {
      response.on('end', () => resolve(response)).resume();
    });
  });
}

async function withFetch(url, headers) {
  await (await fetch(url, { headers })).text();
}

async function withUndici(url, headers) {
  const { body } = await undici.request(url, { headers });
  await body.dump();
}

/** With an origin and a path, as a client of undici has them. */
async function withRawUndici({ kind, origin, path }, headers) {
  const client = new undici[kind](origin);
  const { body } = await client.request({
    ...(kind === 'Agent' && { origin }),
    path,
    method: 'GET',
    headers,
  });
  await body.dump();
  await client.close();
}

const echo = {
  path: '/Test/Echo',
  requestStream: false,
  responseStream: false,
  requestSerialize: body => body,
  requestDeserialize: body => body,
  responseSerialize: body => body,
  responseDeserialize: body => body,
};
const Service = grpc.makeGenericClientConstructor({ echo }, 'Test');
const open = new Map();

function clientFor(Client, url) {
  const { hostname, port } = new URL(url);
  const key = `${Client.name} ${hostname}:${port}`;
  if (!open.has(key)) {
    open.set(
      key,
      new Client(`${hostname}:${port}`, grpc.credentials.createInsecure()),
    );
  }
  return open.get(key);
}

function metadataOf(headers) {
  const metadata = new grpc.Metadata();
  for (const [name, value] of Object.entries(headers)) {
    metadata.set(name, value);
  }
  return metadata;
}

/** As generated clients do. */
function withGrpc(url, headers, metadata = metadataOf(headers)) {
  return new Promise((resolve, reject) => {
    clientFor(Service, url).echo(Buffer.alloc(0), metadata, error =>
      error ? reject(error) : resolve(),
    );
  });
}

/** As clients do that are made by hand. */
function withGrpcByHand(url, headers) {
  return new Promise((resolve, reject) => {
    clientFor(grpc.Client, url).makeUnaryRequest(
      echo.path,
      echo.requestSerialize,
      echo.responseDeserialize,
      Buffer.alloc(0),
      metadataOf(headers),
      error => (error ? reject(error) : resolve()),
    );
  });
}

/** By the scheme of the URLs that they take. */
exports.clients = {
  http: {
    http: withHttp,
    'http with options': withHttpOptions,
    fetch: withFetch,
    undici: withUndici,
  },
  https: { https: withHttps },
  grpc: { grpc: withGrpc, 'grpc by hand': withGrpcByHand },
};

exports.withRawHttp = withRawHttp;
exports.withRawUndici = withRawUndici;

/** Redirects, each hop by a new request. */
exports.redirects = {
  fetch: withFetch,
  async undici(url, headers) {
    const dispatcher = new undici.Agent().compose(
      undici.interceptors.redirect({ maxRedirections: 2 }),
    );
    const { body } = await undici.request(url, { headers, dispatcher });
    await body.dump();
    await dispatcher.close();
  },
  /** As libraries do: with the same object of headers for all hops. */
  async http(url, headers) {
    const options = { headers };
    let next = url;
    while (next) {
      const { location } = (await ended(http.get(next, options))).headers;
      next = location;
    }
  },
};

/** Calls one after the other with the same metadata. */
exports.withSameMetadata = async (urls, headers) => {
  const metadata = metadataOf(headers);
  for (const url of urls) await withGrpc(url, headers, metadata);
};

/** The same without waiting. */
exports.withSameMetadataAtOnce = async (urls, headers) => {
  const metadata = metadataOf(headers);
  await Promise.all(urls.map(url => withGrpc(url, headers, metadata)));
};

exports.close = () => {
  for (const client of open.values()) client.close();
  agent.destroy();
};
