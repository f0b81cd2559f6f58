import { type Context, context as contextApi } from '@opentelemetry/api';
import { registered } from './registry';

/** The part of a context manager that is used here. */
type Contexts = Pick<typeof contextApi, 'active' | 'with'>;

/**
 * The context manager of the SDK that is registered, whichever copy of the API
 * registered it: our own copy ignores it where it is a newer one.
 */
export function contexts(): Contexts {
  return (registered('context') as Contexts | undefined) ?? contextApi;
}

/** The active context of that SDK. */
export function activeContext(): Context {
  return contexts().active();
}
