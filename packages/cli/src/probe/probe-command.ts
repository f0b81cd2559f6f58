import { randomBytes } from 'node:crypto';
import { validateHeaderName, validateHeaderValue } from 'node:http';
import { BAGGAGE_HEADER } from '@otel-baggage/core';
import { readEnvironment } from '@otel-baggage/node/internal';
import type { Command } from 'commander';
import { CommandError } from '../command-error';
import { ExitCode } from '../exit-code';
import { Mask } from '../mask';
import { stylesOf } from '../styles';
import { widthOf, type Terminal } from '../terminal';
import { visibleJson } from '../visible';
import { compareBaggage } from './compare-baggage';
import { findEchoes } from './find-echoes';
import { probeJson } from './probe-json';
import { probeText } from './probe-text';
import { sendProbe } from './send-probe';
import type { Echo, ProbeRequest } from './types';

interface ProbeOptions {
  baggage?: string;
  header: string[];
  timeout: string;
  json?: boolean;
}

const NOTES = `
Looks for the baggage in the header "baggage" of the answer and in its body: a
member "baggage" of a JSON body, a line "baggage: ...", or the text as it was
sent. Redirects are not followed.

Exit code: 0 where every entry came back the same, 1 where not, 2 for a wrong
call, 3 where no answer came.`;

/** Adds `probe`. */
export function addProbeCommand(
  program: Command,
  terminal: Terminal,
  exitWith: (code: number) => void,
): void {
  program
    .command('probe')
    .summary('send a baggage header to a service that echoes it')
    .description(
      'Sends a GET request with a baggage header, and shows what of it the service gives back.',
    )
    .argument('<url>', 'http:// or https://, or HOST:PORT for http://')
    .option('-b, --baggage <header>', 'the baggage (default: probe.id=RANDOM)')
    .option(
      '-H, --header <line>',
      "additional request header, as 'Name: value' (repeatable)",
      (line: string, lines: string[]) => [...lines, line],
      [] as string[],
    )
    .option('-t, --timeout <seconds>', 'for the whole answer', '10')
    .option('--json', 'print JSON')
    .addHelpText('after', NOTES)
    .action(async (url: string, options: ProbeOptions) => {
      exitWith(await probe(requestOf(url, options), options, terminal));
    });
}

async function probe(
  request: ProbeRequest,
  { json = false }: ProbeOptions,
  { stdout, env }: Terminal,
): Promise<number> {
  const mask = new Mask(readEnvironment(env).options);
  const answer = await sendProbe(request);
  const echoes = findEchoes(answer, request.baggage);
  const text = json
    ? visibleJson(probeJson(request, answer, echoes, mask))
    : probeText(
        request,
        answer,
        echoes,
        mask,
        widthOf(stdout),
        stylesOf(stdout, env),
      );
  stdout.write(`${text}\n`);
  return echoes.some(echo => isWhole(request, echo))
    ? ExitCode.ok
    : ExitCode.found;
}

function isWhole({ baggage }: ProbeRequest, { header }: Echo): boolean {
  return compareBaggage(baggage, header).every(
    ({ result }) => result === 'same' || result === 'added',
  );
}

function requestOf(url: string, options: ProbeOptions): ProbeRequest {
  const lines = options.header.map(headerOf);
  const isBaggage = ([name]: readonly [string, string]) =>
    name.toLowerCase() === BAGGAGE_HEADER;
  const given = [
    ...(options.baggage === undefined ? [] : [options.baggage]),
    ...lines.filter(isBaggage).map(([, value]) => value),
  ];
  const baggage =
    given.length > 0
      ? given.join(',')
      : `probe.id=${randomBytes(4).toString('hex')}`;
  assertHeader(BAGGAGE_HEADER, baggage);
  return {
    url: urlOf(url),
    headers: lines.filter(line => !isBaggage(line)),
    baggage,
    timeout: timeoutOf(options.timeout),
  };
}

/** As in `localhost:8080/path` and `[::1]:8080`. */
const HOST_AND_PORT = /^(?:\[[\da-f:.]+\]|[a-z\d.-]+):\d+(?:[/?]|$)/i;

function urlOf(text: string): URL {
  const address = HOST_AND_PORT.test(text) ? `http://${text}` : text;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new CommandError(
    'unsupported URL',
    'give HOST:PORT, or a URL that begins with http:// or https://',
  );
}

function headerOf(line: string): [name: string, value: string] {
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(colon, 0));
  const value = line.slice(colon + 1).trim();
  if (name === '') {
    throw new CommandError(
      '--header without a name',
      "give it as 'Name: value'; the baggage goes to --baggage",
    );
  }
  assertHeader(name, value);
  return [name, value];
}

function assertHeader(name: string, value: string): void {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  } catch {
    throw new CommandError(
      `a header of HTTP cannot hold what is given for ${name === BAGGAGE_HEADER ? 'the baggage' : '--header'}`,
      'control characters must be percent-encoded, and a name is one word',
    );
  }
}

/** In milliseconds. */
function timeoutOf(seconds: string): number {
  const timeout = Number(seconds) * 1000;
  if (timeout >= 1 && timeout <= MAX_MILLISECONDS) return timeout;
  throw new CommandError(
    '--timeout is not a number of seconds',
    'give seconds above 0, as in: --timeout 2.5',
  );
}

/** The longest that a timer can wait. */
const MAX_MILLISECONDS = 2 ** 31 - 1;
