import { spawn } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as afterMilliseconds } from 'node:timers/promises';
import { INSTALL_TIMEOUT, InstalledProject } from './installed-project';

let project: InstalledProject;

beforeAll(() => {
  project = InstalledProject.install('command');
}, INSTALL_TIMEOUT);
afterAll(() => project?.remove());

test('npx otel-baggage says what it can do', () => {
  const help = project.run('npx', 'otel-baggage', '--help');
  for (const command of ['inspect', 'env', 'probe']) {
    expect(help).toContain(command);
  }
});

test('npx otel-baggage inspect shows the entries of a header', () => {
  const header = 'tenant.id=acme;source=gateway';
  const output = project.run('npx', 'otel-baggage', 'inspect', header);
  expect(output).toContain('tenant.id');
  expect(output).toContain('acme');
});

test('npx otel-baggage inspect fails where something is dropped', () => {
  expect(() =>
    project.run('npx', 'otel-baggage', 'inspect', 'good=1,b ad=2'),
  ).toThrow('dropped');
});

test(
  'npx otel-baggage view: an application without OpenTelemetry is on the page with the command that is named',
  async () => {
    const application = join(__dirname, '../viewer/express/app.cjs');
    cpSync(application, project.path('app.cjs'));
    const view = ['otel-baggage', 'view', '--', 'node', 'app.cjs'];
    let refusal = '';
    try {
      project.run('npx', ...view);
    } catch (error) {
      refusal = String(error);
    }
    expect(refusal).toContain('the command has no OpenTelemetry SDK');
    const named = /^hint: (npx .+)$/m.exec(refusal)![1]!;

    const running = spawn(named.replace('npx', 'npx --yes'), {
      shell: true,
      detached: true,
      cwd: project.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [running.stdout, running.stderr]) {
      stream.on('data', text => (output += text));
    }
    const ended = new Promise(done => running.once('close', done));
    const until = async <T>(find: () => T | Promise<T>) => {
      for (;;) {
        const found = await find();
        if (found) return found;
        if (running.exitCode !== null) throw new Error(output);
        await afterMilliseconds(100);
      }
    };
    try {
      const app = await until(() => /app at (\S+)/.exec(output)?.[1]);
      const page = /^http:\S+/m.exec(output)![0];
      await fetch(app, { headers: { baggage: 'tenant.id=acme,bad key=1' } });
      const traceId = await until(async () => {
        const answer = await fetch(`${page}/api/traces`);
        const { traces } = (await answer.json()) as {
          traces: { traceId: string }[];
        };
        return traces[0]?.traceId;
      });
      const hops = await until(async () => {
        const answer = await fetch(`${page}/api/traces/${traceId}`);
        const trace = (await answer.json()) as { hops: unknown[] };
        return trace.hops.length === 2 && trace.hops;
      });
      expect(hops).toMatchObject([
        { from: 'client', dropped: [{ reason: 'invalid_key' }] },
        { sent: 'tenant.id=acme', received: 'tenant.id=acme' },
      ]);
    } finally {
      if (running.exitCode === null) process.kill(-running.pid!, 'SIGTERM');
      await ended;
    }
  },
  INSTALL_TIMEOUT,
);
