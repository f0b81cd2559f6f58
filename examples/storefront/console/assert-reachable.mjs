import { once } from 'node:events';
import { connect } from 'node:net';

const TIMEOUT_MS = 10_000;

/**
 * Throws where nobody listens at a collector's address: the exporters would only
 * say so after long retries.
 *
 * @param endpoint a URL
 */
export async function assertReachable(endpoint) {
  const where = `OTEL_EXPORTER_OTLP_ENDPOINT (${endpoint})`;
  if (!URL.canParse(endpoint)) throw new Error(`${where} is no URL`);
  const { protocol, hostname, port } = new URL(endpoint);
  const socket = connect({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (protocol === 'https:' ? 443 : 80),
  });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    throw new Error(`no collector at ${where}: ${error.message}`, {
      cause: error,
    });
  } finally {
    socket.destroy();
  }
}
