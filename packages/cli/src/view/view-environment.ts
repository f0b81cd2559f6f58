import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Environment, VIEW_VARIABLE } from '@otel-baggage/node/internal';

/** How baggage gets into a command: see `@otel-baggage/node`. */
export type WayIn = 'attach' | 'register';

/** Packages whose users have an SDK of their own. */
const SDKS =
  /^(@opentelemetry\/(sdk-|auto-instrumentations-node$)|@elastic\/opentelemetry-node$|@azure\/monitor-opentelemetry$|@sentry\/node$|@splunk\/otel$|@honeycombio\/opentelemetry-node$|@grafana\/|@vercel\/otel$|@google-cloud\/opentelemetry|@newrelic\/)/;

/** Options that load a file before the application: it may start an SDK. */
const PRELOADS = /^(--import|--require|-r|--experimental-loader|--loader)\b/;

/** The packages that `register` starts, of the application or beside this command. */
const STARTED = [
  '@opentelemetry/sdk-node',
  '@opentelemetry/auto-instrumentations-node',
];

/** Exporters would go on sending elsewhere, or in another way. */
const OVERRIDDEN =
  /^OTEL_(EXPORTER_OTLP_|(TRACES|LOGS|METRICS)_EXPORTER$|SDK_DISABLED$|CONFIG_FILE$|NODE_ENABLED_)/;

/**
 * Which way in fits a command: `attach` where something is loaded before it, or
 * where the package in its folder depends on an SDK.
 */
export function wayInFor(
  command: readonly string[],
  env: Environment,
  folder: string,
): WayIn {
  const preloads = [...command, ...(env.NODE_OPTIONS ?? '').split(/\s+/)];
  if (preloads.some(argument => PRELOADS.test(argument))) return 'attach';
  const { dependencies, devDependencies } = manifestOf(folder);
  const names = Object.keys({ ...dependencies, ...devDependencies });
  return names.some(name => SDKS.test(name)) ? 'attach' : 'register';
}

/**
 * The environment of a command whose telemetry goes to the viewer.
 *
 * @param endpoint of the viewer
 */
export function viewEnvironment(
  env: Environment,
  endpoint: string,
  way: WayIn,
  folder = process.cwd(),
): Record<string, string | undefined> {
  const kept = Object.fromEntries(
    Object.entries(env).filter(([name]) => !OVERRIDDEN.test(name)),
  );
  // An SDK of its own has a name of its own.
  const name =
    env.OTEL_SERVICE_NAME ||
    (way === 'register' ? manifestOf(folder).name : undefined);
  return {
    OTEL_BSP_SCHEDULE_DELAY: '500',
    OTEL_BLRP_SCHEDULE_DELAY: '500',
    OTEL_METRIC_EXPORT_INTERVAL: '5000',
    OTEL_METRIC_EXPORT_TIMEOUT: '5000',
    // They show connections, those of the exporters too, and carry no baggage.
    OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'net,dns',
    ...kept,
    // `startNodeSdk` of SDK 3 reads the second one whatever the detectors are.
    ...(name && {
      OTEL_SERVICE_NAME: name,
      OTEL_RESOURCE_ATTRIBUTES: [
        env.OTEL_RESOURCE_ATTRIBUTES,
        `service.name=${encodeURIComponent(name)}`,
      ]
        .filter(Boolean)
        .join(','),
    }),
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_LOGS_EXPORTER: 'otlp',
    OTEL_METRICS_EXPORTER: 'otlp',
    [VIEW_VARIABLE]: 'true',
    // Those of clouds ask hosts outside; exporters wait for that of the host.
    OTEL_NODE_RESOURCE_DETECTORS: 'env,process',
    // An SDK that the application has installed is found there by `register`.
    NODE_PATH: searchPath(env, folder).join(delimiter),
    // Before what is there: it must be loaded before an SDK.
    NODE_OPTIONS: `--import=${preload(way)} ${env.NODE_OPTIONS ?? ''}`.trim(),
  };
}

/** The packages that `register` needs and a command would not find. */
export function missingPackages(env: Environment, folder: string): string[] {
  const { resolve } = createRequire(
    createRequire(__filename).resolve('@otel-baggage/node/register'),
  );
  const isThere = (name: string, options?: { paths: string[] }) => {
    try {
      return Boolean(resolve(name, options));
    } catch {
      return false;
    }
  };
  const paths = searchPath(env, folder);
  return STARTED.filter(name => !isThere(name) && !isThere(name, { paths }));
}

/** As a URL, in which there is no space. */
function preload(way: WayIn): string {
  const { resolve } = createRequire(__filename);
  const required = resolve(`@otel-baggage/node/${way}`);
  return pathToFileURL(required.replace(/\.cjs$/, '.mjs')).href;
}

/**
 * Where the packages are of an application, and those that `npx -p` brings: of
 * these it says no more than the folder of their programs, on PATH.
 */
function searchPath({ NODE_PATH, PATH }: Environment, folder: string) {
  const foldersOf = (list = '') => list.split(delimiter).filter(Boolean);
  const above = createRequire(join(folder, 'package.json')).resolve.paths('x');
  const programs = foldersOf(PATH).filter(path =>
    /node_modules.\.bin$/.test(path),
  );
  return [...foldersOf(NODE_PATH), ...(above ?? []), ...programs.map(dirname)];
}

interface Manifest {
  name?: string;
  dependencies?: object;
  devDependencies?: object;
}

/** The nearest package.json; empty where none can be read. */
function manifestOf(folder: string): Manifest {
  const file = join(folder, 'package.json');
  if (existsSync(file)) {
    try {
      return Object(JSON.parse(readFileSync(file, 'utf8'))) as Manifest;
    } catch {
      return {};
    }
  }
  const above = dirname(folder);
  return above === folder ? {} : manifestOf(above);
}
