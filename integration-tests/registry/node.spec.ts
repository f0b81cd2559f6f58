import { INSTALL_TIMEOUT, InstalledProject } from './installed-project';

describe.each([
  ['commonjs', 'index.cjs'],
  ['esm', 'index.mjs'],
])('an application, %s', (name, file) => {
  let project: InstalledProject;

  beforeAll(() => {
    project = InstalledProject.install(name);
  }, INSTALL_TIMEOUT);
  afterAll(() => project?.remove());

  test('npm finds nothing missing and no peer of a wrong version', () => {
    project.run('npm', 'ls', '--all');
  });

  test('A1 I2 its span has the included entry, its request has all entries', () => {
    expect(JSON.parse(project.run('node', file))).toEqual({
      attributes: [{ 'tenant.id': 'acme' }],
      baggage: 'tenant.id=acme,secret=1',
    });
  });
});
