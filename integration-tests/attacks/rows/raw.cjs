const net = require('node:net');

/** A request that no instrumentation sees. */
exports.send = (address, port, headers, path = '/') =>
  new Promise((resolve, reject) => {
    const lines = Object.entries({
      host: address,
      connection: 'close',
      ...headers,
    });
    const socket = net.connect(port, address, () => {
      socket.end(
        [
          `GET ${path} HTTP/1.1`,
          ...lines.map(([name, value]) => `${name}: ${value}`),
          '',
          '',
        ].join('\r\n'),
      );
    });
    socket.on('error', reject).on('end', resolve).resume();
  });
