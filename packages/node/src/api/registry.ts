import { metrics, propagation, trace } from '@opentelemetry/api';
import { warn } from '../warn';
import { override } from './override';

/** Everything that registers with the API, as the API names it. */
export const KINDS = ['trace', 'metrics', 'logs', 'propagation'] as const;
export type Kind = (typeof KINDS)[number];

/** Adds baggage to the objects that register. */
export interface Wrapper {
  /**
   * @returns what takes its place
   * @throws where that cannot be done
   */
  wrap(kind: Kind, registered: unknown): unknown;
}

/**
 * The object in which all copies of the API keep what has been registered: the
 * one place that every SDK has in common (rule R1).
 *
 * @see https://github.com/open-telemetry/opentelemetry-js/blob/main/api/src/internal/global-utils.ts
 */
const API = Symbol.for('opentelemetry.js.api.1');
/** The logs API before API 1.10: a function that gives the provider. */
const LOGS_API = Symbol.for('io.opentelemetry.js.api.logs');
const LOGS_API_VERSION = 1;

type Registry = Partial<Record<Kind | 'context', unknown>>;
type LogsGetter = (version: number) => unknown;

/** The key of the one watch, whichever of our copies began it (rule A9). */
const WATCH: unique symbol = Symbol.for('@otel-baggage/node watch 1');

interface Watch {
  wrapper?: Wrapper | undefined;
  /** For the next SDK alone: the kinds that it has registered. */
  ofOne?: Set<Kind> | undefined;
  /** Whether there has been something to add since watching began. */
  hasAttached?: boolean;
  /** Called back when something registers. */
  waiting: (() => void)[];
}

interface Globals {
  [API]?: Registry | undefined;
  [LOGS_API]?: LogsGetter | undefined;
  [WATCH]?: Watch;
}

const globals = globalThis as Globals;

/**
 * Adds baggage to the SDK that registers next, or to all from now on, and to
 * what is registered already.
 *
 * @returns what was registered before there was anything to add to it
 */
export function attach(wrapper: Wrapper, isForOne: boolean): Kind[] {
  const early = KINDS.filter(kind => registered(kind) !== undefined);
  const watch = beginToWatch();
  const isFirst = !watch.hasAttached;
  const ofOne = isForOne ? new Set() : undefined;
  Object.assign(watch, { wrapper, ofOne, hasAttached: true });
  for (const kind of early) {
    const wrapped = wrap(wrapper, kind, registered(kind));
    if (globals[API]?.[kind]) globals[API][kind] = wrapped;
  }
  watchForSecondSdk();
  return isFirst ? early : [];
}

/** Returns the registered object of a kind. */
export function registered(kind: Kind | 'context'): unknown {
  const found = globals[API]?.[kind];
  return kind === 'logs'
    ? (found ?? globals[LOGS_API]?.(LOGS_API_VERSION))
    : found;
}

/** Calls back once, when something registers: an SDK has been made then. */
export function onNextRegistration(callback: () => void): void {
  beginToWatch().waiting.push(callback);
}

/** Returns the replacement of an object that registers now. */
function wrapNew(kind: Kind, value: unknown): unknown {
  const watch = globals[WATCH]!;
  for (const callback of watch.waiting.splice(0)) callback();
  const { wrapper, ofOne } = watch;
  if (wrapper === undefined || value === undefined) return value;
  if (ofOne?.has(kind)) return value;
  ofOne?.add(kind);
  // An SDK registers all that it has at once.
  queueMicrotask(() => {
    if (ofOne && watch.ofOne === ofOne) watch.wrapper = undefined;
  });
  return wrap(wrapper, kind, value);
}

function wrap(wrapper: Wrapper, kind: Kind, value: unknown): unknown {
  try {
    return wrapper.wrap(kind, value);
  } catch (error) {
    const message = `what was registered for "${kind}" cannot be changed (${String(error)}); it gets no baggage`;
    warn('OTEL_BAGGAGE_NOT_ATTACHED', message);
    return value;
  }
}

function beginToWatch(): Watch {
  if (globals[WATCH] !== undefined) return globals[WATCH];
  const watch: Watch = (globals[WATCH] = { waiting: [] });
  const above = Object.getPrototypeOf(globalThis) as object;
  watchProperty(globalThis, above, API, watchRegistry);
  watchProperty(globalThis, above, LOGS_API, (getter: LogsGetter) => {
    wrapNew('logs', getter(LOGS_API_VERSION));
    return getter;
  });
  if (globals[API] !== undefined) watchRegistry(globals[API]);
  return watch;
}

function watchRegistry(registry: Registry): Registry {
  const above = Object.create(Object.getPrototypeOf(registry) as object);
  Object.setPrototypeOf(registry, above);
  for (const kind of KINDS) {
    watchProperty(registry, above, kind, value => wrapNew(kind, value));
  }
  return registry;
}

/**
 * Is told of each value that a property gets which is not there, and says what
 * it gets instead. The API deletes properties when it is disabled, and one
 * distribution the whole registry: this outlives both. A property that is there
 * is an ordinary one, since the API reads them with every call; an accessor of
 * `globalThis` takes fifty times as long.
 *
 * @param above an object in the target's chain of prototypes
 */
function watchProperty<T>(
  target: object,
  above: object,
  key: PropertyKey,
  replace: (value: T) => unknown,
): void {
  Object.defineProperty(above, key, {
    configurable: true,
    get: () => undefined,
    set: (value: T) => {
      Object.defineProperty(target, key, {
        value: replace(value),
        configurable: true,
        enumerable: true,
        writable: true,
      });
    },
  });
}

/** Whether this copy of the API is watched; several can be loaded. */
let isWatched = false;

/** The API refuses what a second SDK registers, and says so at a log level. */
function watchForSecondSdk(): void {
  if (isWatched) return;
  isWatched = true;
  for (const [api, method, kind] of [
    [trace, 'setGlobalTracerProvider', 'trace'],
    [metrics, 'setGlobalMeterProvider', 'metrics'],
    [propagation, 'setGlobalPropagator', 'propagation'],
  ] as const) {
    override(
      api,
      method,
      register =>
        function (this: unknown, ...args) {
          if (registered(kind)) warn('OTEL_BAGGAGE_SECOND_SDK', SECOND);
          return register.apply(this, args);
        },
    );
  }
}

const SECOND =
  'a second OpenTelemetry SDK tried to register; the API keeps the first, and what the second one records gets no baggage. Start one SDK only: before an application that starts its own, load @otel-baggage/node/attach instead of @otel-baggage/node/register';
