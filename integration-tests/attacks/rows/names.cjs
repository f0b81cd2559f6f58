// Baggage that names the destination, and everybody who may copy it onto spans.

const { SpanKind, context, propagation, trace } = require('@opentelemetry/api');
const { ended } = require('./tools.cjs');
const http = require('node:http');

/** What the caller claims, in all conventions. */
const claims = host => ({
  'server.address': host,
  'server.port': '80',
  'url.full': `http://${host}/`,
  'net.peer.name': host,
  'net.peer.port': '80',
  'http.url': `http://${host}/`,
  'peer.address': host,
  host,
  Host: host,
});

/** The names that an `attributeName` of the user can make of any key. */
const renamed = () => {
  const names = Object.keys(claims('')).slice(0, 6);
  let next = 0;
  return () => names[next++ % names.length];
};

exports.rows = ({ ours, evil }) => {
  const rows = [];
  const hosts = ['localhost', '*.internal.example.com'];
  const egress = { hosts };
  const options = {
    '*': { included: ['*'], egress },
    'a prefix': { included: ['*'], prefix: 'server.', egress },
    'a prefix of URLs': { included: ['*'], prefix: 'url.', egress },
    attributeName: { included: ['*'], attributeName: renamed(), egress },
    'a list of names': {
      included: ['server.address', 'url.full', 'net.peer.name', 'http.url'],
      egress,
    },
    'spans alone': { spans: { included: ['*'] }, egress },
    'somebody else’s processor': { egress },
  };
  const baggage = {
    ...claims('localhost'),
    address: 'localhost',
    full: 'http://localhost/',
  };

  /** A span of the user around `inject`, into the headers of an uninstrumented client. */
  const byHand = (destination, kind, attributes) => async headers => {
    const tracer = trace.getTracer('by hand');
    const span = tracer.startSpan('send', { kind, attributes });
    const sent = { ...headers };
    propagation.inject(trace.setSpan(context.active(), span), sent);
    span.end();
    await destination.raw(sent);
  };
  const known = {
    'server.address': 'localhost',
    'url.full': 'http://localhost/',
  };
  for (const [name, kind] of Object.entries({
    CLIENT: SpanKind.CLIENT,
    PRODUCER: SpanKind.PRODUCER,
  })) {
    for (const attribute of ['server.address', 'net.peer.name']) {
      rows.push({
        name: `a ${name} span with ${attribute} alone`,
        attack: byHand(evil, kind, { [attribute]: 'api.example.net' }),
        control: byHand(ours, kind, { [attribute]: 'localhost' }),
      });
    }
  }
  for (const [name, given] of Object.entries(options)) {
    const add = (what, attack, control) =>
      rows.push({
        name: `${what}, keys by ${name}`,
        options: given,
        copies: name === 'somebody else’s processor',
        baggage,
        attack,
        control,
      });
    add(
      'http.get',
      headers => ended(http.get(evil.url, { headers })),
      headers => ended(http.get(ours.url, { headers })),
    );
    add(
      'fetch',
      async headers => void (await (await fetch(evil.url, { headers })).text()),
      async headers => void (await (await fetch(ours.url, { headers })).text()),
    );
    for (const [kindName, kind] of [
      ['CLIENT', SpanKind.CLIENT],
      ['PRODUCER', SpanKind.PRODUCER],
    ]) {
      add(
        `a ${kindName} span that says nothing`,
        byHand(evil, kind, {}),
        byHand(ours, kind, known),
      );
      add(
        `a ${kindName} span that says something else`,
        byHand(evil, kind, { 'peer.service': 'orders', 'server.port': 80 }),
        byHand(ours, kind, known),
      );
    }
    for (const [kindName, kind] of [
      ['INTERNAL', SpanKind.INTERNAL],
      ['SERVER', SpanKind.SERVER],
      ['CONSUMER', SpanKind.CONSUMER],
    ]) {
      add(
        `a ${kindName} span`,
        byHand(evil, kind, known),
        byHand(ours, SpanKind.CLIENT, known),
      );
    }
    add(
      'no span of the request',
      async headers => {
        const sent = { ...headers };
        propagation.inject(context.active(), sent);
        await evil.raw(sent);
      },
      byHand(ours, SpanKind.CLIENT, known),
    );
  }
  return rows;
};
