// Runs the shop: starts its processes, lets the load generator do one round, and
// shows what became of the baggage. With `--serve` it stays until Ctrl-C, with
// the page of the viewer.

import { constants } from 'node:os';
import { setTimeout as afterMilliseconds } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startViewer } from '@otel-baggage/viewer';
import { problemsOf } from './checks.mjs';
import { VISITOR_TOKEN } from './customers.mjs';
import { report } from './report.mjs';
import { Shop } from './shop.mjs';

const COPIED_KEYS = 'tenant.id,tenant.tier,experiment.variant,request.source';
const { OTEL_BAGGAGE_ATTRIBUTE_KEYS = COPIED_KEYS, OTEL_LOG_LEVEL = 'warn' } =
  process.env;
/** How long all may take to arrive. */
const ARRIVAL_MS = 20_000;
const POLL_MS = 250;

let shown = 0;
const exit = signal => process.exit(128 + constants.signals[signal]);
let onSignal = exit;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => onSignal(signal));
}
try {
  await run();
} catch (error) {
  fail(error.message);
}

async function run() {
  const { values } = parseArgs({
    options: {
      serve: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
    },
  });
  const viewer = await startViewer();
  if (values.serve) console.log(`page ${viewer.url}`);
  const shop = new Shop(environmentFor(viewer.url), values.verbose);
  shop.on('failed', fail);
  await shop.start();
  viewer.setSend({
    url: shop.checkoutUrl,
    method: 'POST',
    headers: {
      authorization: `Bearer ${VISITOR_TOKEN}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ sku: 'lamp' }),
  });

  const load = await shop.runLoad(showProgress);
  const copied = OTEL_BAGGAGE_ATTRIBUTE_KEYS.split(',');
  const deadline = Date.now() + ARRIVAL_MS;
  let problems;
  do {
    await afterMilliseconds(POLL_MS);
    problems = problemsOf(load, viewer, copied);
  } while (problems.length > 0 && Date.now() < deadline);
  const calls = await fetch(`http://${shop.provider}/calls`);
  report(viewer, load, await calls.json());
  if (problems.length > 0) {
    const list = problems.join('\n  ');
    throw new Error(`what arrived is not what was sent:\n  ${list}`);
  }
  console.log(
    '\nSpans, logs and metrics have as many requests of each tenant as were sent.',
  );

  if (values.serve) {
    console.log(`The page is at ${viewer.url}. Ctrl-C ends it.`);
    await new Promise(resolve => (onSignal = resolve));
    onSignal = exit;
  } else {
    console.log('To look around on a page: npm start -- --serve');
  }
  await shop.stop();
  viewer.close();
}

/**
 * The environment of the services: what `otel-baggage view` sets, and of the
 * shell's OpenTelemetry variables two.
 */
function environmentFor(url) {
  const others = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('OTEL_'),
  );
  return {
    ...Object.fromEntries(others),
    OTEL_BAGGAGE_ATTRIBUTE_KEYS,
    OTEL_LOG_LEVEL,
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_METRICS_EXPORTER: 'otlp',
    OTEL_LOGS_EXPORTER: 'otlp',
    OTEL_BSP_SCHEDULE_DELAY: '500',
    OTEL_BLRP_SCHEDULE_DELAY: '500',
    OTEL_METRIC_EXPORT_INTERVAL: '1000',
    OTEL_METRIC_EXPORT_TIMEOUT: '1000',
    OTEL_NODE_RESOURCE_DETECTORS: 'env',
    OTEL_BAGGAGE_VIEW: 'true',
  };
}

/** A line for each quarter. */
function showProgress({ planned, sent }) {
  if (sent > shown && sent % (planned / 4) === 0) {
    shown = sent;
    console.log(`load ${sent} of ${planned} requests`);
  }
}

function fail(problem) {
  console.error(`\nFailed: ${problem}`);
  process.exit(1);
}
