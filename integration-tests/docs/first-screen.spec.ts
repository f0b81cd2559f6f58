import { MarkdownFile } from './markdown-file';
import { askService, patternOf, recordsIn, variablesOf } from './service';
import { commandsOf } from './shell-commands';

const SPEC = 'integration-tests/docs/first-screen.spec.ts';
const REGISTER = /^node (--import @otel-baggage\/node\/register) app\.ts$/;
const CURL = /`curl -H '([\w-]+): ([^']+)' http:\/\/localhost:3000(\S+)`/;

const { blocks, text } = new MarkdownFile('README.md');
const commands = blocks
  .filter(({ language }) => language === 'sh')
  .flatMap(commandsOf);

test('the application of the README prints the span, log record and metric shown', async () => {
  const program = blocks.find(({ notes }) => notes.get('run by') === SPEC)!;
  const [, header, tenant, path] = CURL.exec(text)!;
  const options = commands.flatMap(
    command => REGISTER.exec(command)?.[1]!.split(' ') ?? [],
  );
  const written = await askService(
    {
      files: { 'app.mjs': program.code },
      args: [...options, 'app.mjs'],
      env: variablesOf(commands),
    },
    { path: path!, headers: { [header!]: tenant! } },
  );

  expect(written.stderr).toBe('');
  const records = recordsIn(written);
  const { output } = blocks.find(block => block.output !== undefined)!;
  const shown = output!.trim().split('\n');
  expect(shown).toHaveLength(3);
  for (const line of shown) {
    expect(records).toContainEqual(expect.stringMatching(patternOf(line)));
    const ofAnother = patternOf(line.replaceAll(tenant!, 'another'));
    expect(records).not.toContainEqual(expect.stringMatching(ofAnother));
  }
}, 120_000);
