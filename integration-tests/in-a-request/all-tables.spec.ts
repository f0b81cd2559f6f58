import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';

jest.setTimeout(180_000);

describe('C2a, E11, I8 all tables in one application', () => {
  let folder: string;
  let output: { requests: number; errors: string[]; uncaught: string[] };
  let stderr: string;

  beforeAll(async () => {
    folder = await mkdtemp(resolve(__dirname, '../../node_modules/.tables-'));
    const outfile = join(folder, 'app.cjs');
    await build({
      entryPoints: [join(__dirname, 'all-tables.ts')],
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'cjs',
      outfile,
    });
    const ended = await promisify(execFile)(process.execPath, [outfile], {
      env: {
        ...process.env,
        BAGGAGE: 'from.environment=1',
        OTEL_LOGS_EXPORTER: 'none',
        OTEL_METRICS_EXPORTER: 'none',
      },
      maxBuffer: 2 ** 26,
      timeout: 150_000,
    });
    output = JSON.parse(ended.stdout);
    stderr = ended.stderr;
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('each request is answered', () => {
    expect(output.requests).toBeGreaterThan(200);
    expect(output.errors).toEqual([]);
  });

  test('nothing is thrown or rejected that nobody catches', () => {
    expect(output.uncaught).toEqual([]);
    expect(stderr).toBe('');
  });
});
