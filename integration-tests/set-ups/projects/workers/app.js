// In the place of Cloudflare: runs the Worker in workerd, and its cron trigger.

import { Miniflare } from 'miniflare';

const { PEER_URL, OTEL_EXPORTER_OTLP_ENDPOINT } = process.env;
const miniflare = new Miniflare({
  modules: true,
  scriptPath: 'dist/worker.js',
  compatibilityDate: '2026-04-01',
  compatibilityFlags: ['nodejs_compat'],
  bindings: { PEER_URL, OTEL_EXPORTER_OTLP_ENDPOINT },
  host: '127.0.0.1',
  port: 0,
});
const { origin } = await miniflare.ready;
const worker = await miniflare.getWorker();
setInterval(() => void worker.scheduled({ cron: '* * * * *' }), 500);
console.log(origin);
