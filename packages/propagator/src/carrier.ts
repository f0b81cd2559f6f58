import { BAGGAGE_HEADER } from '@otel-baggage/core';

/** The part of gRPC's metadata, of `Headers` and of maps that is used here. */
interface KeyedCarrier {
  get?: unknown;
  set?: unknown;
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
  const [name] = namesOf(carrier, header);
  return name === undefined
    ? undefined
    : (carrier as Record<string, unknown>)[name];
}

const NO_NAMES: readonly string[] = [];

/** The names of the properties that are this header, in their spellings. */
function namesOf(carrier: unknown, header: string): readonly string[] {
  let names = NO_NAMES;
  if (typeof carrier !== 'object' || carrier === null) return names;
  for (const name in carrier) {
    if (name.length === header.length && name.toLowerCase() === header) {
      names = [...names, name];
    }
  }
  return names;
}

/**
 * The baggage that a carrier holds already, from whoever: one value or several.
 * Never throws.
 *
 * @returns undefined where there is none
 */
export function baggageIn(carrier: unknown): unknown {
  try {
    if (isKeyed(carrier)) {
      const value: unknown = carrier.get(BAGGAGE_HEADER);
      return Array.isArray(value) && value.length === 0
        ? undefined
        : (value ?? undefined);
    }
    const names = namesOf(carrier, BAGGAGE_HEADER);
    if (names.length === 0) return undefined;
    const values = names.map(
      name => (carrier as Record<string, unknown>)[name],
    );
    return values.length === 1 ? values[0] : values.flat();
  } catch {
    return undefined;
  }
}

function isKeyed(carrier: unknown): carrier is { get(name: string): unknown } {
  if (typeof carrier !== 'object' || carrier === null) return false;
  const { get, set } = carrier as KeyedCarrier;
  return typeof get === 'function' && typeof set === 'function';
}

/**
 * Takes away the baggage that a carrier holds already, in all spellings: gRPC's
 * metadata and the headers of messages are objects of the application, and one
 * that is used for several requests still has what was injected for another.
 * Never throws.
 */
export function removeBaggage(carrier: unknown): void {
  if (typeof carrier !== 'object' || carrier === null) return;
  try {
    const { remove, delete: deleteKey } = carrier as KeyedCarrier;
    if (typeof remove === 'function') {
      remove.call(carrier, BAGGAGE_HEADER);
    } else if (typeof deleteKey === 'function') {
      deleteKey.call(carrier, BAGGAGE_HEADER);
    } else {
      for (const name of namesOf(carrier, BAGGAGE_HEADER)) {
        Reflect.deleteProperty(carrier, name);
      }
    }
  } catch {
    // It is no carrier of these kinds, or it does not give up what it has.
  }
}

/** Makes of `class extends Given` one whose private fields another object gets. */
const Given = function (given: object) {
  return given;
} as unknown as new (given: object) => object;

/**
 * What inject has written into a carrier, remembered with the carrier (rule
 * I9). A private field is seen by nobody, is not copied with the properties,
 * and costs a tenth of `defineProperty` and a hundredth of a `WeakMap`.
 */
export class WrittenHeader extends Given {
  #text: string;
  #others: unknown;

  private constructor(carrier: object, text: string, others: unknown) {
    super(carrier);
    this.#text = text;
    this.#others = others;
  }

  /**
   * @param text the header that was written
   * @param others what of it somebody else had written there before
   */
  static remember(carrier: unknown, text: string, others: unknown): void {
    if (typeof carrier !== 'object' || carrier === null) return;
    if (#text in carrier) {
      carrier.#text = text;
      carrier.#others = others;
    } else {
      new WrittenHeader(carrier, text, others);
    }
  }

  /** Whether inject has written into this carrier. */
  static isIn(carrier: unknown): carrier is WrittenHeader {
    return typeof carrier === 'object' && carrier !== null && #text in carrier;
  }

  /**
   * What somebody else has written into a carrier.
   *
   * @param found what it holds now
   */
  static othersIn(carrier: WrittenHeader, found: unknown): unknown {
    const [text, ...more] = [found].flat();
    return text === carrier.#text && more.length === 0
      ? carrier.#others
      : found;
  }
}
