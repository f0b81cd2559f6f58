// What the soak asks: a host that may have baggage and one that may not. Says
// where they listen, then how many requests came with baggage, when asked.

const { once } = require('node:events');
const http = require('node:http');
const grpc = require('@grpc/grpc-js');

const counts = { ours: 0, oursWithBaggage: 0, evil: 0, evilWithBaggage: 0 };

function count(side, names) {
  counts[side]++;
  const carriesBaggage = names.some(name => /^(baggage|uberctx-)/i.test(name));
  if (carriesBaggage) counts[`${side}WithBaggage`]++;
}

async function listenHttp(side, address) {
  const server = http.createServer((request, response) => {
    count(side, Object.keys(request.headers));
    const to = new URL(request.url, 'http://x').searchParams.get('to');
    if (to !== null) response.writeHead(302, { location: to });
    request.on('end', () => response.end()).resume();
  });
  await once(server.listen(0, address), 'listening');
  return server.address().port;
}

function listenGrpc(side, address) {
  const server = new grpc.Server();
  const same = body => body;
  server.addService(
    {
      echo: {
        path: '/Test/Echo',
        requestStream: false,
        responseStream: false,
        requestSerialize: same,
        requestDeserialize: same,
        responseSerialize: same,
        responseDeserialize: same,
      },
    },
    {
      echo({ metadata }, reply) {
        count(side, Object.keys(metadata.getMap()));
        reply(null, Buffer.alloc(0));
      },
    },
  );
  return new Promise((resolve, reject) =>
    server.bindAsync(
      `${address}:0`,
      grpc.ServerCredentials.createInsecure(),
      (error, port) => (error ? reject(error) : resolve(port)),
    ),
  );
}

async function main() {
  const at = {};
  for (const [side, address] of [
    ['ours', '127.0.0.1'],
    ['evil', '127.0.0.2'],
  ]) {
    at[side] = {
      port: await listenHttp(side, address),
      grpcPort: await listenGrpc(side, address),
    };
  }
  process.send(at);
  process.on('message', () => process.send(counts));
  process.on('disconnect', () => process.exit());
}

main();
