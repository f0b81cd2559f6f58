import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { BAGGAGE_HEADER } from '@otel-baggage/core';
import { CommandError } from '../command-error';
import { ExitCode } from '../exit-code';
import { visible } from '../visible';
import type { ProbeAnswer, ProbeRequest } from './types';

/** Bytes of the answer that are looked at. */
export const MAX_BODY_BYTES = 1_048_576;

const SWITCHING_PROTOCOLS = 101;

/**
 * Sends one GET request on a connection of its own, and waits for the answer.
 *
 * @throws CommandError where none comes in time
 */
export async function sendProbe(probe: ProbeRequest): Promise<ProbeAnswer> {
  const signal = AbortSignal.timeout(probe.timeout);
  try {
    const answer = await exchange(probe, signal);
    signal.throwIfAborted();
    return answer;
  } catch (error) {
    throw signal.aborted ? lateError(probe) : failure(error);
  }
}

async function exchange(
  { url, headers, baggage }: ProbeRequest,
  signal: AbortSignal,
): Promise<ProbeAnswer> {
  const start = performance.now();
  const elapsed = () => performance.now() - start;
  const isSecure = url.protocol === 'https:';
  let connected = 0;

  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = (isSecure ? requestHttps : requestHttp)(url, {
      agent: false,
      signal,
    });
    for (const [name, value] of headers) request.appendHeader(name, value);
    request.setHeader(BAGGAGE_HEADER, baggage);
    request.on('socket', socket =>
      socket.once(isSecure ? 'secureConnect' : 'connect', () => {
        connected = elapsed();
      }),
    );
    request.on('response', resolve);
    request.on('upgrade', (switched, socket) => {
      socket.destroy();
      resolve(switched);
    });
    request.on('error', reject);
    request.end();
  });
  const answered = elapsed();

  const { statusCode = 0, statusMessage = '', headersDistinct } = response;
  if (statusCode === SWITCHING_PROTOCOLS) {
    response.destroy();
    throw new CommandError(
      'the answer is 101: the service switches to another protocol',
      'probe an address that answers with HTTP',
      ExitCode.unreachable,
    );
  }
  const body = await startOf(response);
  return {
    status: statusCode,
    statusText: statusMessage,
    baggage: headersDistinct[BAGGAGE_HEADER] ?? [],
    location: response.headers.location,
    ...body,
    times: { connected, answered, done: elapsed() },
  };
}

async function startOf(
  response: IncomingMessage,
): Promise<Pick<ProbeAnswer, 'body' | 'isCut'>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_BODY_BYTES) break;
  }
  const bytes = Buffer.concat(chunks).subarray(0, MAX_BODY_BYTES);
  return { body: bytes.toString('utf8'), isCut: size > MAX_BODY_BYTES };
}

function lateError({ timeout }: ProbeRequest): CommandError {
  return new CommandError(
    `no complete answer within ${timeout / 1000} s`,
    'give it longer with --timeout SECONDS',
    ExitCode.unreachable,
  );
}

function failure(error: unknown): CommandError {
  if (error instanceof CommandError) return error;
  const { message, code = '' } = error as NodeJS.ErrnoException;
  return new CommandError(
    `no answer: ${visible(message || code)}`,
    HINTS.get(code) ?? 'is this the address of an HTTP service?',
    ExitCode.unreachable,
  );
}

const HINTS: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'is the service running, and is this its port?'],
  ['ENOTFOUND', 'is the name of the host right?'],
  [
    'HPE_HEADER_OVERFLOW',
    'the answer has more headers than Node.js takes; NODE_OPTIONS=--max-http-header-size=65536 lets it take more',
  ],
  [
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'NODE_EXTRA_CA_CERTS=FILE trusts the certificate in a file',
  ],
  [
    'SELF_SIGNED_CERT_IN_CHAIN',
    'NODE_EXTRA_CA_CERTS=FILE trusts the certificate in a file',
  ],
]);
