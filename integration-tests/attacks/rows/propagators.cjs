// Other propagators that write baggage, in ways of their own (rule T3b).

const http = require('node:http');
const { propagation } = require('@opentelemetry/api');
const { ended, hasModule } = require('./tools.cjs');

const entriesIn = context =>
  propagation.getBaggage(context)?.getAllEntries() ?? [];
const textOf = context =>
  entriesIn(context)
    .map(([key, { value }]) => `${key}=${value}`)
    .join(',');
const nothing = context => context;

/** What others write, by the name of who does so. */
const propagators = {
  'one like Sentry’s': () => ({
    fields: () => ['sentry-trace', 'baggage'],
    extract: nothing,
    inject(context, carrier, setter) {
      const own = `sentry-tenant=${textOf(context).split('=')[1] ?? 'none'}`;
      setter.set(carrier, 'baggage', own);
    },
  }),
  'one that ignores the setter': () => ({
    fields: () => ['baggage'],
    extract: nothing,
    inject(_context, carrier) {
      if (typeof carrier.set === 'function') carrier.set('baggage', 'theirs=1');
      else carrier.baggage = 'theirs=1';
    },
  }),
  'one that writes Baggage': () => ({
    fields: () => ['Baggage'],
    extract: nothing,
    inject: (_context, carrier, setter) =>
      setter.set(carrier, 'Baggage', 'theirs=1'),
  }),
  'one that writes both spellings': () => ({
    fields: () => ['baggage'],
    extract: nothing,
    inject(_context, carrier, setter) {
      setter.set(carrier, 'baggage', 'theirs=1');
      setter.set(carrier, 'BAGGAGE', 'theirs=2');
      carrier.Baggage = ['theirs=3', 'theirs=4'];
    },
  }),
  'one with a header of its own': () => ({
    fields: () => ['x-tenant'],
    extract: nothing,
    inject(context, carrier, setter) {
      const text = textOf(context);
      if (text) setter.set(carrier, 'x-tenant', text);
    },
  }),
  ...(hasModule('@opentelemetry/propagator-jaeger') && {
    Jaeger: () => {
      const { JaegerPropagator } = require('@opentelemetry/propagator-jaeger');
      return new JaegerPropagator();
    },
  }),
};

exports.rows = ({ ours, evil }) => {
  const rows = [];
  for (const [name, make] of Object.entries(propagators)) {
    const add = (what, attack, control, more) =>
      rows.push({
        name: `${name}: ${what}`,
        propagator: make,
        attack,
        control,
        ...more,
      });
    const got = url => headers => ended(http.get(url, { headers }));
    const fetched = url => async headers => {
      await (await fetch(url, { headers })).text();
    };
    add('http.get', got(evil.url), got(ours.url));
    add('fetch', fetched(evil.url), fetched(ours.url));
    add(
      'fetch //localhost/',
      fetched(`${evil.origin}//localhost/`),
      fetched(ours.url),
    );
    add(
      'fetch redirected',
      fetched(ours.redirect(evil.url)),
      fetched(ours.redirect(ours.url)),
    );
    const superagent = url => headers =>
      require('superagent').get(url).set(headers);
    add(
      'superagent redirected',
      superagent(ours.redirect(evil.url)),
      superagent(ours.redirect(ours.url)),
      { needs: 'created' },
    );
    const reused = (first, second) => async headers => {
      const sent = { ...headers };
      await ended(http.get(first, { headers: sent }));
      await ended(http.get(second, { headers: sent }));
    };
    add(
      'http.get with headers of another call',
      reused(ours.url, evil.url),
      reused(ours.url, ours.url),
    );
    if (!hasModule('@grpc/grpc-js')) continue;
    const called = (first, second) => async headers => {
      const { Client, Metadata, credentials } = require('@grpc/grpc-js');
      const metadata = new Metadata();
      for (const [key, value] of Object.entries(headers)) {
        metadata.set(key, value);
      }
      for (const target of [first, second]) {
        const client = new Client(target, credentials.createInsecure());
        const same = body => body;
        await new Promise((resolve, reject) =>
          client.makeUnaryRequest(
            '/Test/Echo',
            same,
            same,
            Buffer.alloc(0),
            metadata,
            { deadline: Date.now() + 30_000 },
            error => (error ? reject(error) : resolve()),
          ),
        ).finally(() => client.close());
      }
    };
    const inside = `localhost:${ours.grpcPort}`;
    add(
      'gRPC with metadata of another call',
      called(inside, `api.example.net:${evil.grpcPort}`),
      called(inside, inside),
    );
  }
  return rows;
};
