const { createServer, request } = require('node:http');
const api = require('@opentelemetry/api');
const express = require('express');
const undici = require('undici');
const serve = require('./services.cjs');

serve({
  createServer,
  httpRequest: request,
  express,
  undiciRequest: undici.request,
  api,
  // SDK 2 has the logs API in a package of its own.
  logs: api.logs ?? require('@opentelemetry/api-logs').logs,
});
