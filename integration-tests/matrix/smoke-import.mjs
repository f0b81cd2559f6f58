import * as api from '@opentelemetry/api';
import * as sdkMetrics from '@opentelemetry/sdk-metrics';
import * as sdkNode from '@opentelemetry/sdk-node';
import oneOfEach from './one-of-each.cjs';

const ours = {};
for (const name of process.argv.slice(2)) ours[name] = await import(name);

await oneOfEach(
  {
    api,
    logs: api.logs ?? (await import('@opentelemetry/api-logs')).logs,
    sdkNode,
    sdkMetrics,
  },
  ours,
);
