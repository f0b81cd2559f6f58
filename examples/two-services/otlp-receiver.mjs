// A receiver of OTLP/HTTP in JSON, which keeps what arrives in memory. It stands
// in for a collector, so that the example needs nothing else to run. It takes
// telemetry from the processes that know its token, and from nobody else on this
// machine: no other process, no web page.

import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

const TOKEN_HEADER = 'x-receiver-token';
/** Far more than an exporter sends at once. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/**
 * Starts a receiver on 127.0.0.1, on a port that the system chooses.
 *
 * @returns `url`, for OTEL_EXPORTER_OTLP_ENDPOINT; `headers`, for
 *   OTEL_EXPORTER_OTLP_HEADERS; `items()`, the spans, log records and data points received so far, each as
 *   `{ service, signal, name, attributes, value? }`; `close()`
 */
export async function startOtlpReceiver() {
  const events = [];
  const dataPoints = new Map();
  const readers = {
    '/v1/traces': body => events.push(...readSpans(body)),
    '/v1/logs': body => events.push(...readLogRecords(body)),
    '/v1/metrics': body => {
      for (const point of readDataPoints(body)) {
        // Cumulative: a later export of the same series takes its place.
        const { service, name, attributes } = point;
        dataPoints.set(JSON.stringify([service, name, attributes]), point);
      }
    },
  };

  const token = randomUUID();
  const server = createServer(async (request, response) => {
    response.setHeader('content-type', 'application/json');
    response.setHeader('x-content-type-options', 'nosniff');
    try {
      // A web page can have a name of its own point here.
      const { port } = server.address();
      if (request.headers.host !== `127.0.0.1:${port}`) {
        throw new Refusal(403, 'this host name is not served');
      }
      const body = await bodyOf(request, Object.keys(readers), token);
      readers[request.url](body);
      response.end('{}');
    } catch (error) {
      // The rest of the body is not read.
      response.writeHead(error.status ?? 400, { connection: 'close' });
      response.end(JSON.stringify({ message: error.message }));
    }
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });

  return {
    url: `http://127.0.0.1:${server.address().port}`,
    headers: `${TOKEN_HEADER}=${token}`,
    items: () => [...events, ...dataPoints.values()],
    close: () => server.close(),
  };
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

const SPAN_KINDS = ['', 'internal', 'server', 'client', 'producer', 'consumer'];

function readSpans(body) {
  return body.resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans
      .flatMap(({ spans }) => spans)
      .map(({ name, kind, attributes }) =>
        item(resource, 'span', `${name} (${SPAN_KINDS[kind]})`, attributes),
      ),
  );
}

function readLogRecords(body) {
  return body.resourceLogs.flatMap(({ resource, scopeLogs }) =>
    scopeLogs
      .flatMap(({ logRecords }) => logRecords)
      .map(record =>
        item(
          resource,
          'log record',
          record.body.stringValue,
          record.attributes,
        ),
      ),
  );
}

function readDataPoints(body) {
  return body.resourceMetrics.flatMap(({ resource, scopeMetrics }) =>
    scopeMetrics
      .flatMap(({ metrics }) => metrics)
      .flatMap(({ name, sum, gauge, histogram }) =>
        (sum ?? gauge ?? histogram).dataPoints.map(point => ({
          ...item(resource, 'data point', name, point.attributes),
          value: Number(point.asInt ?? point.asDouble ?? point.count),
        })),
      ),
  );
}

function item(resource, signal, name, attributes) {
  return {
    service: toRecord(resource.attributes)['service.name'],
    signal,
    name,
    attributes: toRecord(attributes),
  };
}

/** Attributes by key; of a value `{ stringValue: 'acme' }` what is inside. */
function toRecord(attributes = []) {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, Object.values(value)[0]]),
  );
}
