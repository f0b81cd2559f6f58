// How the viewer's page feels under load: sends spans for a minute, and
// measures how long the page takes to answer a click, and the memory of both.
// Needs Debian's Chromium. `npm run bench:viewer -- [seconds]`

import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { setTimeout as afterMilliseconds } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startViewer } from '@otel-baggage/viewer';
import { chromium } from 'playwright-core';

const SPANS_PER_SECOND = 2000;
const SPANS_PER_TRACE = 10;
const BATCHES_PER_SECOND = 4;
const TABS = ['Overview', 'Traces', 'Destinations', 'Keys'];
const MIB = 1024 * 1024;

if (process.argv[2] === 'viewer') {
  const viewer = await startViewer();
  process.send({ url: viewer.url });
  process.on('message', () =>
    process.send({ rss: process.memoryUsage().rss, ...viewer.state() }),
  );
  process.on('disconnect', () => viewer.close());
} else {
  await measure(Number(process.argv[2] ?? 60));
}

async function measure(seconds) {
  const child = fork(fileURLToPath(import.meta.url), ['viewer']);
  const answer = () => new Promise(done => child.once('message', done));
  const { url } = await answer();
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu'],
  });
  const page = await browser.newPage();
  await send(url);
  await page.goto(url);

  const end = performance.now() + seconds * 1000;
  const sending = load(url, end);
  const delays = [];
  for (let i = 0; performance.now() < end; i++) {
    const link = page.getByRole('link', { name: TABS[i % TABS.length] });
    await link.first().waitFor();
    delays.push(await link.first().evaluate(clickToFrame));
    await afterMilliseconds(500);
  }
  const sent = await sending;
  child.send('');
  const { rss, spans, traces } = await answer();
  const heap = await page.evaluate(() => performance.memory.usedJSHeapSize);
  await browser.close();
  child.disconnect();

  delays.sort((a, b) => a - b);
  const quantile = share => delays[Math.ceil(share * delays.length) - 1];
  console.log(`spans sent         ${sent}, ${Math.round(sent / seconds)} a second
spans received     ${spans}; ${traces} traces kept
click to frame     p50 ${Math.round(quantile(0.5))} ms, p95 ${Math.round(quantile(0.95))} ms, most ${Math.round(delays.at(-1))} ms (${delays.length} clicks)
memory, viewer     ${Math.round(rss / MIB)} MiB
memory, page       ${Math.round(heap / MIB)} MiB of JavaScript`);
}

/** From a click until the frame after it, in milliseconds; runs in the page. */
function clickToFrame(link) {
  return new Promise(done => {
    const start = performance.now();
    // Behind what the page is doing already, as a person's click would be.
    setTimeout(() => {
      link.click();
      globalThis.requestAnimationFrame(() =>
        setTimeout(() => done(performance.now() - start)),
      );
    });
  });
}

async function load(url, end) {
  let sent = 0;
  for (let next = performance.now(); performance.now() < end;) {
    sent += await send(url);
    next += 1000 / BATCHES_PER_SECOND;
    await afterMilliseconds(Math.max(0, next - performance.now()));
  }
  return sent;
}

/** Sends one batch; gives the number of spans. */
async function send(url) {
  const count = SPANS_PER_SECOND / BATCHES_PER_SECOND;
  const spans = Array.from({ length: count / SPANS_PER_TRACE }, trace).flat();
  const response = await fetch(`${url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      resourceSpans: [
        {
          resource: { attributes: [attribute('service.name', 'load')] },
          scopeSpans: [{ scope: { name: 'load' }, spans }],
        },
      ],
    }),
  });
  if (!response.ok) throw new Error(`the viewer answered ${response.status}`);
  return spans.length;
}

function trace() {
  const traceId = randomBytes(16).toString('hex');
  const ids = Array.from({ length: SPANS_PER_TRACE }, () =>
    randomBytes(8).toString('hex'),
  );
  const tenant = `tenant-${ids[0].charCodeAt(0) % 8}`;
  const header = `tenant.id=${tenant},user.id=${ids[0]}`;
  const now = Date.now();
  return ids.map((spanId, index) => ({
    traceId,
    spanId,
    parentSpanId: index === 0 ? '' : ids[index - 1],
    name: `GET /${index}`,
    kind: index % 2 === 0 ? 2 : 3,
    startTimeUnixNano: `${now + index}000000`,
    endTimeUnixNano: `${now + 40 - index}000000`,
    attributes: [
      attribute('tenant.id', tenant),
      attribute('server.address', `host-${index}.example`),
      attribute('otel_baggage.context', header),
      attribute(
        index % 2 === 0 ? 'otel_baggage.received' : 'otel_baggage.sent',
        header,
      ),
    ],
  }));
}

function attribute(key, stringValue) {
  return { key, value: { stringValue } };
}
