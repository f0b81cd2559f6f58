import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** Far more than an exporter sends at once, compressed or not. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;
const MAX_HEADER_BYTES = 128 * 1024;

/** The status and message that a request is refused with. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export interface LoopbackServer {
  url: string;
  close(): void;
}

/**
 * Starts an HTTP server on 127.0.0.1. It answers requests to its own address
 * alone, since a web page can have a name of its own point here, and takes
 * nothing from another page.
 *
 * @param port 0 for one that the system chooses
 * @param handle answers a request; what it throws becomes the answer
 */
export async function startLoopbackServer(
  port: number,
  handle: (
    request: IncomingMessage,
    url: URL,
    response: ServerResponse,
  ) => Promise<void>,
): Promise<LoopbackServer> {
  const server = createServer(
    { maxHeaderSize: MAX_HEADER_BYTES },
    (request, response) => {
      response.setHeader('x-content-type-options', 'nosniff');
      answer(request, response).catch((error: unknown) => {
        const status = error instanceof Refusal ? error.status : 500;
        // The rest of the body is not read.
        if (!request.complete) response.setHeader('connection', 'close');
        sendJson(response, status, {
          error: error instanceof Error ? error.message : 'internal error',
        });
      });
    },
  );
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { port } = server.address() as AddressInfo;
    const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
    const { host = '', origin } = request.headers;
    if (!hosts.includes(host)) {
      throw new Refusal(403, 'this host name is not served');
    }
    if (origin !== undefined && origin !== `http://${host}`) {
      throw new Refusal(403, 'only the page itself may do that');
    }
    const target = `http://${host}${request.url}`;
    if (!URL.canParse(target)) throw new Refusal(400, 'not a valid path');
    await handle(request, new URL(target), response);
  };
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(status, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(body));
}

/** The media type of a request's body, without parameters. */
export function contentTypeOf({ headers }: IncomingMessage): string {
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  return type.trim().toLowerCase();
}

const inflate = promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip);

/**
 * Reads the body of a request, compressed with gzip or not.
 *
 * @throws Refusal where it is too large, or not what its headers say
 */
export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const tooLarge = new Refusal(413, `more than ${MAX_BODY_BYTES} bytes`);
  if (Number(request.headers['content-length']) > MAX_BODY_BYTES) {
    throw tooLarge;
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  // It must stay there to be answered.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += (chunk as Buffer).length;
    if (bytes > MAX_BODY_BYTES) throw tooLarge;
    chunks.push(chunk as Buffer);
  }
  const body = Buffer.concat(chunks);
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return body;
  if (encoding !== 'gzip') throw new Refusal(415, 'expected gzip or no coding');
  try {
    return await inflate(body, { maxOutputLength: MAX_BODY_BYTES });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
      ? tooLarge
      : new Refusal(400, 'the body is not valid gzip');
  }
}
