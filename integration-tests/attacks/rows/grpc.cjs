// gRPC: targets that cannot be read whole, sockets, proxies, metadata.

const { hasModule } = require('./tools.cjs');

exports.rows = ({ ours, evil, proxies }) => {
  if (!hasModule('@grpc/grpc-js')) return [];
  const rows = [];
  const same = body => body;
  const echo = {
    path: '/Test/Echo',
    requestStream: false,
    responseStream: false,
    requestSerialize: same,
    requestDeserialize: same,
    responseSerialize: same,
    responseDeserialize: same,
  };
  const insecure = () => require('@grpc/grpc-js').credentials.createInsecure();
  const service = (target, options) => {
    const grpc = require('@grpc/grpc-js');
    const Service = grpc.makeGenericClientConstructor({ echo }, 'Test');
    return new Service(target, insecure(), options);
  };
  const call = (client, metadata) =>
    new Promise((resolve, reject) => {
      const deadline = Date.now() + 30_000;
      client.echo(Buffer.alloc(0), metadata, { deadline }, error =>
        error ? reject(error) : resolve(),
      );
    });
  const metadataOf = headers => {
    const metadata = new (require('@grpc/grpc-js').Metadata)();
    for (const [name, value] of Object.entries(headers)) {
      metadata.set(name, value);
    }
    return metadata;
  };
  const generated = (target, options) => async headers => {
    const client = service(target, options);
    try {
      await call(client, metadataOf(headers));
    } finally {
      client.close();
    }
  };
  const byHand = target => async headers => {
    const client = new (require('@grpc/grpc-js').Client)(target, insecure());
    await new Promise((resolve, reject) =>
      client.makeUnaryRequest(
        echo.path,
        same,
        same,
        Buffer.alloc(0),
        metadataOf(headers),
        { deadline: Date.now() + 30_000 },
        error => (error ? reject(error) : resolve()),
      ),
    ).finally(() => client.close());
  };

  const { grpcPort: port, address } = evil;
  const fine = [
    generated(`localhost:${ours.grpcPort}`),
    generated(`dns:localhost:${ours.grpcPort}`),
    generated(`dns:///localhost:${ours.grpcPort}`),
    byHand(`localhost:${ours.grpcPort}`),
  ];
  const targets = [
    `api.example.net:${port}`,
    `dns:api.example.net:${port}`,
    `dns:///api.example.net:${port}`,
    `dns://127.0.0.1/api.example.net:${port}`,
    `${address}:${port}`,
    `ipv4:${address}:${port}`,
    `ipv4:${address}:${port},127.0.0.1:${port}`,
    `stack_localhost:${port}`,
    `dns:stack_localhost:${port}`,
    `dns:///stack_localhost:${port}`,
    `a_.localhost:${port}`,
    `localhost.example.net:${port}`,
    `unix:${evil.socket}.grpc`,
    `unix://${evil.socket}.grpc`,
  ];
  targets.forEach((target, i) => {
    const name = target.replaceAll(port, 'PORT').replace(evil.socket, 'SOCKET');
    rows.push({
      name: `gRPC ${name}`,
      attack: generated(target),
      control: fine[i % fine.length],
    });
    rows.push({
      name: `gRPC by hand ${name}`,
      attack: byHand(target),
      control: fine[(i + 1) % fine.length],
    });
  });
  rows.push({
    name: 'gRPC with an authority of ours',
    attack: generated(`api.example.net:${port}`, {
      'grpc.default_authority': 'localhost',
    }),
    control: fine[0],
  });

  const withMetadata =
    (first, second, ...more) =>
    async headers => {
      const metadata = metadataOf(headers);
      for (const [key, value] of more) metadata.set(key, value);
      for (const target of [first, second]) {
        const client = service(target);
        await call(client, metadata).finally(() => client.close());
      }
    };
  const ourTarget = `localhost:${ours.grpcPort}`;
  rows.push({
    name: 'gRPC, one metadata for two calls',
    attack: withMetadata(ourTarget, targets[0]),
    control: withMetadata(ourTarget, ourTarget),
  });
  rows.push({
    name: 'gRPC, metadata with baggage of the application',
    attack: withMetadata(targets[0], targets[0], ['Baggage', 'own=1']),
    control: withMetadata(ourTarget, ourTarget),
  });

  // What the environment says when a channel is made.
  const proxied = (variable, url, target) => async headers => {
    const before = process.env[variable];
    process.env[variable] = url;
    try {
      await generated(target)(headers);
    } finally {
      if (before === undefined) delete process.env[variable];
      else process.env[variable] = before;
    }
  };
  for (const variable of ['grpc_proxy', 'https_proxy', 'http_proxy']) {
    for (const [shown, proxy] of [
      ['', proxies.ours],
      [' with a user', proxies.ours.replace('://', '://user:password@')],
    ]) {
      rows.push({
        name: `gRPC through ${variable}${shown}`,
        attack: proxied(variable, proxy, targets[0]),
        control: fine[0],
      });
    }
  }
  return rows;
};
