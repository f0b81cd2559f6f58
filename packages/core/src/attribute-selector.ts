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
  /** Makes the attribute's name of the key, in place of `prefix`. */
  attributeName?: (key: string) => string;
  /**
   * Makes the attribute's value (hash, shorten, number, boolean);
   * `undefined` leaves the entry out. It is called once for a baggage, not
   * for each span.
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

/** The baggage of a few requests at a time; see {@link select}. */
const RECENT_SLOTS = 4;

interface Selected {
  readonly baggage: Baggage;
  readonly attributes: readonly BaggageAttribute[];
}

/** Selects the entries of a baggage that become attributes. */
export class BaggageAttributeSelector {
  private readonly isIncluded: BaggageKeyPredicate;
  private readonly isExcluded: KeyMatcher;
  /** Where no pattern has a wildcard: the keys to look up. */
  private readonly keys: readonly string[] | undefined;
  private readonly attributeName: (key: string) => string;
  private readonly attributeValue: BaggageAttributesOptions['attributeValue'];

  /**
   * The spans and log records of a request follow each other and share its
   * baggage. A few slots, because `WeakMap.set` of a fresh baggage costs
   * more than selecting again.
   */
  private readonly recent: Selected[] = [];
  private nextSlot = 0;

  /**
   * @param selection options, or a predicate as upstream's processors take
   * @param diagnostics says which callbacks threw (rule A5)
   * @throws TypeError for options of a wrong type or name (rule D3)
   */
  constructor(
    selection: BaggageAttributesOptions | BaggageKeyPredicate,
    private readonly diagnostics: DropDiagnostics,
  ) {
    if (typeof selection === 'function') {
      this.isIncluded = selection;
      this.isExcluded = () => false;
      this.attributeName = key => key;
      return;
    }
    assertKnownOptions(selection, BAGGAGE_ATTRIBUTES_OPTIONS);
    const {
      included = [],
      excluded = [],
      prefix = '',
      attributeName,
      attributeValue,
    } = selection;
    assertPatterns(included, 'included');
    assertString(prefix, 'prefix');
    assertFunction(attributeName, 'attributeName');
    assertFunction(attributeValue, 'attributeValue');

    this.isIncluded = compileKeyPatterns(included, 'included');
    this.isExcluded = compileKeyPatterns(excluded, 'excluded');
    this.attributeName = attributeName ?? (key => prefix + key);
    this.attributeValue = attributeValue;
    if (!included.some(hasWildcard)) {
      this.keys = [...new Set(included)].filter(key => !this.isExcluded(key));
    }
  }

  /** Whether nothing can be selected, whatever the baggage. */
  get isEmpty(): boolean {
    return this.keys?.length === 0;
  }

  /** The attributes of a baggage. Never throws. */
  select(baggage: Baggage): readonly BaggageAttribute[] {
    for (const selected of this.recent) {
      if (selected.baggage === baggage) return selected.attributes;
    }
    const attributes = this.attributesOf(baggage);
    this.recent[this.nextSlot] = { baggage, attributes };
    this.nextSlot = (this.nextSlot + 1) % RECENT_SLOTS;
    return attributes;
  }

  /**
   * Sets the attributes that are not there yet (rule A4) on a span or log
   * record. Never throws.
   */
  copy(baggage: Baggage, target: AttributeTarget): void {
    for (const { name, value } of this.select(baggage)) {
      if (Object.hasOwn(target.attributes, name)) continue;
      if (name === '__proto__') {
        setOwnProperty(target.attributes, name, value);
      } else {
        target.setAttribute(name, value);
      }
    }
  }

  private attributesOf(baggage: Baggage): BaggageAttribute[] {
    const attributes: BaggageAttribute[] = [];
    if (this.keys !== undefined) {
      for (const key of this.keys) {
        const entry = baggage.getEntry(key);
        if (entry !== undefined) this.add(key, entry, attributes);
      }
    } else {
      for (const [key, entry] of baggage.getAllEntries()) {
        if (this.selects(key)) this.add(key, entry, attributes);
      }
    }
    return attributes;
  }

  private selects(key: string): boolean {
    try {
      return this.isIncluded(key) && !this.isExcluded(key);
    } catch {
      this.reportThrown('the predicate', key);
      return false;
    }
  }

  private add(
    key: string,
    { value, metadata }: BaggageEntry,
    attributes: BaggageAttribute[],
  ): void {
    try {
      const made = this.attributeValue
        ? this.attributeValue(value, key, metadata)
        : value;
      if (made === undefined) return;
      attributes.push({ name: this.attributeName(key), value: made });
    } catch {
      this.reportThrown('attributeName or attributeValue', key);
    }
  }

  private reportThrown(callback: string, key: string): void {
    // Not the error's own message: it may hold the value (rule D2).
    this.diagnostics.report(
      'callback_error',
      `${callback} threw for the key ${displayKey(key)}: not copied`,
      'error',
    );
  }
}

/** For `__proto__`, which an assignment would not make a property (E12). */
function setOwnProperty(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, {
    value,
    configurable: true,
    enumerable: true,
    writable: true,
  });
}
