// `http` and `https`, with all that they take.

const http = require('node:http');
const https = require('node:https');
const net = require('node:net');
const { ended } = require('./tools.cjs');

exports.rows = ({ ours, evil, proxies }) => {
  const rows = [];
  const add = (name, attack, control, more) =>
    rows.push({ name, attack, control, ...more });

  const got =
    (...given) =>
    headers => {
      const [first, options] = given;
      return typeof first === 'object' && !(first instanceof URL)
        ? ended(
            http.get({ ...first, headers: { ...headers, ...first.headers } }),
          )
        : ended(
            http.get(first, {
              ...options,
              headers: { ...headers, ...options?.headers },
            }),
          );
    };

  // URLs that look as if they were ours.
  const { port } = evil;
  const address = evil.address;
  const urls = [
    `http://localhost@${address}:${port}/`,
    `http://localhost:80@${address}:${port}/`,
    `http://localhost%00@${address}:${port}/`,
    `http://${address}:${port}\\@localhost/`,
    `http://${address}:${port}#@localhost/`,
    `http://${address}:${port}?@localhost/`,
    `http://${address}:${port}/@localhost/`,
    `http://${address}:${port}//localhost/`,
    `http://0x7f000002:${port}/`,
    `http://2130706434:${port}/`,
    `http://0177.0.0.2:${port}/`,
    `http://127.2:${port}/`,
    `http://127.0.2:${port}/`,
    `http://0x7f.0.0.2:${port}/`,
    `http://[::ffff:127.0.0.2]:${port}/`,
    `http://[::ffff:7f00:2]:${port}/`,
    `http://[0:0:0:0:0:ffff:127.0.0.2]:${port}/`,
    `http://api.example.net:${port}/http://localhost/`,
    `http://localhost.example.net:${port}/`,
    `HTTP://LOCALHOST.EXAMPLE.NET:${port}/`,
    `http://localhost%2eexample.net:${port}/`,
    `http://internal.example.com:${port}/`,
    `http://evilinternal.example.com:${port}/`,
    `http://internal.example.com.:${port}/`,
    `http://a.internal.example.com.example.net:${port}/`,
    `http://a.internal.example.com。example.net:${port}/`,
    `http://a.internal.example.com．example.net:${port}/`,
    `http://ℓocalhost.example.net:${port}/`,
    `http://xn--bcher-kva.example.net:${port}/`,
    `http://bücher.example.net:${port}/`,
    `http://locаlhost:${port}/`,
    `http://a\tinternal.example.com.example.net:${port}/`,
  ];
  for (const url of urls) {
    const shown = url.replace(port, 'PORT').replace('\t', '\\t');
    add(`http.get ${shown}`, got(url), got(ours.url));
    add(`http.get URL ${shown}`, got(new URL(url)), got(new URL(ours.url)));
    if (new URL(url).username) continue;
    const fetched = to => async headers => {
      await (await fetch(to, { headers })).text();
    };
    add(`fetch ${shown}`, fetched(url), fetched(ours.url));
  }

  // Spellings of what is ours.
  for (const name of [
    'LOCALHOST',
    'localhost.',
    'Orders.Internal.Example.COM',
    'orders.internal.example.com.',
    'a.b.internal.example.com',
    'localhost%2e',
  ]) {
    add(
      `http.get, ours as ${name}`,
      got(evil.url),
      got(`http://${name}:${ours.port}/`),
    );
  }

  // Options.
  const to = (options, more) => got({ port: evil.port, ...options, ...more });
  const fine = got({ host: 'localhost', port: ours.port });
  const options = {
    'host and hostname': { host: 'localhost', hostname: address },
    'hostname alone': { hostname: address },
    'host and a hostname that is empty': { host: address, hostname: '' },
    'Host names another': { host: address, headers: { Host: 'localhost' } },
    'host header names another': {
      hostname: 'api.example.net',
      headers: { host: `localhost:${ours.port}` },
    },
    'two hosts in headers': {
      host: address,
      headers: { host: 'localhost', Host: address },
    },
    'no Host': { host: address, setHost: false },
    'a path in absolute form': { host: address, path: 'http://localhost/' },
    'a path in absolute form with a query': {
      host: address,
      path: 'http://localhost/?x',
    },
    'a path of two slashes': { host: address, path: '//localhost/' },
    'auth that names another': { host: address, auth: 'localhost' },
    'href and origin that name another': {
      host: address,
      href: 'http://localhost/',
      origin: 'http://localhost',
      pathname: '//localhost/',
    },
    'a protocol and a host': { protocol: 'http:', host: address },
    'a host with user': { host: address, auth: 'x:y@localhost' },
    'a default port': { host: address, defaultPort: ours.port },
    'family and localAddress': {
      host: address,
      family: 4,
      localAddress: '127.0.0.1',
    },
    'an agent of its own': { host: address, agent: new http.Agent() },
    'no agent': { host: address, agent: false },
    'baggage of the application': {
      host: address,
      headers: { baggage: 'own=LEAK' },
    },
    'two spellings': {
      host: address,
      headers: {
        baggage: 'own=LEAK',
        Baggage: 'own=LEAK',
        BAGGAGE: 'own=LEAK',
      },
    },
    arrays: { host: address, headers: { Baggage: ['own=LEAK', 'own2=LEAK'] } },
    'POST and chunks': { host: address, method: 'POST' },
    'an upgrade': {
      host: address,
      headers: { connection: 'upgrade', upgrade: 'x' },
    },
  };
  for (const [name, given] of Object.entries(options)) {
    add(`http.get with ${name}`, to(given), fine);
  }
  for (const [name, url, more] of [
    [
      'a URL and a hostname',
      `http://localhost:${port}/`,
      { hostname: address },
    ],
    [
      'a URL of ours and a port',
      `http://${address}:${ours.port}/`,
      { port, hostname: address },
    ],
    [
      'a URL and a path of another',
      `http://${address}:${port}/`,
      { path: 'http://localhost/' },
    ],
    [
      'a URL and a Host',
      `http://${address}:${port}/`,
      { headers: { host: 'localhost' } },
    ],
  ]) {
    add(`http.get(url, options) with ${name}`, got(url, more), fine);
    add(`http.get(URL, options) with ${name}`, got(new URL(url), more), fine);
  }

  // What a person does after the request is made.
  const setting = (host, hostPort, set) => headers =>
    new Promise((resolve, reject) => {
      const request = http.request(
        { host, port: hostPort, headers, method: 'POST' },
        response => response.on('end', resolve).resume(),
      );
      request.on('error', reject);
      set(request, headers);
      request.end('x');
    });
  const late = { needs: 'created' };
  for (const [name, set] of Object.entries({
    setHeader: (request, headers) =>
      request.setHeader('Baggage', headers['x-own']),
    appendHeader: (request, headers) =>
      request.appendHeader('baggage', headers['x-own']),
    setHeaders: (request, headers) =>
      request.setHeaders(new Map([['baggage', headers['x-own']]])),
    uberctx: (request, headers) =>
      request.setHeader('uberctx-tenant.id', headers['x-own']),
  })) {
    add(
      `http.request, then ${name}`,
      setting(address, port, set),
      setting('localhost', ours.port, () => undefined),
      late,
    );
  }
  const inList = (host, hostPort, more) => headers =>
    ended(
      http.get({
        host,
        port: hostPort,
        headers: [...Object.entries(headers).flat(), ...more(headers)],
      }),
    );
  add(
    'http.get with a list of headers',
    inList(address, port, headers => [
      'baggage',
      headers['x-own'],
      'host',
      'x',
    ]),
    fine,
  );

  // Where it connects to is not where it says.
  const socket = (path, more) => got({ socketPath: path, ...more });
  add('a unix socket', socket(evil.socket), fine, late);
  add(
    'a unix socket and a host',
    socket(evil.socket, { host: 'localhost' }),
    fine,
    late,
  );
  add(
    'a unix socket and a host header',
    socket(evil.socket, { headers: { host: 'localhost' } }),
    fine,
    late,
  );
  const limit = 'the application says where the connection goes';
  const elsewhere = () => net.connect(port, address);
  add(
    'createConnection',
    got({ host: 'localhost', port: ours.port, createConnection: elsewhere }),
    fine,
    { limit },
  );
  add(
    'lookup',
    got({
      host: 'localhost',
      port,
      lookup: (_name, { all }, done) =>
        all ? done(null, [{ address, family: 4 }]) : done(null, address, 4),
    }),
    fine,
    { limit },
  );

  // A forward proxy that is ours, and another host behind it.
  const proxy = { host: proxies.host, port: proxies.port };
  const wanted = evil.url;
  for (const [name, more] of Object.entries({
    'the path': { path: wanted },
    'the path and Host': { path: wanted, headers: { host: 'api.example.net' } },
    'the path with a query and Host': {
      path: `${wanted}?x=1`,
      headers: { Host: 'api.example.net' },
    },
  })) {
    add(
      `a proxy of ours, evil in ${name}`,
      got({ ...proxy, ...more }),
      got(proxy),
    );
  }

  // One object of headers for all hops, as libraries do.
  const hops = url => async headers => {
    let next = url;
    while (next) {
      const { location } = (await ended(http.get(next, { headers }))).headers;
      next = location;
    }
  };
  add(
    'http.get, hop by hop',
    hops(ours.redirect(evil.url)),
    hops(ours.redirect(ours.url)),
  );
  const copied = url => async headers => {
    let next = url;
    let sent = headers;
    while (next) {
      const request = http.get(next, { headers: sent });
      sent = request.getHeaders();
      delete sent.host;
      next = (await ended(request)).headers.location;
    }
  };
  add(
    'http.get, hop by hop with the headers that were sent',
    copied(ours.redirect(evil.url)),
    copied(ours.redirect(ours.url)),
  );
  const set = url => async headers => {
    let next = url;
    let sent = headers;
    while (next) {
      const request = http.request(next);
      for (const [name, value] of Object.entries(sent)) {
        if (name !== 'host') request.setHeader(name, value);
      }
      request.end();
      sent = request.getHeaders();
      next = (await ended(request)).headers.location;
    }
  };
  add(
    'http.request, hop by hop with setHeader',
    set(ours.redirect(evil.url)),
    set(ours.redirect(ours.url)),
    late,
  );

  const lines = '\r\nbaggage: own=LEAK\r\n\r\nGET http://evil/ HTTP/1.1\r\n';
  add('http.get with lines in an entry', got(evil.url), got(ours.url), {
    baggage: { lines, [`key${lines}`]: 'x' },
  });
  const agent = new https.Agent({ rejectUnauthorized: false });
  const secure = (url, more) => headers =>
    ended(https.get(url, { agent, ...more, headers }));
  add('https.get', secure(evil.secure), secure(ours.secure));
  const followed = url => async headers => {
    const { location } = (await secure(url)(headers)).headers;
    await ended(http.get(location, { headers }));
  };
  const downTo = url => `${ours.secure}?to=${encodeURIComponent(url)}`;
  add(
    'https.get, redirected to http',
    followed(downTo(evil.url)),
    followed(downTo(ours.url)),
  );
  add(
    'https.get with servername of ours',
    secure(evil.secure, { servername: 'localhost' }),
    secure(ours.secure, { servername: 'localhost' }),
  );
  add(
    'https.get //localhost/',
    secure(`${evil.secure}/localhost/`),
    secure(`${ours.secure}/localhost/`),
  );
  add(
    'https.get with options',
    headers =>
      ended(
        https.get({
          host: 'localhost',
          hostname: address,
          port: evil.securePort,
          agent,
          headers,
        }),
      ),
    headers =>
      ended(
        https.get({ host: 'localhost', port: ours.securePort, agent, headers }),
      ),
  );
  return rows;
};
