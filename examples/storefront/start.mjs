// Runs the shop: starts its processes, lets the load generator do one round, and
// shows what became of the baggage. With `--serve` it stays until Ctrl-C.

import { constants } from 'node:os';
import { parseArgs } from 'node:util';
import { assertReachable } from './console/assert-reachable.mjs';
import { buildPage, isPageStale } from './console/build-page.mjs';
import { problemsOf } from './console/checks.mjs';
import { isInstalled } from './console/is-installed.mjs';
import { startHttpServer } from './console/http-server.mjs';
import { startOtlpReceiver } from './console/otlp-receiver.mjs';
import { PageApi } from './console/page-api.mjs';
import { showProgress } from './console/progress.mjs';
import {
  hopsTable,
  keptOutTable,
  statisticsTable,
  styled,
} from './console/report.mjs';
import { killProcesses } from './console/service-process.mjs';
import { environmentOf, keysOf } from './console/settings.mjs';
import { Shop } from './console/shop.mjs';
import { Store } from './console/store.mjs';

/** The keys that have a table, where they are copied. */
const TABLES = ['tenant.id', 'experiment.variant'];
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

process.once('exit', killProcesses);
for (const signal of SIGNALS) {
  process.on(signal, () => process.exit(exitCode(signal)));
}

try {
  await run(readArguments());
} catch (error) {
  fail(error.message);
}

function readArguments() {
  const { values } = parseArgs({
    options: {
      serve: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      queue: {
        type: 'string',
        default: isInstalled('redis-server') ? 'redis' : 'in-process',
      },
    },
  });
  if (values.queue !== 'redis' && values.queue !== 'in-process') {
    throw new Error('--queue is redis or in-process');
  }
  return values;
}

async function run({ serve, queue, verbose }) {
  if (isPageStale()) {
    console.log('page      is being built');
    await buildPage();
  }

  const collector = process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (collector) await assertReachable(collector);
  const { copied, keptOut } = keysOf(environmentOf(process.env));
  const store = new Store(
    copied,
    keptOut.map(({ key }) => key),
  );
  const receiver = collector ? undefined : await startOtlpReceiver(store);
  const env = environmentOf(process.env, receiver);
  const shop = new Shop(env, { queue, verbose });
  shop.on('failed', fail);
  const keys = { copied, keptOut };
  const api = new PageApi({ store, shop, keys, queue, collector });
  const server = await startHttpServer(api);
  console.log(`page      ${styled('cyan', server.url)}
telemetry ${collector ?? 'to the page'}
queue     ${queue}`);

  await shop.start();
  api.enter('load');
  showProgress(shop);
  const load = await shop.runLoad();
  const problems = () => (collector ? [] : problemsOf(load, store, copied));
  await api.flushUntil(() => problems().length === 0);
  api.enter('done');

  if (!collector) await report(api);
  if (problems().length > 0) {
    const list = problems().join('\n        ');
    throw new Error(`the counts are not what was sent:\n        ${list}`);
  }

  console.log(
    collector
      ? `\n${load.sent} requests were sent; their telemetry went to ${collector}.`
      : `\nAll counts are what was sent, by each of ${copied.join(', ')}.`,
  );

  if (serve) {
    console.log(`\nThe page is at ${server.url}. Ctrl-C ends it.`);
    await stopSignal();
  } else {
    console.log('To look around in it: npm start -- --serve');
  }
  await shop.stop();
  server.close();
  receiver?.close();
}

/** Shows what the page shows. */
async function report(api) {
  const { keys, keptOut, findings } = api.state();
  for (const key of TABLES.filter(name => keys.includes(name))) {
    console.log(`\n${statisticsTable(api.statistics(key))}`);
  }
  console.log(`\n${keptOutTable(keptOut)}`);

  const { traceId } = api.traces({}).find(({ status }) => status === 'ok');
  const { hops } = await api.trace(traceId);
  console.log(`\nThe header at each hop of trace ${traceId}:`);
  console.log(hopsTable(hops));

  const { all, withBaggage } = await api.providerCalls();
  console.log(styled('bold', '\nFindings'));
  for (const finding of findings) console.log(`- ${finding}`);
  console.log(
    `- the provider was called ${all} times, ${withBaggage} with baggage`,
  );
}

/** Resolves when a person ends it; the second time ends it at once. */
function stopSignal() {
  return new Promise(resolve => {
    for (const signal of SIGNALS) {
      process.removeAllListeners(signal);
      process.once(signal, () => {
        process.once(signal, () => process.exit(exitCode(signal)));
        resolve();
      });
    }
  });
}

function exitCode(signal) {
  return 128 + constants.signals[signal];
}

function fail(problem) {
  console.error(`\n${styled('red', 'Failed:')} ${problem}`);
  process.exit(1);
}
