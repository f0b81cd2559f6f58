import { createServer } from 'node:http';
import * as api from '@opentelemetry/api';
import serve from './service.cjs';

// Before API 1.10 it was in a package of its own.
const logs = api.logs ?? (await import('@opentelemetry/api-logs')).logs;

serve({ createServer, api, logs });
