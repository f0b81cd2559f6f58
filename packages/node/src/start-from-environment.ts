import { createRequire } from 'node:module';
import { knowingDestinations } from './egress-instrumentation';
import { registerEsmHook } from './esm-hook';
import { defineLazyProperty } from './lazy-property';
import { isSdkDisabled, readEnvironment } from './options-from-env';
import {
  findSdkPackages,
  resolveFromApplication,
  type SdkPackages,
} from './sdk-packages';
import { shutDownWithProcess, type StartedSdk } from './shutdown-with-process';
import type { NodeSdkConfigurationLike } from './types';
import { withBaggage } from './with-baggage';

const AUTO_INSTRUMENTATIONS = '@opentelemetry/auto-instrumentations-node';
const STARTED = Symbol.for('@otel-baggage/node/register');

/** The part of the auto-instrumentations package that is used here. */
interface AutoInstrumentations {
  getNodeAutoInstrumentations(): unknown[];
  getResourceDetectors?(): unknown[];
}

/**
 * Starts NodeSDK with what the environment says: baggage, exporters,
 * propagators, and the auto-instrumentations with their resource detectors
 * where they are installed. Whatever goes wrong is said on stderr, and the
 * application runs all the same. Does nothing with `OTEL_SDK_DISABLED`, or
 * when it has been called before.
 */
export function startFromEnvironment(): void {
  if (isSdkDisabled() || Reflect.has(globalThis, STARTED)) return;
  Reflect.set(globalThis, STARTED, true);

  const sdk = findSdkPackages();
  if (sdk === undefined) {
    say('@opentelemetry/sdk-node is not installed: there is no telemetry');
    return;
  }
  try {
    const started = createNodeSdk(sdk);
    started.start();
    shutDownWithProcess(started);
  } catch (error) {
    say('the SDK could not be started: there is no telemetry', error);
  }
}

function createNodeSdk(sdk: SdkPackages): StartedSdk & { start(): void } {
  const config: NodeSdkConfigurationLike = withBaggage();
  const instrumentations = loadAutoInstrumentations();
  if (instrumentations !== undefined) {
    // When NodeSDK reads them it has set up the diagnostics for them.
    const { egress } = readEnvironment(process.env).options;
    defineLazyProperty(config, 'instrumentations', () => {
      const all = instrumentations.getNodeAutoInstrumentations();
      return egress?.hosts ? knowingDestinations(all) : all;
    });
    defineLazyProperty(config, 'resourceDetectors', () =>
      instrumentations.getResourceDetectors?.(),
    );
  }
  return new (sdk.nodeSdk().NodeSDK)(config);
}

function loadAutoInstrumentations(): AutoInstrumentations | undefined {
  const entry = resolveFromApplication(AUTO_INSTRUMENTATIONS);
  if (entry === undefined) {
    say(
      `${AUTO_INSTRUMENTATIONS} is not installed: only what the application records itself is there`,
    );
    return undefined;
  }
  const requireThere = createRequire(entry);
  try {
    if (isEsmBuild()) registerEsmHook(requireThere);
  } catch (error) {
    say('imported modules are not instrumented', error);
  }
  try {
    return requireThere(entry);
  } catch (error) {
    say(`${AUTO_INSTRUMENTATIONS} cannot be loaded`, error);
    return undefined;
  }
}

/** Loaded by `--import`; `--require` is for CommonJS applications. */
function isEsmBuild(): boolean {
  return __filename.endsWith('.mjs');
}

function say(message: string, error?: unknown): void {
  console.error(
    `@otel-baggage/node/register: ${message}`,
    ...(error === undefined ? [] : [error]),
  );
}
