import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// The peer ranges of our packages say what the matrix has shown to work: from
// the oldest SDK to the newest, with both lines of versions in between.

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

function installed(name: string): string {
  return manifestOf(join(modules, name)).version;
}

/** The first version that has not been tried. */
function nextMinor(version: string): string {
  const [major, minor] = version.split('.');
  return `${major}.${Number(minor) + 1}.0`;
}

/** The highest version, not included, of each part of a range. */
function ends(range: string): string[] {
  return range.split('||').map(part => part.split('<')[1]!.trim());
}

const SDK_NODE = '@opentelemetry/sdk-node';
const rangesOfSdk = peers
  .filter(([, peer]) => peer === SDK_NODE)
  .map(([, , range]) => range);

switch (process.env.MATRIX_SDK) {
  case 'sdk2-oldest':
    test.each(peers)('%s: the range of %s begins here', (_, peer, range) => {
      expect(range.startsWith(`>=${installed(peer)} `)).toBe(true);
    });
    break;
  case 'sdk2':
    test('the range of the SDK has a gap between the lines of versions', () => {
      expect(rangesOfSdk.map(range => ends(range)[0])).toEqual([
        nextMinor(installed(SDK_NODE)),
      ]);
    });
    break;
  case 'sdk3-oldest':
    test('the range of the SDK goes on here, behind the gap', () => {
      expect(rangesOfSdk.map(range => range.split('||')[1])).toEqual([
        expect.stringContaining(` >=${installed(SDK_NODE)} `),
      ]);
    });
    break;
  default:
    test.each(peers)('%s: the range of %s ends here', (_, peer, range) => {
      expect(ends(range).at(-1)).toBe(nextMinor(installed(peer)));
    });
}
