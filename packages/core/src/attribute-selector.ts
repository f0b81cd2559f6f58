import type {
  Attributes,
  AttributeValue,
  Baggage,
  BaggageEntry,
  BaggageEntryMetadata,
  Context,
  Span,
} from '@opentelemetry/api';
import { propagation } from '@opentelemetry/api';
import { entriesOf, entryOf } from './baggage/entries-of';
import { copiedOnto, rememberCopied } from './baggage/span-baggage';
import {
  displayKey,
  type DropDiagnostics,
  type SelfObservationOptions,
} from './diagnostics';
import {
  compileKeyPatterns,
  hasWildcard,
  type KeyMatcher,
} from './keys/key-pattern';
import { assertFunction, assertKnownOptions, assertString } from './options';
import { BaggageMemo } from './baggage/baggage-memo';
import { compileDroppedKeys, type SensitiveKeys } from './keys/sensitive-keys';
import type { BaggageAttribute } from './types';

/** Which baggage entries become attributes, and under which name and value. */
export interface BaggageAttributesOptions extends SelfObservationOptions {
  /**
   * Patterns of the keys that are copied: `*` is any run of characters, `?`
   * exactly one, all else literal, case sensitive. Without it nothing is.
   *
   * @default []
   */
  included?: readonly string[];
  /**
   * Patterns of keys that are not copied, whatever `included` says.
   *
   * @default []
   */
  excluded?: readonly string[];
  /**
   * Keys that are not copied because their values may be secrets:
   * `'drop'` for those of `SENSITIVE_KEYS`, or patterns for which upper and
   * lower case are the same. It wins over `included`.
   *
   * @default 'warn', which leaves none out
   */
  sensitive?: SensitiveKeys;
  /**
   * Put before the key to make the attribute's name.
   *
   * @default ''
   */
  prefix?: string;
  /**
   * Makes the attribute's name of the key, in place of `prefix`. Its
   * result is remembered, as that of `attributeValue` is.
   */
  attributeName?: (key: string) => string;
  /**
   * Makes the attribute's value (hash, shorten, number, boolean);
   * `undefined` leaves the entry out. Its result is remembered while
   * the baggage is in use: it is called for the first span, not for all.
   *
   * @default the entry's value
   */
  attributeValue?: (
    value: string,
    key: string,
    metadata?: BaggageEntryMetadata,
  ) => AttributeValue | undefined;
}

/** Tells whether the entry of a key is copied; the argument of upstream's processors. */
export type BaggageKeyPredicate = (baggageKey: string) => boolean;

/** Selects all keys. Baggage comes from the network: an allowlist is safer. */
export const ALLOW_ALL_BAGGAGE_KEYS: BaggageKeyPredicate = () => true;

/**
 * Bounds what is selected: returns the attribute that takes the place of one, or
 * undefined to leave it out. Must not throw.
 */
export type AttributeBound = (
  name: string,
  value: AttributeValue,
  key: string,
) => BaggageAttribute | undefined;

/** The members that spans and log records of both SDKs have. */
export interface AttributeTarget {
  readonly attributes: object;
  /** Sets it, within the limits of the SDK. */
  setAttribute(name: string, value: AttributeValue): unknown;
}

/** The names of {@link BaggageAttributesOptions}. */
export const BAGGAGE_ATTRIBUTES_OPTIONS: readonly string[] = [
  'included',
  'excluded',
  'sensitive',
  'prefix',
  'attributeName',
  'attributeValue',
  'meterProvider',
];

/** With more literal keys than these, all entries are gone through instead. */
const MAX_KEYS_LOOKED_UP = 16;

type Entries = Iterable<readonly [string, BaggageEntry]>;

/** For predicates, of spans and log records alike. */
const allEntries = /* @__PURE__ */ new BaggageMemo<Entries>();

/** A key to look up, and the name that its prefix makes of it. */
interface NamedKey {
  readonly key: string;
  readonly name: string;
}

type AttributesMemo = BaggageMemo<readonly BaggageAttribute[]>;

/** So many selections are shared; an application has one or two. */
const MAX_MEMOS = 16;
const memos = /* @__PURE__ */ new Map<string, AttributesMemo>();

/**
 * Selectors that select alike share what they remember: the log records of a request
 * find what was made for its spans. Not where callbacks take part, since each
 * reports its own errors.
 */
function memoFor(selection: string): AttributesMemo {
  const memo: AttributesMemo = memos.get(selection) ?? new BaggageMemo();
  if (memos.size < MAX_MEMOS) memos.set(selection, memo);
  return memo;
}

/** Selects the entries of a baggage that become attributes. */
export class BaggageAttributeSelector {
  private readonly predicate: BaggageKeyPredicate | undefined;
  private readonly isIncluded: KeyMatcher;
  private readonly isExcluded: KeyMatcher;
  /** Where the patterns are a few literal ones: the keys to look up, and their names. */
  private readonly keys: readonly NamedKey[] | undefined;
  private readonly prefix: string;
  private readonly attributeName: BaggageAttributesOptions['attributeName'];
  private readonly attributeValue: BaggageAttributesOptions['attributeValue'];

  private readonly attributes: AttributesMemo;

  /**
   * @param selection options, or a predicate as upstream's processors take
   * @param diagnostics says which callbacks threw (rule A5)
   * @param bound what is remembered of a baggage has passed it
   * @throws TypeError for options of a wrong type or name (rule D3)
   */
  constructor(
    selection: BaggageAttributesOptions | BaggageKeyPredicate,
    private readonly diagnostics: DropDiagnostics,
    private readonly bound?: AttributeBound,
  ) {
    const options = typeof selection === 'function' ? {} : selection;
    assertKnownOptions(options, BAGGAGE_ATTRIBUTES_OPTIONS);
    const {
      included = [],
      excluded = [],
      sensitive,
      prefix = '',
      attributeName,
      attributeValue,
      meterProvider,
    } = options;
    this.isIncluded = compileKeyPatterns(included, 'included');
    const isExcluded = compileKeyPatterns(excluded, 'excluded');
    assertString(prefix, 'prefix');
    assertFunction(attributeName, 'attributeName');
    assertFunction(attributeValue, 'attributeValue');
    diagnostics.countWith(meterProvider);

    const isDropped = compileDroppedKeys(sensitive);
    this.isExcluded = isDropped
      ? key => isExcluded(key) || isDropped(key)
      : isExcluded;
    this.prefix = prefix;
    this.attributeName = attributeName;
    this.attributeValue = attributeValue;
    if (typeof selection === 'function') {
      this.predicate = selection;
    } else if (
      included.length <= MAX_KEYS_LOOKED_UP &&
      !included.some(hasWildcard)
    ) {
      this.keys = [...new Set(included)]
        .filter(key => !this.isExcluded(key))
        .map(key => ({ key, name: prefix + key }));
    }
    this.attributes =
      (attributeName ?? attributeValue ?? bound) === undefined
        ? memoFor(JSON.stringify([included, excluded, sensitive, prefix]))
        : new BaggageMemo();
  }

  /** Whether nothing can be selected, whatever the baggage. */
  get isEmpty(): boolean {
    return this.keys?.length === 0;
  }

  /** The attributes of a baggage. Never throws. */
  select(baggage: Baggage): readonly BaggageAttribute[] {
    try {
      // Of a predicate nothing is remembered: it is asked for every span, as
      // upstream's is (rule A7), and may change its answer.
      if (this.predicate !== undefined) return this.attributesOf(baggage);
      let attributes = this.attributes.get(baggage);
      if (attributes === undefined) {
        attributes = this.attributesOf(baggage);
        this.attributes.set(baggage, attributes);
      }
      return attributes;
    } catch {
      this.reportBaggage();
      return NONE;
    }
  }

  /** The attributes of the baggage of a context. Never throws. */
  selectIn(context: Context): readonly BaggageAttribute[] {
    const baggage = propagation.getBaggage(context);
    return baggage === undefined ? NONE : this.select(baggage);
  }

  /**
   * Sets the attributes that are not there yet (rule A4) on a span or log
   * record. Never throws.
   *
   * @returns those that were set
   */
  copy(baggage: Baggage, target: AttributeTarget): readonly BaggageAttribute[] {
    try {
      return setAttributes(target, this.select(baggage), isAbsent);
    } catch {
      this.reportBaggage();
      return NONE;
    }
  }

  /**
   * Sets the attributes of a context's baggage on a span that is already
   * running: those that are not there yet, and those that are there from the
   * baggage of its start (rule A8). Nothing happens to a span that has ended,
   * is not recorded, or does not show its attributes. Never throws.
   */
  copyToRunning(span: Span, context: Context): void {
    const baggage = propagation.getBaggage(context);
    if (baggage === undefined) return;
    try {
      const target = span.isRecording() ? targetOf(span) : undefined;
      if (target !== undefined) {
        rememberCopied(span, this.replace(baggage, target));
      }
    } catch {
      this.reportBaggage();
    }
  }

  private replace(
    baggage: Baggage,
    span: AttributeTarget,
  ): readonly BaggageAttribute[] {
    return setAttributes(
      span,
      this.select(baggage),
      (target, name) => isAbsent(target, name) || isCopied(target, name),
    );
  }

  private attributesOf(baggage: Baggage): BaggageAttribute[] {
    const { keys } = this;
    if (keys !== undefined) return this.attributesOfKeys(keys, baggage);
    const attributes: BaggageAttribute[] = [];
    for (const [key, entry] of this.entriesOf(baggage)) {
      if (!this.isSelected(key)) continue;
      const attribute = this.attributeOf(key, entry, this.prefix + key);
      if (attribute !== undefined) attributes.push(attribute);
    }
    return attributes;
  }

  private attributesOfKeys(
    keys: readonly NamedKey[],
    baggage: Baggage,
  ): BaggageAttribute[] {
    // An array that grows has room for seventeen from the first on.
    const attributes = new Array<BaggageAttribute>(keys.length);
    let count = 0;
    for (const { key, name } of keys) {
      const attribute = this.attributeOf(key, entryOf(baggage, key), name);
      if (attribute !== undefined) attributes[count++] = attribute;
    }
    if (count < keys.length) attributes.length = count;
    return attributes;
  }

  private entriesOf(baggage: Baggage): Entries {
    if (this.predicate === undefined) return entriesOf(baggage);
    let entries = allEntries.get(baggage);
    if (entries === undefined) {
      entries = entriesOf(baggage);
      allEntries.set(baggage, entries);
    }
    return entries;
  }

  private attributeOf(
    key: string,
    entry: BaggageEntry | undefined,
    prefixed: string,
  ): BaggageAttribute | undefined {
    // The API's baggage holds whatever was given to it.
    if (entry == null) return undefined;
    const value = this.valueOf(key, entry);
    if (value == null) return undefined;
    const name = this.nameOf(key, prefixed);
    if (name === undefined) return undefined;
    return this.bound ? this.bound(name, value, key) : { name, value };
  }

  private isSelected(key: string): boolean {
    if (this.predicate === undefined) {
      return this.isIncluded(key) && !this.isExcluded(key);
    }
    try {
      return this.predicate(key);
    } catch {
      this.reportCallback('the predicate threw', key);
      return false;
    }
  }

  private valueOf(
    key: string,
    { value, metadata }: BaggageEntry,
  ): AttributeValue | undefined {
    if (this.attributeValue === undefined) return value;
    try {
      return this.attributeValue(value, key, metadata);
    } catch {
      this.reportCallback('attributeValue threw', key);
      return undefined;
    }
  }

  private nameOf(key: string, prefixed: string): string | undefined {
    if (this.attributeName === undefined) return prefixed;
    try {
      const name = this.attributeName(key);
      if (typeof name === 'string' && name !== '') return name;
      this.reportCallback('attributeName made no name', key);
    } catch {
      this.reportCallback('attributeName threw', key);
    }
    return undefined;
  }

  /** Without the error's own message: it may hold the value (rule D2). */
  private reportCallback(what: string, key: string): void {
    this.diagnostics.report(
      'callback_error',
      `not copied: ${what} for the key ${displayKey(key)}`,
      'error',
    );
  }

  private reportBaggage(): void {
    this.diagnostics.report(
      'baggage_error',
      'not copied: the baggage threw when it was read',
      'error',
    );
  }
}

const NONE: readonly BaggageAttribute[] = [];

/**
 * Adds the attributes that are not there yet (rule A4).
 *
 * @returns the very object where there is nothing to add
 */
export function withAttributes(
  given: Attributes | undefined,
  selected: readonly BaggageAttribute[],
): Attributes {
  if (selected.length > MAX_ADDED_ONE_BY_ONE) {
    return withMany(given ?? {}, selected);
  }
  // Copied by hand: on Node.js 20 a spread can take ten times as long.
  const merged: Attributes = {};
  let kept = 0;
  for (const name in given) {
    if (!Object.hasOwn(given, name)) continue;
    setOwn(merged, name, given[name]);
    kept++;
  }
  let count = kept;
  for (const { name, value } of selected) {
    if (count > 0 && Object.hasOwn(merged, name)) continue;
    setOwn(merged, name, value);
    count++;
  }
  return count > kept ? merged : (given ?? {});
}

/**
 * With more, V8 makes a dictionary of an object that is built name by name. A
 * copy of a copy is none: a tenth of the time here, and half of what the SDK
 * takes to sort them ("64 entries, wildcard" in the benchmark).
 */
const MAX_ADDED_ONE_BY_ONE = 12;
const objects = /* @__PURE__ */ new BaggageMemo<Attributes>();

function withMany(
  given: Attributes,
  selected: readonly BaggageAttribute[],
): Attributes {
  let object = objects.get(selected);
  if (object === undefined) {
    const built: Attributes = {};
    for (const { name, value } of selected) {
      if (!Object.hasOwn(built, name)) setOwn(built, name, value);
    }
    object = { ...built };
    objects.set(selected, object);
  }
  // A copy: whoever gets it may change it.
  const merged = { ...object };
  for (const name in given) {
    if (Object.hasOwn(given, name)) setOwn(merged, name, given[name]);
  }
  return merged;
}

function setOwn(
  target: Attributes,
  name: string,
  value: AttributeValue | undefined,
): void {
  if (name === PROTO) defineProto(target, value);
  else target[name] = value;
}

/** Those of the selected that are not among what was given. */
export function absentFrom(
  given: object | undefined,
  selected: readonly BaggageAttribute[],
): readonly BaggageAttribute[] {
  if (given === undefined) return selected;
  const isThere = ({ name }: BaggageAttribute) => Object.hasOwn(given, name);
  return selected.some(isThere)
    ? selected.filter(attribute => !isThere(attribute))
    : selected;
}

/** The API's spans do not; those of the SDK do. */
function showsAttributes<S extends object>(
  span: S,
): span is S & AttributeTarget {
  const { attributes } = span as Partial<AttributeTarget>;
  return typeof attributes === 'object' && attributes !== null;
}

/** A span of Sentry's own, which shows its attributes on request. */
interface SentrySpan {
  getSpanJSON?(): {
    /** Of Sentry 11. */
    readonly attributes?: object;
    /** Of Sentry 10. */
    readonly data?: object;
  };
}

/** @returns undefined for a span that does not show its attributes */
function targetOf(span: Span): AttributeTarget | undefined {
  if (showsAttributes(span)) return span;
  const shown = (span as SentrySpan).getSpanJSON?.();
  const attributes = shown?.attributes ?? shown?.data;
  if (attributes === undefined) return undefined;
  const target: AttributeTarget = {
    attributes,
    setAttribute: (name: string, value: AttributeValue) =>
      span.setAttribute(name, value),
  };
  rememberCopied(target, copiedOnto(span));
  return target;
}

function isAbsent(target: AttributeTarget, name: string): boolean {
  return !Object.hasOwn(target.attributes, name);
}

/**
 * Remembers what a span was started with, and sets what a start cannot: an SDK
 * assigns attributes, which `__proto__` does not take (rule E12).
 */
export function completeCopied(
  span: object,
  selected: readonly BaggageAttribute[],
): void {
  rememberCopied(span, selected);
  for (const { name, value } of selected) {
    if (name === PROTO && showsAttributes(span)) setProtoAttribute(span, value);
  }
}

/** Whether an attribute still is the one that came from baggage. */
export function isCopied(target: AttributeTarget, name: string): boolean {
  const copied = copiedOnto(target).find(other => other.name === name);
  if (copied === undefined) return false;
  const { value } = copied;
  const now = (target.attributes as Attributes)[name];
  if (typeof value === 'string') {
    // The SDK may have cut it.
    return value === now || (now !== '' && value.startsWith(String(now)));
  }
  return JSON.stringify(value) === JSON.stringify(now);
}

/** Sets those that may be; returns them. */
function setAttributes(
  target: AttributeTarget,
  selected: readonly BaggageAttribute[],
  maySet: (target: AttributeTarget, name: string) => boolean,
): readonly BaggageAttribute[] {
  let set = selected;
  for (const attribute of selected) {
    const { name, value } = attribute;
    if (!maySet(target, name)) {
      set = set.filter(other => other !== attribute);
    } else if (name === PROTO) {
      setProtoAttribute(target, value);
    } else {
      target.setAttribute(name, value);
    }
  }
  return set;
}

const PROTO = '__proto__';

/**
 * The SDK sets an attribute by an assignment, and that of `__proto__` ends in
 * the setter of `Object.prototype`. With this one as its prototype the object
 * gets the property (rule E12), and the SDK's limits hold for it as well.
 */
const PROTO_SETTER: object = /* @__PURE__ */ Object.defineProperty({}, PROTO, {
  set(value: unknown) {
    defineProto(this as object, value);
  },
});

/** An assignment of it would end in the setter of `Object.prototype`. */
function defineProto(target: object, value: unknown): void {
  Object.defineProperty(target, PROTO, {
    value,
    configurable: true,
    enumerable: true,
    writable: true,
  });
}

function setProtoAttribute(
  target: AttributeTarget,
  value: AttributeValue,
): void {
  const { attributes } = target;
  const prototype: unknown = Object.getPrototypeOf(attributes);
  Object.setPrototypeOf(attributes, PROTO_SETTER);
  target.setAttribute(PROTO, value);
  Object.setPrototypeOf(attributes, prototype as object | null);
}
