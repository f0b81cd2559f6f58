import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { readMarkdownFiles } from './markdown-files';
import { ROOT } from './root';
import type { Link } from './types';

/** Of standards, of what is built upon, and of where it is developed. */
const HOSTS = new Set([
  'docs.aws.amazon.com',
  'github.com',
  'httpd.apache.org',
  'nginx.org',
  'nodejs.org',
  'opentelemetry.io',
  'www.envoyproxy.io',
  'www.w3.org',
]);
const HAS_SCHEME = /^[a-z][a-z\d+.-]*:/i;
const CLICKS = 2;

const files = readMarkdownFiles();
const byPath = new Map(files.map(file => [file.path, file]));
const links = files.flatMap(file => file.links);
const external = links.filter(({ target }) => HAS_SCHEME.test(target));
const relative = links.filter(({ target }) => !HAS_SCHEME.test(target));

/** The path from the root of the repository, and what stands behind the `#`. */
function resolve({ file, target }: Link): { path: string; anchor?: string } {
  const [path, anchor] = decodeURIComponent(target).split('#');
  return {
    path: path ? normalize(join(dirname(file), path)) : file,
    anchor,
  };
}

function isBroken(link: Link): boolean {
  const { path, anchor } = resolve(link);
  if (path.startsWith('..') || !existsSync(join(ROOT, path))) return true;
  return anchor !== undefined && !byPath.get(path)?.anchors.has(anchor);
}

test('every link within the repository leads to a file, and to a heading of it', () => {
  expect(relative.length).toBeGreaterThan(100);
  expect(relative.filter(isBroken)).toEqual([]);
});

test('every other link is a URL with https, to a host that is known', () => {
  const others = external.filter(({ target }) => {
    const { protocol, hostname } = new URL(target);
    return protocol !== 'https:' || !HOSTS.has(hostname);
  });
  expect(others).toEqual([]);
});

test('no URL stands in prose without being a link', () => {
  const bare = files.filter(({ text }) =>
    /(^|[^(<"'`=\w/])https?:\/\//m.test(withoutCode(text)),
  );
  expect(bare.map(({ path }) => path)).toEqual([]);
});

test(`every page is within ${CLICKS} clicks from the README`, () => {
  const pages = files
    .map(({ path }) => path)
    .filter(path => !path.startsWith('.github/'));
  let reached = new Set(['README.md']);
  for (let click = 0; click < CLICKS; click++) {
    reached = new Set([...reached, ...[...reached].flatMap(targetsOf)]);
  }
  expect(pages.filter(path => !reached.has(path))).toEqual([]);
});

/** The Markdown files that one links to; of a folder, its README. */
function targetsOf(path: string): string[] {
  return (byPath.get(path)?.links ?? [])
    .filter(({ target }) => !HAS_SCHEME.test(target))
    .map(link => resolve(link).path)
    .map(target =>
      target.endsWith('.md') ? target : join(target, 'README.md'),
    );
}

function withoutCode(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`]*`/g, '');
}
