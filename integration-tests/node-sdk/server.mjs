// As server.cjs, as an ES module with named imports.

import { createServer, get } from 'node:http';
import run from './server-steps.cjs';

run({ createServer, get }, fetch);
