import { BAGGAGE_HEADER } from '@otel-baggage/core';

/** The part of gRPC's metadata, of `Headers` and of maps that is used here. */
interface KeyedCarrier {
  remove?: unknown;
  delete?: unknown;
}

/**
 * The value that a header has among the properties of an object, whatever the
 * case of its name; undefined where there is none.
 *
 * @param header in lower case
 */
export function headerOf(carrier: unknown, header: string): unknown {
  const name = nameOf(carrier, header);
  return name && (carrier as Record<string, unknown>)[name];
}

function nameOf(carrier: unknown, header: string): string | undefined {
  if (typeof carrier !== 'object' || carrier === null) return undefined;
  for (const name in carrier) {
    if (name.length === header.length && name.toLowerCase() === header) {
      return name;
    }
  }
  return undefined;
}

/**
 * Takes away the baggage that a carrier holds already: gRPC's metadata and
 * the headers of messages are objects of the application, and one that is used
 * for several requests still has what was injected for another. Never throws.
 */
export function removeBaggage(carrier: unknown): void {
  if (typeof carrier !== 'object' || carrier === null) return;
  const { remove, delete: deleteKey } = carrier as KeyedCarrier;
  try {
    if (typeof remove === 'function') {
      remove.call(carrier, BAGGAGE_HEADER);
    } else if (typeof deleteKey === 'function') {
      deleteKey.call(carrier, BAGGAGE_HEADER);
    } else {
      const name = nameOf(carrier, BAGGAGE_HEADER);
      if (name !== undefined) Reflect.deleteProperty(carrier, name);
    }
  } catch {
    // It is no carrier of these kinds, or it does not give up what it has.
  }
}
