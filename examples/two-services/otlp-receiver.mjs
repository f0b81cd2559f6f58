// A receiver of OTLP/HTTP in JSON, which keeps what arrives in memory. It stands
// in for a collector, so that the example needs nothing else to run.

import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

/**
 * Starts a receiver on 127.0.0.1, on a port that the system chooses.
 *
 * @returns `url`, for OTEL_EXPORTER_OTLP_ENDPOINT; `items()`, the spans, log
 *   records and data points received so far, each as
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

  const server = createServer(async (request, response) => {
    const body = await text(request);
    response.setHeader('content-type', 'application/json');
    try {
      readers[request.url](JSON.parse(body));
      response.end('{}');
    } catch (error) {
      response.statusCode = 400;
      response.end(JSON.stringify({ message: error.message }));
    }
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });

  return {
    url: `http://127.0.0.1:${server.address().port}`,
    items: () => [...events, ...dataPoints.values()],
    close: () => server.close(),
  };
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
