import { parentPort } from 'node:worker_threads';
import { context, propagation, ROOT_CONTEXT } from '@opentelemetry/api';
import work from './work.cjs';

parentPort.on('message', ({ id, headers }) => {
  const received = propagation.extract(ROOT_CONTEXT, headers);
  context.with(received, async () => {
    parentPort.postMessage({ id, answer: await work() });
  });
});
