const { createServer } = require('node:http');
const api = require('@opentelemetry/api');
// Before API 1.10 it was in a package of its own.
const logs = api.logs ?? require('@opentelemetry/api-logs').logs;
const serve = require('./service.cjs');

serve({ createServer, api, logs });
