// A receiver of OTLP/HTTP in JSON. It stands in for a collector, so that the
// example needs nothing else to run. It takes telemetry from the processes that
// know its token, and from nobody else on this machine.

import { randomUUID } from 'node:crypto';
import { startLoopbackServer } from './loopback-server.mjs';
import { readLogRecords, readSpans, readSums } from './otlp-json.mjs';

const TOKEN_HEADER = 'x-receiver-token';
/** Far more than an exporter sends at once. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/**
 * Starts a receiver on 127.0.0.1, on a port that the system chooses.
 *
 * @param store takes what arrives
 * @returns `url`, for OTEL_EXPORTER_OTLP_ENDPOINT; `headers`, for
 *   OTEL_EXPORTER_OTLP_HEADERS; and `close()`
 */
export async function startOtlpReceiver(store) {
  const readers = {
    '/v1/traces': body => store.addSpans(readSpans(body)),
    '/v1/logs': body => store.addLogs(readLogRecords(body)),
    '/v1/metrics': body => store.addSums(readSums(body)),
  };
  const token = randomUUID();
  const server = await startLoopbackServer(async (request, response) => {
    response.setHeader('content-type', 'application/json');
    try {
      const body = await bodyOf(request, Object.keys(readers), token);
      readers[request.url](body);
      response.end('{}');
    } catch (error) {
      // The rest of the body is not read.
      response.writeHead(error.status ?? 400, { connection: 'close' });
      response.end(JSON.stringify({ message: error.message }));
    }
  });
  return { ...server, headers: `${TOKEN_HEADER}=${token}` };
}

/** The status and message that a request is refused with. */
class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/**
 * The body of a request that one of the example's own processes has sent.
 *
 * @throws Refusal for any other
 */
async function bodyOf(request, paths, token) {
  const { method, url, headers } = request;
  if (headers[TOKEN_HEADER] !== token) throw new Refusal(403, 'wrong token');
  if (!paths.includes(url)) throw new Refusal(404, 'no such path');
  if (method !== 'POST') throw new Refusal(405, 'only POST');
  if (!/^application\/json\s*(;|$)/.test(headers['content-type'] ?? '')) {
    throw new Refusal(415, 'only JSON');
  }
  const chunks = [];
  let bytes = 0;
  // It must stay there to be answered.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Refusal(413, 'too large');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks));
  } catch {
    throw new Refusal(400, 'this is not JSON');
  }
}
