import { readFileSync } from 'node:fs';
import { INSTALL_TIMEOUT, InstalledProject } from './installed-project';

const runners: [string, string[]][] = [
  ['jest', ['--json', '--outputFile=report.json']],
  ['vitest', ['run', '--reporter=json', '--outputFile=report.json']],
];

test.each(runners)(
  'tests of an application pass in %s',
  (runner, args) => {
    const project = InstalledProject.install(runner);
    try {
      project.run('npx', runner, ...args);
      const report = JSON.parse(
        readFileSync(project.path('report.json'), 'utf8'),
      );
      expect(report).toMatchObject({ numPassedTests: 2, numTotalTests: 2 });
    } finally {
      project.remove();
    }
  },
  INSTALL_TIMEOUT,
);
