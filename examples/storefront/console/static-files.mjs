// The files of the page, as Vite has built them.

import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('../page/dist/', import.meta.url);
const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/**
 * Answers with a file of the page.
 *
 * @param path of a URL, in which there is no `..` any more
 */
export async function sendFile(path, response) {
  const file = new URL(path === '/' ? './index.html' : `.${path}`, FOLDER);
  const isInside = file.href.startsWith(FOLDER.href);
  const content = isInside && (await read(file));
  if (!content) {
    response.writeHead(404, { 'content-type': 'text/plain' });
    response.end('There is no such file.\n');
    return;
  }
  response.writeHead(200, {
    'content-type': TYPES[extname(file.pathname)] ?? 'application/octet-stream',
    'cache-control': 'no-cache',
    'content-security-policy':
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'",
  });
  response.end(content);
}

async function read(file) {
  try {
    return await readFile(fileURLToPath(file));
  } catch {
    return undefined;
  }
}
