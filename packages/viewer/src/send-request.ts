import { randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Refusal } from './http-server';
import type { SendRequest, SendResult } from './types';

const TIMEOUT_MS = 15_000;
/** Nothing leaves the machine. */
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\]|.*\.localhost)$/;
const TOKEN = /^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/;

/**
 * Sends a request with a `baggage` header that a person has typed, as the first
 * of a trace of its own.
 *
 * @throws Refusal for what cannot be sent, or is not answered
 */
export async function sendRequest(given: unknown): Promise<SendResult> {
  const { url, method, header, headers, body } = checked(given);
  const traceId = randomBytes(16).toString('hex');
  const spanId = randomBytes(8).toString('hex');
  const start = performance.now();
  try {
    const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const outgoing = request(url, {
      method,
      agent: false,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        ...headers,
        traceparent: `00-${traceId}-${spanId}-01`,
        // Node writes the characters of a header as bytes.
        ...(header && { baggage: Buffer.from(header).toString('latin1') }),
      },
    });
    const status = await new Promise<number>((resolve, reject) => {
      outgoing.once('response', response => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      outgoing.once('error', reject);
      outgoing.end(body);
    });
    return { traceId, status, durationMs: performance.now() - start };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_INVALID_CHAR') {
      throw new Refusal(
        400,
        'HTTP cannot carry CR, LF and other control characters in a header',
      );
    }
    throw new Refusal(502, `no answer from ${url.host}: ${message}`);
  }
}

function checked(given: unknown): Omit<SendRequest, 'url'> & { url: URL } {
  const request = Object(given) as Partial<SendRequest>;
  const { url, method = 'GET', header = '', headers = {}, body = '' } = request;
  if (typeof url !== 'string' || !URL.canParse(url)) {
    throw new Refusal(400, 'expected a URL, as http://localhost:8080/');
  }
  const target = new URL(url);
  if (!/^https?:$/.test(target.protocol) || !LOOPBACK.test(target.hostname)) {
    throw new Refusal(
      400,
      'expected a URL on this machine, as http://localhost:8080/',
    );
  }
  if (typeof header !== 'string' || typeof body !== 'string') {
    throw new Refusal(400, 'expected the header and the body as text');
  }
  if (typeof method !== 'string' || !TOKEN.test(method)) {
    throw new Refusal(400, 'not a valid method');
  }
  const pairs = Object.entries(Object(headers) as Record<string, unknown>);
  if (!pairs.every(([name, value]) => TOKEN.test(name) && isText(value))) {
    throw new Refusal(400, 'not a valid request header');
  }
  return {
    url: target,
    method,
    header,
    headers: Object.fromEntries(pairs) as Record<string, string>,
    body,
  };
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}
