import type {
  AttributeValue,
  Baggage,
  BaggageEntry,
  BaggageEntryMetadata,
} from '@opentelemetry/api';
import { displayKey, type DropDiagnostics } from './diagnostics';
import {
  compileKeyPatterns,
  hasWildcard,
  type KeyMatcher,
} from './key-pattern';
import {
  assertFunction,
  assertKnownOptions,
  assertPatterns,
  assertString,
} from './options';
import { RecentBaggage } from './recent-baggage';

/** Which baggage entries become attributes, and as what. Rules A1 to A3. */
export interface BaggageAttributesOptions {
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
   * Put before the key to make the attribute's name.
   *
   * @default ''
   */
  prefix?: string;
  /**
   * Makes the attribute's name of the key, in place of `prefix`. What it
   * returned is remembered, as with `attributeValue`.
   */
  attributeName?: (key: string) => string;
  /**
   * Makes the attribute's value (hash, shorten, number, boolean);
   * `undefined` leaves the entry out. What it returned is remembered as long
   * as the baggage is in use: it is not called for each span.
   *
   * @default the entry's value
   */
  attributeValue?: (
    value: string,
    key: string,
    metadata?: BaggageEntryMetadata,
  ) => AttributeValue | undefined;
}

/** Says of a key whether its entry is copied, as upstream's processors ask. */
export type BaggageKeyPredicate = (baggageKey: string) => boolean;

/** A predicate for all keys. */
export const ALLOW_ALL_BAGGAGE_KEYS: BaggageKeyPredicate = () => true;

/** An entry as it goes onto a span, log record or measurement. */
export interface BaggageAttribute {
  readonly name: string;
  readonly value: AttributeValue;
}

/** What a span and a log record of either SDK have. */
export interface AttributeTarget {
  readonly attributes: object;
  setAttribute(name: string, value: AttributeValue): unknown;
}

/** The names of {@link BaggageAttributesOptions}. */
export const BAGGAGE_ATTRIBUTES_OPTIONS: readonly string[] = [
  'included',
  'excluded',
  'prefix',
  'attributeName',
  'attributeValue',
];

/** With more literal keys than these, all entries are gone through instead. */
const MOST_KEYS_LOOKED_UP = 16;

/** Selects the entries of a baggage that become attributes. */
export class BaggageAttributeSelector {
  private readonly predicate: BaggageKeyPredicate | undefined;
  private readonly isIncluded: KeyMatcher;
  private readonly isExcluded: KeyMatcher;
  /** Where the patterns are a few literal ones: the keys to look up. */
  private readonly keys: readonly string[] | undefined;
  private readonly attributeName: (key: string) => string;
  private readonly attributeValue: BaggageAttributesOptions['attributeValue'];

  private readonly recentAttributes = new RecentBaggage(baggage =>
    this.attributesOf(baggage),
  );
  private readonly recentEntries = new RecentBaggage(baggage =>
    baggage.getAllEntries(),
  );

  /**
   * @param selection options, or a predicate as upstream's processors take
   * @param diagnostics says which callbacks threw (rule A5)
   * @throws TypeError for options of a wrong type or name (rule D3)
   */
  constructor(
    selection: BaggageAttributesOptions | BaggageKeyPredicate,
    private readonly diagnostics: DropDiagnostics,
  ) {
    const options = typeof selection === 'function' ? {} : selection;
    assertKnownOptions(options, BAGGAGE_ATTRIBUTES_OPTIONS);
    const {
      included = [],
      excluded = [],
      prefix = '',
      attributeName,
      attributeValue,
    } = options;
    assertPatterns(included, 'included');
    assertPatterns(excluded, 'excluded');
    assertString(prefix, 'prefix');
    assertFunction(attributeName, 'attributeName');
    assertFunction(attributeValue, 'attributeValue');

    this.isIncluded = compileKeyPatterns(included, 'included');
    this.isExcluded = compileKeyPatterns(excluded, 'excluded');
    this.attributeName = attributeName ?? (key => prefix + key);
    this.attributeValue = attributeValue;
    if (typeof selection === 'function') {
      this.predicate = selection;
    } else if (
      included.length <= MOST_KEYS_LOOKED_UP &&
      !included.some(hasWildcard)
    ) {
      this.keys = [...new Set(included)].filter(key => !this.isExcluded(key));
    }
  }

  /** Whether nothing can be selected, whatever the baggage. */
  get isEmpty(): boolean {
    return this.keys?.length === 0;
  }

  /** The attributes of a baggage. Never throws. */
  select(baggage: Baggage): readonly BaggageAttribute[] {
    try {
      return this.predicate === undefined
        ? this.recentAttributes.get(baggage)
        : this.allowedAttributes(baggage, this.predicate);
    } catch {
      this.report('unreadable_baggage', 'baggage that throws when read');
      return [];
    }
  }

  /**
   * Sets the attributes that are not there yet (rule A4) on a span or log
   * record. Never throws.
   */
  copy(baggage: Baggage, target: AttributeTarget): void {
    for (const { name, value } of this.select(baggage)) {
      if (Object.hasOwn(target.attributes, name)) continue;
      if (name === PROTO) {
        setProtoAttribute(target, value);
      } else {
        target.setAttribute(name, value);
      }
    }
  }

  private attributesOf(baggage: Baggage): BaggageAttribute[] {
    const attributes: BaggageAttribute[] = [];
    if (this.keys !== undefined) {
      for (const key of this.keys) {
        this.addAttribute(key, baggage.getEntry(key), attributes);
      }
    } else {
      for (const [key, entry] of baggage.getAllEntries()) {
        if (this.isIncluded(key) && !this.isExcluded(key)) {
          this.addAttribute(key, entry, attributes);
        }
      }
    }
    return attributes;
  }

  private addAttribute(
    key: string,
    entry: BaggageEntry | undefined,
    attributes: BaggageAttribute[],
  ): void {
    if (entry === undefined) return;
    try {
      const value =
        this.attributeValue === undefined
          ? entry.value
          : this.attributeValue(entry.value, key, entry.metadata);
      if (value == null) return;
      const name = this.attributeName(key);
      if (typeof name === 'string' && name !== '') {
        attributes.push({ name, value });
      } else {
        this.reportEntry('attributeName made no name', key);
      }
    } catch {
      this.reportEntry('attributeName or attributeValue threw', key);
    }
  }

  /**
   * A predicate is asked for every span, as upstream's is (rule A7): what it
   * answers may change while a baggage lives.
   */
  private allowedAttributes(
    baggage: Baggage,
    predicate: BaggageKeyPredicate,
  ): BaggageAttribute[] {
    const attributes: BaggageAttribute[] = [];
    for (const [key, entry] of this.recentEntries.get(baggage)) {
      try {
        if (predicate(key)) this.addAttribute(key, entry, attributes);
      } catch {
        this.reportEntry('the predicate threw', key);
      }
    }
    return attributes;
  }

  private reportEntry(what: string, key: string): void {
    this.report('callback_error', `${what} for the key ${displayKey(key)}`);
  }

  /** Without the error's own message: it may hold the value (rule D2). */
  private report(reason: string, what: string): void {
    this.diagnostics.report(reason, `not copied: ${what}`, 'error');
  }
}

const PROTO = '__proto__';

/**
 * The SDK sets an attribute by an assignment, and that of `__proto__` ends in
 * the setter of `Object.prototype`. With this one as its prototype the object
 * gets the property (rule E12), and the SDK's limits hold for it as well.
 */
const PROTO_SETTER: object = Object.defineProperty({}, PROTO, {
  set(value: unknown) {
    Object.defineProperty(this, PROTO, {
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    });
  },
});

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
