// Serves the page and its API on loopback, to nobody but the page.

import { text } from 'node:stream/consumers';
import { startLoopbackServer } from './loopback-server.mjs';
import { PRESETS } from './presets.mjs';
import { sendFile } from './static-files.mjs';

const MAX_BODY_BYTES = 1024 * 1024;
/** The page is told of changes at most so often. */
const CHANGE_MS = 250;

/** The status and message that a request is refused with. */
class HttpError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/**
 * Starts the server on 127.0.0.1, on a port that the system chooses.
 *
 * @param api what there is to be told
 * @returns `url`, and `close()`
 */
export async function startHttpServer(api) {
  const get = {
    '/api/state': () => api.state(),
    '/api/stats': ({ by = '' }) =>
      api.statistics(by) ?? notFound(`${by} is not copied`),
    '/api/traces': query => ({ traces: api.traces(filterOf(query, 50)) }),
    '/api/logs': query => ({ logs: api.logs(filterOf(query, 100)) }),
    '/api/presets': () => ({ presets: PRESETS }),
  };
  const post = {
    '/api/send': async ({ header }) => {
      if (typeof header !== 'string') badRequest('header must be a string');
      requireDone(api);
      try {
        return await api.send(header);
      } catch (error) {
        if (error.code !== 'ERR_INVALID_CHAR') throw error;
        return badRequest(
          'HTTP cannot carry CR, LF and other control characters in a header',
        );
      }
    },
    '/api/egress': ({ policy }) => {
      if (policy !== 'on' && policy !== 'off') {
        badRequest('policy must be "on" or "off"');
      }
      requireDone(api);
      return api.setEgress(policy);
    },
  };

  const answer = async (request, url) => {
    if (request.method === 'POST') {
      const handle = post[url.pathname] ?? notFound('no such path');
      return handle(await readJson(request));
    }
    const traceId = url.pathname.match(/^\/api\/traces\/(\w+)$/)?.[1];
    if (traceId) {
      return (await api.trace(traceId)) ?? notFound('no such trace');
    }
    const handle = get[url.pathname] ?? notFound('no such path');
    return handle(Object.fromEntries(url.searchParams));
  };

  return startLoopbackServer(async (request, response) => {
    try {
      refuseOthers(request);
      const url = new URL(request.url, `http://${request.headers.host}`);
      if (url.pathname === '/api/events') {
        sendEvents(api, response);
      } else if (url.pathname.startsWith('/api/')) {
        sendJson(response, 200, await answer(request, url));
      } else {
        await sendFile(url.pathname, response);
      }
    } catch (error) {
      sendJson(response, error.status ?? 500, { error: error.message });
    }
  });
}

/** Other web pages, which a browser lets send requests here. */
function refuseOthers({ method, headers }) {
  if (method === 'GET' || method === 'HEAD') return;
  if (method !== 'POST') throw new HttpError(405, 'only GET and POST');
  if (
    headers.origin !== undefined &&
    headers.origin !== `http://${headers.host}`
  ) {
    throw new HttpError(403, 'only the page itself may do that');
  }
  if (!/^application\/json\b/.test(headers['content-type'] ?? '')) {
    throw new HttpError(415, 'the content type must be application/json');
  }
}

async function readJson(request) {
  let bytes = 0;
  request.on('data', chunk => {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) request.destroy();
  });
  try {
    return Object(JSON.parse(await text(request)));
  } catch {
    return badRequest('the body must be JSON of at most 1 MiB');
  }
}

function filterOf({ key, value, limit }, defaultLimit) {
  const wanted = Math.floor(Number(limit));
  return { key, value, limit: wanted > 0 ? wanted : defaultLimit };
}

function requireDone({ phase }) {
  if (phase !== 'done') {
    throw new HttpError(409, 'the round is still running');
  }
}

function badRequest(message) {
  throw new HttpError(400, message);
}

function notFound(message) {
  throw new HttpError(404, message);
}

function sendJson(response, status, body) {
  response.writeHead(status, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(body));
}

/** Server-sent events: `change` where something has changed. */
function sendEvents(api, response) {
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
  });
  response.write('retry: 1000\n\n');
  let timer;
  const tell = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      response.write('event: change\ndata: {}\n\n');
    }, CHANGE_MS);
  };
  api.on('change', tell);
  response.once('close', () => {
    clearTimeout(timer);
    api.off('change', tell);
  });
}
