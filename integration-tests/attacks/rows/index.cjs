// The attacks: `name`, what is sent to a host that may not have baggage
// (`attack`), and the same to one that may (`control`), whose baggage must
// arrive. Beside it `options` of baggage, a `propagator`, entries of `baggage`.
// `needs: 'created'` is for what only Node.js with the channel
// `http.client.request.created` shows; `limit` says why nothing can.

const kinds = ['undici', 'http', 'libraries', 'grpc', 'names', 'propagators'];

/** @param targets what `Targets` is made of; their ports may be 0 to list the names */
exports.rowsOf = targets =>
  kinds.flatMap(kind =>
    require(`./${kind}.cjs`)
      .rows(withUrls(targets))
      .map(row => ({ ...row, name: `${kind}: ${row.name}` })),
  );

function withUrls({ ours, evil }) {
  const inside = host('localhost', ours);
  return {
    ours: inside,
    evil: host('api.example.net', evil),
    proxies: {
      host: 'proxy.internal.example.com',
      port: ours.port,
      ours: `http://proxy.internal.example.com:${ours.port}`,
      evil: `http://proxy.example.net:${evil.port}`,
    },
  };
}

function host(name, { address, port, securePort, grpcPort, socket }) {
  const origin = `http://${name}:${port}`;
  return {
    address,
    port,
    securePort,
    grpcPort,
    socket,
    origin,
    url: `${origin}/`,
    ws: `ws://${name}:${port}/`,
    secure: `https://${name}:${securePort}/`,
    /** Answers 503 once, then 200. */
    failing: `${origin}/?fail`,
    redirect: (to, status = 302) =>
      `${origin}/?status=${status}&to=${encodeURIComponent(to)}`,
    /** By a client that is not instrumented. */
    raw: headers => require('./raw.cjs').send(address, port, headers),
  };
}
