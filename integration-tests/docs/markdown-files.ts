import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { MarkdownFile } from './markdown-file';
import { ROOT } from './root';

/** What is made, installed, or of Git. */
const IGNORED = new Set([
  'node_modules',
  'dist',
  'coverage',
  'test-results',
  '.git',
  '.matrix',
  '.nx',
]);

/** The reports on the public surface are made, and not to be followed. */
const GENERATED = '.api.md';

/** All Markdown files of the repository, in the order of their paths. */
export function readMarkdownFiles(): MarkdownFile[] {
  return pathsBelow('').map(path => new MarkdownFile(path));
}

function pathsBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter(({ name }) => !IGNORED.has(name))
    .flatMap(entry => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return pathsBelow(path);
      return path.endsWith('.md') && !path.endsWith(GENERATED) ? [path] : [];
    })
    .sort();
}
