import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { Refusal } from './http-server';

/** Built by Vite, beside the bundle of this file. */
const FOLDER = join(__dirname, 'page');

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
};

/** Answers with a file of the page. */
export async function sendPageFile(
  path: string,
  response: ServerResponse,
): Promise<void> {
  const file = normalize(join(FOLDER, path === '/' ? 'index.html' : path));
  const type = TYPES[extname(file)];
  const isInside = file.startsWith(FOLDER + sep) && type !== undefined;
  const content = isInside
    ? await readFile(file).catch(() => undefined)
    : undefined;
  if (content === undefined) throw new Refusal(404, 'there is no such file');
  response.writeHead(200, {
    'content-type': type,
    'cache-control': 'no-cache',
    'content-security-policy':
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  });
  response.end(content);
}
