import { createServer, request } from 'node:http';
import * as api from '@opentelemetry/api';
import express from 'express';
import { request as undiciRequest } from 'undici';
import serve from './services.cjs';

await serve({
  createServer,
  httpRequest: request,
  express,
  undiciRequest,
  api,
  // SDK 2 has the logs API in a package of its own.
  logs: api.logs ?? (await import('@opentelemetry/api-logs')).logs,
});
