// The work of each application of this table, without a line of ours: a span, a
// log record, a counter, a request by `http` and one by `fetch`. It tells which
// entries it found, and which headers the service that it asked got.

const { get } = require('node:http');
const { setTimeout: sleep } = require('node:timers/promises');
const { json } = require('node:stream/consumers');
const api = require('@opentelemetry/api');
// Before API 1.10 it was in a package of its own.
const logs = api.logs ?? require('@opentelemetry/api-logs').logs;

/** The service that is asked. */
const { PEER_URL } = process.env;

const tracer = api.trace.getTracer('application');
const meter = api.metrics.getMeter('application');

/** @param log writes the log record, where the application has a logger */
module.exports = function work(log = logByApi) {
  return tracer.startActiveSpan('work', async span => {
    const entries = api.propagation.getActiveBaggage()?.getAllEntries() ?? [];
    log('working');
    meter.createCounter('works').add(1);
    // Other requests come between.
    await sleep(5);
    const [http, fetched] = await Promise.all([
      new Promise((resolve, reject) => {
        get(PEER_URL, response => resolve(json(response))).on('error', reject);
      }),
      fetch(PEER_URL).then(response => response.json()),
    ]);
    span.end();
    return {
      entries: entries.map(([key, { value }]) => [key, value]),
      sent: { http, fetch: fetched },
    };
  });
};

function logByApi(body) {
  logs.getLogger('application').emit({ body });
}
