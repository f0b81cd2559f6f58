import { type Context, context as contextApi } from '@opentelemetry/api';

/** Where all copies of the API keep what has been registered, see `registry.ts`. */
const API = Symbol.for('opentelemetry.js.api.1');

/** The part of a context manager that is used here. */
type Contexts = Pick<typeof contextApi, 'active' | 'with'>;

/**
 * The context manager of the SDK that is registered, whichever copy of the API
 * registered it: our own copy ignores it where it is a newer one.
 */
export function contexts(): Contexts {
  const registry = (globalThis as { [API]?: { context?: Contexts } })[API];
  return registry?.context ?? contextApi;
}

/** The active context of that SDK. */
export function activeContext(): Context {
  return contexts().active();
}
