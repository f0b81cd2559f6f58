import { trace } from '@opentelemetry/api';

/**
 * Puts the captured headers of a message onto the running span, as the HTTP
 * instrumentation does those of a request.
 *
 * @param headers of the message that is being processed, by name
 */
export function captureHeaders(headers) {
  const names = process.env.STOREFRONT_CAPTURED_HEADERS?.split(',') ?? [];
  for (const name of names) {
    if (headers[name] === undefined) continue;
    const attribute = `messaging.message.header.${name}`;
    trace.getActiveSpan()?.setAttribute(attribute, [headers[name]]);
  }
}
