// The names of the tests, which no server of the world knows: what ends in
// internal.example.com is on 127.0.0.1, all other names are on 127.0.0.2.

const dns = require('node:dns');

const INTERNAL = '127.0.0.1';
const EXTERNAL = '127.0.0.2';

const isInternal = name =>
  name === 'localhost' || name.endsWith('.internal.example.com');
const addressOf = name =>
  isInternal(name.toLowerCase().replace(/\.$/, '')) ? INTERNAL : EXTERNAL;

const isName = host => !/^[\d.]+$/.test(host) && !host.includes(':');

function lookup(host, options, callback = options) {
  const address = isName(host) ? addressOf(host) : host;
  const all = typeof options === 'object' && options.all;
  process.nextTick(() =>
    all ? callback(null, [{ address, family: 4 }]) : callback(null, address, 4),
  );
}

dns.lookup = lookup;
dns.promises.lookup = async (host, options) => {
  const address = isName(host) ? addressOf(host) : host;
  return options?.all ? [{ address, family: 4 }] : { address, family: 4 };
};
dns.promises.Resolver = class {
  setServers() {}
  resolve4 = async host => [addressOf(host)];
  resolve6 = async () => [];
  resolveTxt = async () => [];
};
