// undici in all its forms: what is inside Node.js and the versions of npm.

const { hasModule } = require('./tools.cjs');

const versions = {
  'undici 6': 'undici-6',
  'undici 7': 'undici-7',
  // Needs `node:` modules of Node.js 22.19.
  'undici 8': 'undici-8',
};

/** Paths that name the host that may have baggage. */
const PATHS = host => [
  `//${host}/`,
  `//${host}:8080/x`,
  `//user@${host}/`,
  `//user:password@${host}/`,
  `/\\${host}/`,
  `/%2f${host}/`,
  `/.//${host}/`,
  `/x@${host}/`,
  `/?//${host}/`,
];

/** Request targets that are no path; an origin and a path are put together. */
const TARGETS = host => [
  `//${host}/`,
  `http://${host}/`,
  `https://${host}:443/`,
];

exports.rows = ({ ours, evil, proxies }) => {
  const rows = [];
  const add = (name, attack, control) => rows.push({ name, attack, control });

  // Inside Node.js.
  const fetched = url => async headers => {
    await (await fetch(url + headers['x-request'], { headers })).text();
  };
  for (const path of PATHS('localhost')) {
    add(
      `fetch http://evil${path}`,
      fetched(evil.origin + path),
      fetched(ours.origin + path),
    );
  }
  add(
    'fetch with a Request',
    async headers => {
      await (await fetch(new Request(evil.url, { headers }))).text();
    },
    async headers => {
      await (await fetch(new Request(ours.url, { headers }))).text();
    },
  );
  add(
    'fetch with baggage of the application',
    headers => fetched(evil.url)({ ...headers, baggage: headers['x-own'] }),
    headers => fetched(ours.url)({ ...headers, baggage: 'own=1' }),
  );
  add(
    'fetch with two spellings of baggage of the application',
    headers =>
      fetched(evil.url)([
        ...Object.entries(headers),
        ['Baggage', headers['x-own']],
        ['BAGGAGE', headers['x-own']],
      ]),
    fetched(ours.url),
  );
  for (const status of [301, 302, 303, 307, 308]) {
    add(
      `fetch redirected by ${status}`,
      fetched(ours.redirect(evil.url, status)),
      fetched(ours.redirect(ours.url, status)),
    );
  }
  add(
    'fetch redirected to http://evil//localhost/',
    fetched(ours.redirect(`${evil.origin}//localhost/`)),
    fetched(evil.redirect(ours.url)),
  );
  add(
    'fetch POST redirected by 307',
    async headers => {
      const url = ours.redirect(evil.url, 307);
      await (await fetch(url, { method: 'POST', body: 'x', headers })).text();
    },
    async headers => {
      const url = ours.redirect(ours.url, 307);
      await (await fetch(url, { method: 'POST', body: 'x', headers })).text();
    },
  );
  const opened = (Kind, url) => headers =>
    new Promise(done => {
      const socket = new Kind(url + headers['x-request']);
      const end = () => (socket.close(), done());
      for (const type of ['open', 'error', 'close']) {
        socket.addEventListener(type, end, { once: true });
      }
    });
  if (typeof WebSocket === 'function') {
    add(
      'WebSocket of Node.js',
      opened(WebSocket, evil.ws),
      opened(WebSocket, ours.ws),
    );
  }

  for (const [name, module] of Object.entries(versions)) {
    if (!hasModule(module)) continue;
    const undici = () => require(module);
    const request = (url, more) => async headers => {
      const options = { headers, ...more?.(undici()) };
      const { body } = await undici().request(url, options);
      await body.dump();
      await options.dispatcher?.close();
    };
    const through = (kind, origin, path) => async headers => {
      const client = new (undici()[kind])(origin);
      const target = { origin, path: path + headers['x-request'] };
      const { body } = await client.request({
        ...target,
        method: 'GET',
        headers,
      });
      await body.dump();
      await client.close();
    };
    for (const path of PATHS('localhost').slice(0, 3)) {
      add(
        `${name} request http://evil${path}`,
        request(evil.origin + path),
        request(ours.origin + path),
      );
    }
    for (const kind of ['Client', 'Pool', 'BalancedPool', 'Agent']) {
      for (const path of TARGETS('localhost')) {
        add(
          `${name} ${kind} ${path}`,
          through(kind, evil.origin, path),
          through(kind, ours.origin, path),
        );
      }
    }
    add(
      `${name} headers as a list`,
      headers =>
        through(
          'Client',
          evil.origin,
          '/',
        )([...Object.entries(headers).flat(), 'Baggage', headers['x-own']]),
      headers =>
        through('Client', ours.origin, '/')(Object.entries(headers).flat()),
    );
    add(
      `${name} an array as a value`,
      headers =>
        through(
          'Client',
          evil.origin,
          '/',
        )({
          ...headers,
          BAGGAGE: [headers['x-own'], 'b=1'],
        }),
      through('Client', ours.origin, '/'),
    );
    add(
      `${name} Host names another`,
      headers =>
        through('Client', evil.origin, '/')({ ...headers, host: 'localhost' }),
      headers =>
        through('Client', ours.origin, '/')({ ...headers, host: 'localhost' }),
    );
    add(
      `${name} fetch`,
      async headers => {
        await (
          await undici().fetch(`${evil.origin}//localhost/`, { headers })
        ).text();
      },
      async headers => {
        await (await undici().fetch(ours.url, { headers })).text();
      },
    );
    const streamed = url => async headers => {
      const { Writable } = require('node:stream');
      const write = (_chunk, _encoding, done) => done();
      await undici().stream(
        url,
        { method: 'GET', headers, opaque: undefined },
        () => new Writable({ write }),
      );
    };
    add(
      `${name} stream`,
      streamed(`${evil.origin}//localhost/`),
      streamed(ours.url),
    );
    const piped = url => headers =>
      new Promise((done, failed) => {
        undici()
          .pipeline(url, { method: 'GET', headers }, ({ body }) => body)
          .on('error', failed)
          .on('end', done)
          .resume()
          .end();
      });
    add(
      `${name} pipeline`,
      piped(`${evil.origin}//localhost/`),
      piped(ours.url),
    );
    const redirecting = ({ Agent, interceptors }) => ({
      dispatcher: new Agent().compose(
        interceptors.redirect({ maxRedirections: 2 }),
      ),
    });
    add(
      `${name} interceptor redirect`,
      request(ours.redirect(evil.url), redirecting),
      request(ours.redirect(ours.url), redirecting),
    );
    add(
      `${name} interceptor redirect to http://evil//localhost/`,
      request(ours.redirect(`${evil.origin}//localhost/`), redirecting),
      request(evil.redirect(ours.url), redirecting),
    );
    const retrying = ({ Agent, RetryAgent }) => ({
      dispatcher: new RetryAgent(new Agent(), { minTimeout: 1, maxRetries: 2 }),
    });
    add(
      `${name} RetryAgent`,
      request(evil.failing, retrying),
      request(ours.failing, retrying),
    );
    const proxied =
      (proxy, proxyTunnel) =>
      ({ ProxyAgent }) => ({
        dispatcher: new ProxyAgent({ uri: proxy, proxyTunnel }),
      });
    for (const tunnel of [true, false]) {
      const how = tunnel ? 'with a tunnel' : 'without a tunnel';
      add(
        `${name} ProxyAgent of ours ${how}`,
        request(evil.url, proxied(proxies.ours, tunnel)),
        request(ours.url, proxied(proxies.ours, tunnel)),
      );
    }
    rows.push({
      name: `${name} ProxyAgent of evil without a tunnel`,
      attack: request(ours.url, proxied(proxies.evil, false)),
      control: request(ours.url, proxied(proxies.ours, false)),
    });
    const fromEnvironment = ({ EnvHttpProxyAgent }) => ({
      dispatcher: new EnvHttpProxyAgent({
        httpProxy: proxies.ours,
        noProxy: '',
      }),
    });
    add(
      `${name} EnvHttpProxyAgent`,
      request(evil.url, fromEnvironment),
      request(ours.url, fromEnvironment),
    );
    const onSocket = (Kind, path, more) => async headers => {
      const { Agent, buildConnector } = undici();
      const client =
        Kind === 'Agent'
          ? new Agent({ connect: buildConnector({ socketPath: path }) })
          : new (undici()[Kind])('http://localhost', { socketPath: path });
      const { body } = await client.request({
        origin: 'http://localhost',
        path: `/${headers['x-request']}`,
        method: 'GET',
        headers,
        ...more,
      });
      await body.dump();
      await client.close();
    };
    const post = { method: 'POST', body: 'baggage: own=1\r\n' };
    for (const [what, Kind, more] of [
      ['', 'Client'],
      [' of a Pool', 'Pool'],
      [' of an Agent', 'Agent'],
      [', POST', 'Client', post],
      [', POST of bytes', 'Client', { ...post, body: Buffer.from('x') }],
      [', POST of a Blob', 'Client', { ...post, body: new Blob(['x']) }],
    ]) {
      add(
        `${name} a unix socket${what}`,
        onSocket(Kind, evil.socket, more),
        request(ours.url, () => more),
      );
    }
    add(
      `${name} a unix socket, several at once`,
      async headers => {
        const client = new (undici().Client)('http://localhost', {
          socketPath: evil.socket,
          pipelining: 4,
        });
        const target = { path: '/', method: 'GET', headers };
        await Promise.all(
          [1, 2, 3].map(async () => {
            const { body } = await client.request(target);
            await body.dump();
          }),
        );
        await client.close();
      },
      request(ours.url),
    );
    if (undici().WebSocket) {
      add(
        `${name} WebSocket`,
        headers => opened(undici().WebSocket, evil.ws)(headers),
        headers => opened(undici().WebSocket, ours.ws)(headers),
      );
    }
    if (undici().EventSource) {
      add(
        `${name} EventSource`,
        headers => opened(undici().EventSource, evil.url)(headers),
        headers => opened(undici().EventSource, ours.url)(headers),
      );
    }
    const pooled = (origin, path) => async headers => {
      const { Agent } = undici();
      const dispatcher = new Agent({ pipelining: 4, connections: 1 });
      await Promise.all(
        [1, 2, 3].map(async () => {
          const url = origin + path;
          const { body } = await undici().request(url, { headers, dispatcher });
          await body.dump();
        }),
      );
      await dispatcher.close();
    };
    add(
      `${name} several at once`,
      pooled(evil.origin, '//localhost/'),
      pooled(ours.origin, '/'),
    );
  }
  return rows;
};
