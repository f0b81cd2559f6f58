import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../support/free-port';
import {
  COMMANDS_ELSEWHERE,
  type CommandElsewhere,
} from './commands-elsewhere';
import { readMarkdownFiles } from './markdown-files';
import { ROOT } from './root';
import { runCommands } from './run-commands';
import { commandsOf } from './shell-commands';

const PORT = '8080';
const TIME = /\d+(\.\d+)? ms/g;
const STACK = /^ {4}at .+:\d+:\d+\)?$/m;

const { scripts }: { scripts: Record<string, string> } = JSON.parse(
  readFileSync(join(ROOT, 'package.json'), 'utf8'),
);
const blocks = readMarkdownFiles()
  .flatMap(file => file.blocks)
  .filter(({ language }) => language === 'sh');
const titled = blocks.map(
  block => [`${block.file}:${block.line}`, block] as const,
);

function isElsewhere(command: string): boolean {
  return COMMANDS_ELSEWHERE.some(elsewhere => isOf(command, elsewhere));
}

function isOf(found: string, { command }: CommandElsewhere): boolean {
  return typeof command === 'string' ? found === command : command.test(found);
}

test.each(COMMANDS_ELSEWHERE)('$command is run by $by', ({ by, as }) => {
  const text = readFileSync(join(ROOT, by), 'utf8');
  expect([as, text.includes(as)]).toEqual([as, true]);
});

test('no command is listed that is nowhere', () => {
  const commands = blocks.flatMap(commandsOf);
  const unused = COMMANDS_ELSEWHERE.filter(
    elsewhere => !commands.some(command => isOf(command, elsewhere)),
  );
  expect(unused).toEqual([]);
});

test('every script that is named anywhere is there', () => {
  const named = readMarkdownFiles().flatMap(({ text }) =>
    [...text.matchAll(/\bnpm run ([a-z:-]+)/g)].map(([, name]) => name!),
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter(name => scripts[name] === undefined)).toEqual([]);
});

test('npm start is the example that is tested', () => {
  expect(scripts.start).toContain('node examples/storefront/start.mjs');
});

test('every package that is installed is there', () => {
  const named = blocks
    .flatMap(commandsOf)
    .filter(command => command.startsWith('npm install '))
    .flatMap(command =>
      command.split(' ').filter(word => word.startsWith('@')),
    );
  expect(named).toContain('@otel-baggage/node');
  for (const name of named) {
    expect([name, existsSync(join(ROOT, 'node_modules', name))]).toEqual([
      name,
      true,
    ]);
  }
});

test.each(titled)(
  '%s runs, and prints what it says',
  async (_title, block) => {
    const commands = commandsOf(block).filter(command => !isElsewhere(command));
    if (commands.length === 0) return;
    // It would change the node_modules that the tests run with.
    expect(commands.filter(command => /\bnpm\b/.test(command))).toEqual([]);

    const port = await freePort();
    const { exitCode, stdout } = runCommands(
      commands.map(command => command.replaceAll(PORT, port)),
    );
    const printed = stdout.replaceAll(port, PORT);
    expect({ exitCode, printed }).toMatchObject({ exitCode: 0 });
    expect(printed).not.toMatch(STACK);
    if (block.output === undefined) return;
    expect(timeless(printed)).toBe(timeless(block.output));
  },
  120_000,
);

function timeless(text: string): string {
  return text.replace(TIME, 'N ms').trim();
}
