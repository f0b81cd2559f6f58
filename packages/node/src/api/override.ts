/** Which methods of one object are preceded by ours, and by whose options. */
const HOLDER: unique symbol = Symbol.for('@otel-baggage/node holder');

/** The methods of an object of the SDK look up in it what is attached by then. */
export interface Holder<A> {
  attachment: A;
}

/**
 * Puts our method in the place of one of an object of the SDK. The object itself
 * stays what it is: its class, its other methods and its identity (rule R4).
 *
 * @param make is given the method that was there
 * @throws TypeError where the object is frozen
 */
export function override<F = (...args: unknown[]) => unknown>(
  target: object,
  name: string,
  make: (original: F) => F,
): void {
  const original: unknown = Reflect.get(target, name);
  if (typeof original === 'function') define(target, name, make(original as F));
}

/**
 * Wraps what a provider gives out, each object once.
 *
 * @param method that gives it out, by its name as the first argument
 * @param before what it has given out before
 * @throws TypeError where the provider is frozen
 */
export function wrapProvider<A, M extends object>(
  provider: object,
  attachment: A,
  method: string,
  before: readonly M[],
  wrap: (made: M, holder: Holder<A>, name?: string) => void,
): void {
  // A later attachment replaces the one before.
  const known = holderOf<A>(provider);
  if (known !== undefined) {
    known.attachment = attachment;
    return;
  }
  const holder = { attachment };
  const wrapOnce = (made: M, name?: string) => {
    if (claim(made, holder)) wrap(made, holder, name);
    return made;
  };
  claim(provider, holder);
  for (const made of before) wrapOnce(made);
  override<(name: string, ...rest: unknown[]) => M>(
    provider,
    method,
    give =>
      function (this: unknown, ...args) {
        return wrapOnce(give.apply(this, args), args[0]);
      },
  );
}

/**
 * Notes whose options the methods of an object look up. False where that is done:
 * some are given out more than once, as the API's that do nothing.
 */
export function claim<A>(target: object, holder: Holder<A>): boolean {
  if (holderOf(target)) return false;
  define(target, HOLDER, holder);
  return true;
}

function define(target: object, key: PropertyKey, value: unknown): void {
  const descriptor = { value, configurable: true, writable: true };
  Object.defineProperty(target, key, descriptor);
}

function holderOf<A>(target: object): Holder<A> | undefined {
  return Object.getOwnPropertyDescriptor(target, HOLDER)?.value;
}

/** The values of a private map of the SDK, where it is there and is one. */
export function valuesIn<T>(map: ReadonlyMap<unknown, T> | undefined): T[] {
  return map instanceof Map ? [...map.values()] : [];
}
