// A receiver of OTLP/HTTP in JSON. It stands in for a collector, so that the
// example needs nothing else to run.

import { json } from 'node:stream/consumers';
import { startLoopbackServer } from './loopback-server.mjs';
import { readLogRecords, readSpans, readSums } from './otlp-json.mjs';

/**
 * Starts a receiver on 127.0.0.1, on a port that the system chooses.
 *
 * @param store takes what arrives
 * @returns `url`, for OTEL_EXPORTER_OTLP_ENDPOINT, and `close()`
 */
export async function startOtlpReceiver(store) {
  const readers = {
    '/v1/traces': body => store.addSpans(readSpans(body)),
    '/v1/logs': body => store.addLogs(readLogRecords(body)),
    '/v1/metrics': body => store.addSums(readSums(body)),
  };
  return startLoopbackServer(async (request, response) => {
    response.setHeader('content-type', 'application/json');
    try {
      readers[request.url](await json(request));
      response.end('{}');
    } catch (error) {
      response.statusCode = 400;
      response.end(JSON.stringify({ message: error.message }));
    }
  });
}
