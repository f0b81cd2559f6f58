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
