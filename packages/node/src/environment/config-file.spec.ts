import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { metrics, trace } from '@opentelemetry/api';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { readConfigFile } from './config-file';

let folder: string;
let path: string;
const warnings = jest.spyOn(process, 'emitWarning').mockReturnValue();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'otel-baggage-file-'));
  path = join(folder, 'otel.yaml');
  process.env.OTEL_CONFIG_FILE = path;
});
afterEach(() => {
  trace.setGlobalTracerProvider(new BasicTracerProvider()); // ends what waits
  trace.disable();
  metrics.disable();
  delete process.env.OTEL_CONFIG_FILE;
  delete process.env.KEYS;
  rmSync(folder, { recursive: true });
  warnings.mockClear();
});

const read = (yaml: string) => {
  writeFileSync(path, yaml);
  return readConfigFile();
};
/** What the SDK gets to read. */
const copy = () => parse(readFileSync(process.env.OTEL_CONFIG_FILE!, 'utf8'));

const FILE = `file_format: "1.0" # of the schema
tracer_provider:
  processors:
    # as Java's
    - baggage:
        included: [ "tenant.*", user.id ]
        excluded: [ tenant.secret ]
    - batch:
        exporter:
          otlp_http:
            endpoint: \${ENDPOINT:-http://localhost:4318}
            headers: [ { name: key, value: "\${API_KEY}" } ]
logger_provider:
  processors:
    - batch: { exporter: { console: } }
    - baggage: { included: [ region ] }
`;

test('R5 the baggage processors select for spans and for log records', () => {
  expect(read(FILE)).toMatchObject({
    options: {
      spans: { included: ['tenant.*', 'user.id'], excluded: ['tenant.secret'] },
      logs: { included: ['region'] },
    },
  });
  expect(warnings).not.toHaveBeenCalled();
});

test('R5 the SDK gets the file without them, and nothing else of it changed', () => {
  read(FILE);
  const expected = parse(FILE);
  expected.tracer_provider.processors.shift();
  expected.logger_provider.processors.pop();
  expect(copy()).toEqual(expected);
  expect(readFileSync(path, 'utf8')).toBe(FILE);
  expect(readFileSync(process.env.OTEL_CONFIG_FILE!, 'utf8')).toContain(
    // An environment variable in quotes stays a text, one without may be a number.
    'value: "${API_KEY}"',
  );
});

test('R5 nobody else can read the copy, and it is removed when an SDK registers', () => {
  read(FILE);
  const file = process.env.OTEL_CONFIG_FILE!;
  expect(file).not.toBe(path);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);

  trace.setGlobalTracerProvider(new BasicTracerProvider());
  expect(existsSync(dirname(file))).toBe(false);
  expect(process.env.OTEL_CONFIG_FILE).toBe(path);
});

test('R5 read again before the SDK does, it says the same', () => {
  const first = read(FILE);
  expect(readConfigFile()).toMatchObject(first!);
});

test.each([
  ['KEYS', '${KEYS}', 'from.env', 'from.env'],
  ['env:', '${env:KEYS}', 'from.env', 'from.env'],
  ['a default', '${KEYS:-other}', '', 'other'],
  ['a dollar', '$${KEYS}', 'from.env', '${KEYS}'],
  ['a part', 'a.${KEYS}.b', 'x', 'a.x.b'],
])(
  'R5 environment variables in patterns: %s',
  (_name, text, value, pattern) => {
    process.env.KEYS = value;
    expect(
      read(`tracer_provider:
  processors:
    - baggage: { included: [ "${text}" ] }
    - simple: { exporter: { console: } }
`)?.options.spans,
    ).toEqual({ included: [pattern] });
  },
);

test('R5 A1 a processor that names no key selects none', () => {
  for (const processor of [
    'baggage:',
    'baggage: {}',
    'baggage: { included: }',
  ]) {
    expect(
      read(`tracer_provider:\n  processors:\n    - ${processor}\n`)?.options,
    ).toEqual({ spans: { included: [] } });
    process.env.OTEL_CONFIG_FILE = path;
  }
});

test('R5 several processors select together', () => {
  expect(
    read(`tracer_provider:
  processors:
    - baggage: { included: [ a ], excluded: [ b ] }
    - baggage: { included: [ c ] }
    - simple: { exporter: { console: } }
`)?.options.spans,
  ).toEqual({ included: ['a', 'c'], excluded: ['b'] });
  expect(copy().tracer_provider.processors).toHaveLength(1);
});

test('R5 a provider of nothing else is left out: it must have a processor', () => {
  read('tracer_provider:\n  processors:\n    - baggage: { included: [ a ] }\n');
  expect(copy()).toEqual({});
});

test.each([
  ['none in the file', 'file_format: "1.0"', true],
  [
    'in the list',
    'propagator: { composite: [ baggage: , tracecontext: ] }',
    true,
  ],
  [
    'in the text',
    'propagator: { composite_list: "tracecontext, baggage" }',
    true,
  ],
  ['not there', 'propagator: { composite: [ tracecontext: ] }', false],
  ['empty', 'propagator: { }', false],
])(
  'R5 whether the file chooses the baggage propagator: %s',
  (_name, yaml, is) => {
    expect(read(yaml)).toEqual({ options: {}, carriesHeader: is });
    expect(process.env.OTEL_CONFIG_FILE).toBe(path);
  },
);

test.each([
  ['no YAML', 'a: [', 'cannot be read'],
  ['a text', 'hello', undefined],
  ['a list', '- baggage:', undefined],
  ['processors that are none', 'tracer_provider: { processors: 7 }', undefined],
])('R5 D4 %s does not throw', (_name, yaml, warning) => {
  expect(() => read(yaml)).not.toThrow();
  expect(process.env.OTEL_CONFIG_FILE).toBe(path);
  if (warning === undefined) expect(warnings).not.toHaveBeenCalled();
  else expect(String(warnings.mock.calls[0]![0])).toContain(warning);
});

test('R5 D4 a file that is not there is warned of, without a variable none is looked for', () => {
  expect(readConfigFile()).toBeUndefined();
  expect(String(warnings.mock.calls[0]![0])).toContain('ENOENT');
  delete process.env.OTEL_CONFIG_FILE;
  expect(readConfigFile()).toBeUndefined();
});
