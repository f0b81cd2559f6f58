import { createRequire } from 'node:module';
import { attachBaggage } from './add-baggage';
import { KINDS, registered } from './api/registry';
import { isSdkDisabled } from './environment/read-environment';
import { isModule, registerEsmHook } from './esm-hook';
import { shutDownWithProcess, type Stoppable } from './shut-down-with-process';
import { warn } from './warn';

const SDK = '@opentelemetry/sdk-node';
const AUTO_INSTRUMENTATIONS = '@opentelemetry/auto-instrumentations-node';
const STARTED = Symbol.for('@otel-baggage/node/register');

/** The part of the SDK that is used here, SDK 2 and 3. */
interface Sdk {
  NodeSDK: new (config: object) => Stoppable & { start(): void };
  startNodeSdk?(options: object): Stoppable;
  /** Its name in SDK 2. */
  startNodeSDK?(options: object): Stoppable;
  /** SDK 1 has a class there. */
  resources?: { Resource?: unknown };
}

/** The part of the auto-instrumentations that is used here. */
interface AutoInstrumentations {
  getNodeAutoInstrumentations(): unknown[];
  getResourceDetectors?(): unknown[];
}

// These are the application's: our peers, found from here.
const load = createRequire(__filename);

/**
 * Starts the installed SDK with what the environment says, and baggage. Where
 * one is registered already no second one is started (rule R3). Problems
 * are emitted as warnings, and the application runs all the same. Does nothing with
 * `OTEL_SDK_DISABLED`, or when it has been called before.
 */
export function startSdk(): void {
  if (isSdkDisabled() || Reflect.has(globalThis, STARTED)) return;
  Reflect.set(globalThis, STARTED, true);

  const isThere = KINDS.some(kind => registered(kind));
  attachBaggage();
  if (isThere) return warn('OTEL_BAGGAGE_SECOND_SDK', ALREADY);
  const sdk = loadPackage<Sdk>(SDK, 'there is no telemetry');
  if (sdk === undefined) return;
  try {
    if (sdk.resources?.Resource)
      throw new Error('too old, expected 0.200 or later');
    shutDownWithProcess(start(sdk));
  } catch (error) {
    sayMissing(`${SDK} cannot be started (${String(error)})`, SDK);
  }
}

function start(sdk: Sdk): Stoppable {
  const auto = loadAutoInstrumentations();
  const instrumentations = auto?.getNodeAutoInstrumentations();
  const startNodeSdk = sdk.startNodeSdk ?? sdk.startNodeSDK;
  if (process.env.OTEL_CONFIG_FILE?.trim() && startNodeSdk) {
    return startNodeSdk({ instrumentations });
  }
  const resourceDetectors = auto?.getResourceDetectors?.();
  const nodeSdk = new sdk.NodeSDK({ instrumentations, resourceDetectors });
  nodeSdk.start();
  return nodeSdk;
}

function loadAutoInstrumentations(): AutoInstrumentations | undefined {
  try {
    // In a CommonJS application nothing is imported.
    if (__filename.endsWith('.mjs') || isModule(process.argv[1])) {
      registerEsmHook(createRequire(load.resolve(AUTO_INSTRUMENTATIONS)));
    }
  } catch {
    // Said below, where the package is missing.
  }
  return loadPackage(AUTO_INSTRUMENTATIONS, 'nothing is instrumented');
}

function loadPackage<T>(name: string, consequence: string): T | undefined {
  try {
    return load(name);
  } catch (error) {
    const isMissing = (error as { code?: unknown }).code === 'MODULE_NOT_FOUND';
    const why = isMissing ? 'is not installed' : `fails (${String(error)})`;
    sayMissing(`${name} ${why}; ${consequence}`, name);
    return undefined;
  }
}

function sayMissing(problem: string, name: string): void {
  const message = `${REGISTER}: ${problem}. npm install ${name}@latest`;
  warn('OTEL_BAGGAGE_MISSING_PACKAGE', message);
}

const REGISTER = '@otel-baggage/node/register';
const ALREADY = `${REGISTER}: an OpenTelemetry SDK is registered already; no second one is started, baggage is added to it`;
