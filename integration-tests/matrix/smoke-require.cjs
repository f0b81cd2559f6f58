const oneOfEach = require('./one-of-each.cjs');
const api = require('@opentelemetry/api');

const ours = {};
for (const name of process.argv.slice(2)) ours[name] = require(name);

oneOfEach(
  {
    api,
    logs: api.logs ?? require('@opentelemetry/api-logs').logs,
    sdkNode: require('@opentelemetry/sdk-node'),
    sdkMetrics: require('@opentelemetry/sdk-metrics'),
  },
  ours,
);
