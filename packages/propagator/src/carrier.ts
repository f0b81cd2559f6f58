import { BAGGAGE_HEADER } from '@otel-baggage/core';
import {
  detach,
  Given,
  isBytes,
  textOfBytes,
} from '@otel-baggage/core/internal';

/** Jaeger's, one for each entry. */
const JAEGER_PREFIX = 'uberctx-';

/** So many are remembered; propagators have a few. */
const MAX_HEADERS = 64;

/**
 * The headers of other propagators, in lower case, and whether they write them
 * without baggage too.
 */
const othersHeaders = new Map<string, boolean>();

/**
 * Remembers in which headers another propagator writes baggage: those that it
 * writes where there is some, and not where there is none.
 *
 * @param hasBaggage whether there is some now
 */
export function rememberHeader(name: string, hasBaggage: boolean): void {
  const isKnown = othersHeaders.get(name);
  if (isKnown === true || (isKnown === false && hasBaggage)) return;
  if (othersHeaders.size === MAX_HEADERS && isKnown === undefined) return;
  if (!isJaegers(name)) othersHeaders.set(detach(name), !hasBaggage);
}

function isJaegers(header: string): boolean {
  return header.startsWith(JAEGER_PREFIX);
}

/** Whether a header is for baggage, whoever writes it. */
export function isBaggageHeader(name: string): boolean {
  const header = name.toLowerCase();
  return (
    header === BAGGAGE_HEADER ||
    isJaegers(header) ||
    othersHeaders.get(header) === false
  );
}

/** @param lines of headers, as they are sent */
export function withoutBaggageLines(lines: string): string {
  return lines.replace(/^([^:\r\n]+):.*\r\n/gm, (line, name: string) =>
    isBaggageHeader(name) ? '' : line,
  );
}

/** The part of gRPC's metadata, of `Headers` and of maps that is used here. */
interface KeyedCarrier {
  get?: unknown;
  set?: unknown;
  getMap?: unknown;
  keys?: unknown;
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
    if (isName(name, header)) names = [...names, name];
  }
  return names;
}

function isName(name: unknown, header: string): name is string {
  return (
    typeof name === 'string' &&
    name.length === header.length &&
    name.toLowerCase() === header
  );
}

const LOWER_CASE: readonly string[] = [BAGGAGE_HEADER];

/** Maps and the headers of NATS tell upper from lower case, and have `keys`. */
function keysOf(carrier: KeyedCarrier): readonly string[] {
  const { keys } = carrier;
  if (typeof keys !== 'function') return LOWER_CASE;
  return Array.from(keys.call(carrier) as Iterable<unknown>).filter(name =>
    isName(name, BAGGAGE_HEADER),
  );
}

/**
 * The baggage that a carrier holds already, from whoever: one value or several.
 * Never throws.
 *
 * @returns undefined where there is none
 */
export function baggageIn(carrier: unknown): unknown {
  if (typeof carrier !== 'object' || carrier === null) return undefined;
  try {
    const names = isKeyed(carrier)
      ? keysOf(carrier)
      : namesOf(carrier, BAGGAGE_HEADER);
    if (names.length === 0) return undefined;
    const values = names.map(name =>
      textOf(isKeyed(carrier) ? carrier.get(name) : Reflect.get(carrier, name)),
    );
    const found = values.length === 1 ? values[0] : values.flat();
    return Array.isArray(found) && found.length === 0
      ? undefined
      : (found ?? undefined);
  } catch {
    return undefined;
  }
}

/**
 * A header as text, where it is one: clients of brokers have bytes, and in a message of
 * SQS or SNS it is an attribute with its type.
 */
function textOf(value: unknown): unknown {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(textOf);
  if (isBytes(value)) return textOfBytes(value);
  const { StringValue } = (value ?? {}) as { StringValue?: unknown };
  return StringValue ?? value;
}

function isKeyed(carrier: object): carrier is { get(name: string): unknown } {
  const keyed: KeyedCarrier = carrier;
  return typeof keyed.get === 'function' && typeof keyed.set === 'function';
}

/**
 * Takes away the baggage that a carrier holds already, in all spellings and
 * whoever wrote it: gRPC's metadata and the headers of messages are objects of
 * the application, and one that is used for several requests still has what was
 * injected for another. Never throws.
 */
export function removeBaggage(carrier: unknown): void {
  if (typeof carrier !== 'object' || carrier === null) return;
  try {
    for (const name of allNamesOf(carrier)) {
      if (isBaggageHeader(name)) removeHeader(carrier, name);
    }
  } catch {
    // It is a carrier of another kind, or does not let go of its field.
  }
}

function allNamesOf(carrier: KeyedCarrier): string[] {
  const { getMap, keys } = carrier;
  if (typeof getMap === 'function') return Object.keys(getMap.call(carrier));
  if (typeof keys === 'function') return [...keys.call(carrier)];
  const names: string[] = [];
  for (const name in carrier) names.push(name);
  return names;
}

function removeHeader(carrier: KeyedCarrier, name: string): void {
  const { remove, delete: deleteKey } = carrier;
  if (typeof remove === 'function') remove.call(carrier, name);
  else if (typeof deleteKey === 'function') deleteKey.call(carrier, name);
  else Reflect.deleteProperty(carrier, name);
}

/**
 * The header that inject has written, remembered with the carrier (rule
 * I9). A private field is seen by nobody, is not copied with the properties,
 * and costs a tenth of `defineProperty` and a hundredth of a `WeakMap`.
 */
class CarrierMark extends Given {
  /** undefined after it was taken back. */
  #text: string | undefined;
  #others: unknown;

  private constructor(holder: object, text: string, others: unknown) {
    super(holder);
    this.#text = text;
    this.#others = others;
  }

  /**
   * @param text the header that was written
   * @param others what of it somebody else had written there before
   * @param written what {@link in} says of the carrier
   */
  static remember(
    carrier: unknown,
    text: string,
    others: unknown,
    written: CarrierMark | undefined,
  ): void {
    if (typeof carrier !== 'object' || carrier === null) return;
    if (written !== undefined) {
      written.#text = text;
      written.#others = others;
      return;
    }
    try {
      if (areFieldsHidden()) new CarrierMark(carrier, text, others);
      else holders.set(carrier, new CarrierMark({}, text, others));
    } catch {
      // Later versions of JavaScript add no private field to a sealed object.
    }
  }

  /** Undefined where inject has not written into this carrier. */
  static in(carrier: unknown): CarrierMark | undefined {
    if (typeof carrier !== 'object' || carrier === null) return undefined;
    if (#text in carrier) return carrier;
    return areHidden === false ? holders.get(carrier) : undefined;
  }

  /**
   * Returns what others have written into a carrier.
   *
   * @param found what it holds now
   */
  static othersOf(written: CarrierMark, found: unknown): unknown {
    return CarrierMark.isOwn(written, found) ? written.#others : found;
  }

  /**
   * Takes out what was written for an earlier call, before another propagator
   * takes it for what the application wrote. Never throws.
   */
  static takeBack(carrier: unknown): void {
    const written = CarrierMark.in(carrier);
    if (written === undefined) return;
    if (!CarrierMark.isOwn(written, baggageIn(carrier))) return;
    removeBaggage(carrier);
    written.#text = undefined;
  }

  /** An object with the private fields, and nothing else. */
  static example(): object {
    return new CarrierMark({}, '', undefined);
  }

  private static isOwn(written: CarrierMark, found: unknown): boolean {
    const [text, ...more] = [found].flat();
    return text === written.#text && more.length === 0;
  }
}

/** By carrier, where its own private fields would be seen. */
const holders = /* @__PURE__ */ new WeakMap<object, CarrierMark>();

let areHidden: boolean | undefined;

/**
 * Whether private fields of an object can be given to `fetch` as its headers:
 * Bun's (1.4) takes them for keys, and throws.
 */
function areFieldsHidden(): boolean {
  return (areHidden ??= isForHeaders(CarrierMark.example()));
}

function isForHeaders(carrier: object): boolean {
  if (typeof Headers !== 'function') return true;
  try {
    new Headers(carrier as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}

const MARK: unique symbol = Symbol.for('@otel-baggage/propagator mark 1');
const globals = globalThis as { [MARK]?: typeof CarrierMark };
let shared: typeof CarrierMark | undefined;

/** Returns the class of the copy of this package that asked first, for all (rule A9). */
export function writtenHeaders(): typeof CarrierMark {
  return (shared ??= globals[MARK] ??= CarrierMark);
}
