import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const exchange = jest.requireActual<{
  (one: unknown, other: unknown): Promise<unknown>;
  EXPECTED: unknown;
}>('./exchange.cjs');
const ROOT = resolve(__dirname, '../..');
const PACKAGES = ['core', 'metrics', 'propagator', 'span-processor'];
const COPIES = ['ES module', 'CommonJS', 'another folder', 'bundle'];

jest.setTimeout(120_000);

describe('A9 two copies of the packages are one', () => {
  let folder: string;
  let results: Record<string, unknown>;

  beforeAll(async () => {
    folder = await mkdtemp(join(ROOT, 'node_modules/.copies-'));
    await Promise.all(
      PACKAGES.map(name =>
        cp(
          resolve(ROOT, 'packages', name),
          join(folder, 'node_modules/@otel-baggage', name),
          {
            recursive: true,
            filter: path =>
              !/(^|[/\\])(src|node_modules)([/\\]|$)/.test(
                relative(ROOT, path),
              ),
          },
        ),
      ),
    );
    await build({
      stdin: {
        contents: PACKAGES.map(
          name =>
            `export * as ${name.replace('-p', 'P')} from '@otel-baggage/${name}';`,
        )
          .concat(
            "export * as internal from '@otel-baggage/propagator/internal';",
          )
          .join('\n'),
        resolveDir: __dirname,
      },
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'cjs',
      external: ['@opentelemetry/api'],
      outfile: join(folder, 'bundle.cjs'),
    });
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(__dirname, 'copies.mjs'), folder],
      { timeout: 60_000 },
    );
    results = JSON.parse(stdout);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(COPIES.flatMap(one => COPIES.map(other => [one, other])))(
    'A9 %s makes, %s recognises',
    (one, other) => {
      expect(results[`${one}, ${other}`]).toEqual(
        // JSON has no undefined.
        JSON.parse(JSON.stringify(exchange.EXPECTED)),
      );
    },
  );
});

describe("A9 two copies of Jest's registry", () => {
  function load() {
    let copy: Record<string, unknown> = {};
    jest.isolateModules(() => {
      copy = {
        core: jest.requireActual('@otel-baggage/core'),
        metrics: jest.requireActual('@otel-baggage/metrics'),
        propagator: jest.requireActual('@otel-baggage/propagator'),
        internal: jest.requireActual('@otel-baggage/propagator/internal'),
        spanProcessor: jest.requireActual('@otel-baggage/span-processor'),
      };
    });
    return copy;
  }

  test('A9 the one makes, the other recognises', async () => {
    const [one, other] = [load(), load()];
    expect(one.core).not.toBe(other.core);
    expect(await exchange(one, other)).toEqual(exchange.EXPECTED);
  });

  test('A9 after jest.resetModules', async () => {
    const one = load();
    jest.resetModules();
    expect(await exchange(one, load())).toEqual(exchange.EXPECTED);
  });
});
