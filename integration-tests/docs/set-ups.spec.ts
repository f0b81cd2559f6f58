import { join } from 'node:path';
import { run } from '../support/run';
import { ROOT } from './root';

test('the tables of set-ups are those of the rows that were run', () => {
  const script = join(ROOT, 'scripts', 'set-ups-table.mjs');
  expect(run(ROOT, process.execPath, script, '--check')).toBe('');
});
