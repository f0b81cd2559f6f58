// Runs a command that is no jest run, and records its outcome for the count:
// `node scripts/step.mjs NAME COMMAND [ARGUMENT...]`.

import { spawnSync } from 'node:child_process';
import { writeStep } from './report.mjs';

const [name, command, ...args] = process.argv.slice(2);
const { status } = spawnSync(command, args, { stdio: 'inherit' });
writeStep(name, status === 0 ? 'passed' : 'failed');
process.exitCode = status === 0 ? 0 : 1;
