import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// The peer ranges of our packages begin with the oldest version that the matrix
// has shown to work. They are open above, so that the next version of an SDK
// can be installed on the day it is published.

const modules = join(__dirname, '../node_modules');
const scope = join(modules, '@otel-baggage');

const peers = readdirSync(scope).flatMap(name =>
  Object.entries<string>(
    manifestOf(join(scope, name)).peerDependencies ?? {},
  ).map(([peer, range]): [string, string, string] => [name, peer, range]),
);

function manifestOf(folder: string) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

test.each(peers)('%s: the range of %s is open above', (_, peer, range) => {
  // The API keeps to semantic versioning, the SDK's packages are at 0.
  const form = peer === '@opentelemetry/api' ? /^\^1\.[\d.]+$/ : /^>=[\d.]+$/;
  expect(range).toMatch(form);
});

if (process.env.MATRIX_SDK === 'sdk2-oldest') {
  test.each(peers)('%s: the range of %s begins here', (_, peer, range) => {
    const { version } = manifestOf(join(modules, peer));
    expect(range.replace(/^(\^|>=)/, '')).toBe(version);
  });
}
