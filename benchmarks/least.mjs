// The leanest code that does the work by hand: checks a header against the
// grammar with one expression and hands it on as it came, looks up the keys it
// is told, and remembers header and attributes with the baggage. It keeps the rules
// that the fast path cannot do without: what of a carrier's header is the
// application's (I2, I9), attributes that are there (A4), baggage that is set for a
// span later (A8, M9), bounded values (M6). It leaves out other spellings,
// duplicates, metadata, wildcards, several selections, the trust boundary and
// diagnostics. Where a goal is not reached, it shows what is.

import { createContextKey, propagation, trace } from '@opentelemetry/api';
import { idle } from './idle.mjs';

const tchar = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]";
const octets = '[!#-$&-+\\--:<-[\\]-~]*';
const value = `${octets}(?:%[0-9A-Fa-f]{2}${octets})*`;
const property = `${tchar}+(?:=${value})?`;
const member = `${tchar}+=${value}(?:;${property})*`;
const MEMBER = new RegExp(`^${member}$`);
const HEADER = new RegExp(`^${member}(?:,${member})*$`);
const KEY = new RegExp(`^${tchar}+$`);
const VERBATIM = /^[!#$&-*\--:<>-[\]-~]*$/;

const MAX_BYTES = 8192;
const MAX_ENTRIES = 64;
const SUPPRESSED = createContextKey(
  'OpenTelemetry SDK Context Key SUPPRESS_TRACING',
);

/** What is remembered with a baggage. */
const WRITTEN = Symbol('header');
const SELECTED = Symbol('selected');
const MEASURED = Symbol('measured');

class Received {
  constructor(header) {
    this[WRITTEN] = header;
    this[SELECTED] = undefined;
    this[MEASURED] = undefined;
  }

  getEntry(key) {
    const header = this[WRITTEN];
    let at = header.indexOf(`${key}=`);
    while (at > 0 && header[at - 1] !== ',') {
      at = header.indexOf(`${key}=`, at + 1);
    }
    if (at === -1) return undefined;
    const start = at + key.length + 1;
    const comma = header.indexOf(',', start);
    const text = header.slice(start, comma === -1 ? header.length : comma);
    return { value: text.includes('%') ? decodeURIComponent(text) : text };
  }

  getAllEntries() {
    return this[WRITTEN].split(',').map(text => {
      const key = text.slice(0, text.indexOf('='));
      return [key, this.getEntry(key)];
    });
  }

  setEntry(key, entry) {
    const entries = Object.fromEntries(this.getAllEntries());
    return propagation.createBaggage(entries).setEntry(key, entry);
  }
}

function headerOf(baggage) {
  let header = '';
  for (const [key, { value }] of baggage.getAllEntries()) {
    if (!KEY.test(key)) continue;
    const text = VERBATIM.test(value) ? value : encodeURIComponent(value);
    header = header === '' ? `${key}=${text}` : `${header},${key}=${text}`;
  }
  return header;
}

function fits(header) {
  return (
    header.length <= MAX_BYTES &&
    (header.length < MAX_ENTRIES * 2 ||
      header.split(',').length <= MAX_ENTRIES) &&
    HEADER.test(header)
  );
}

/** The last of each key, of valid members. */
function firstThatFit(header) {
  const members = new Map();
  for (const text of header.split(',')) {
    if (MEMBER.test(text)) members.set(text.slice(0, text.indexOf('=')), text);
  }
  let kept = '';
  for (const text of [...members.values()].slice(0, MAX_ENTRIES)) {
    if (kept.length + text.length >= MAX_BYTES) break;
    kept = kept === '' ? text : `${kept},${text}`;
  }
  return kept;
}

function Given(given) {
  return given;
}

/** What was written into a carrier, under a field that nobody sees. */
class Written extends Given {
  #header;
  #others;

  constructor(carrier, header, others) {
    super(carrier);
    this.#header = header;
    this.#others = others;
  }

  /** What somebody else has written there. */
  static othersIn(carrier) {
    let found;
    for (const name in carrier) {
      if (name.length === 7 && name.toLowerCase() === 'baggage') {
        found = carrier[name];
      }
    }
    return #header in carrier && carrier.#header === found
      ? carrier.#others
      : found;
  }

  static mark(carrier, header, others) {
    if (#header in carrier) {
      carrier.#header = header;
      carrier.#others = others;
    } else {
      new Written(carrier, header, others);
    }
  }
}

export const leastPropagator = {
  fields: () => ['baggage'],
  extract(context, carrier, getter) {
    const header = getter.get(carrier, 'baggage');
    if (header === undefined) return context;
    const kept = fits(header) ? header : firstThatFit(header);
    return propagation.setBaggage(context, new Received(kept));
  },
  inject(context, carrier, setter) {
    if (context.getValue(SUPPRESSED)) return;
    const baggage = propagation.getBaggage(context);
    if (baggage === undefined) return;
    const others = Written.othersIn(carrier);
    const own = (baggage[WRITTEN] ??= headerOf(baggage));
    const header = others === undefined ? own : `${own},${others}`;
    setter.set(carrier, 'baggage', header);
    Written.mark(carrier, header, others);
  },
};

const COPIED = Symbol('copied');
const PROCESSORS = Symbol('processors');
const SET = Symbol('set');

/** A span and log record processor. */
export function leastProcessor(keys) {
  const select = baggage => {
    const selected = [];
    for (const key of keys) {
      const entry = baggage.getEntry(key);
      if (entry !== undefined) selected.push({ key, value: entry.value });
    }
    return selected;
  };
  const copy = (target, baggage) => {
    const selected = (baggage[SELECTED] ??= select(baggage));
    for (const { key, value } of selected) {
      if (!Object.hasOwn(target.attributes, key)) {
        target.setAttribute(key, value);
      }
    }
    return selected;
  };
  const processors = [copy];
  return {
    ...idle,
    onStart(span, context) {
      span[PROCESSORS] = processors;
      const baggage = propagation.getBaggage(context);
      if (baggage === undefined) return;
      span[COPIED] = copy(span, baggage);
    },
    onEmit(record, context) {
      const baggage = propagation.getBaggage(context);
      if (baggage !== undefined) copy(record, baggage);
    },
  };
}

const MAX_VALUES = 100;

/** The attributes processor of a view. */
export function leastAttributes(key) {
  const values = new Map();
  /** A copy: the value is a piece of a header. */
  const remember = value => {
    if (values.size === MAX_VALUES || value.length > 256) return '_other';
    const copy = Buffer.from(value).toString();
    values.set(copy, copy);
    return copy;
  };
  const measured = baggage => {
    const value = baggage.getEntry(key)?.value ?? '';
    return values.get(value) ?? remember(value);
  };
  return {
    process(attributes = {}, context) {
      if (context === undefined || context.getValue(SUPPRESSED)) {
        return attributes;
      }
      const baggage =
        trace.getSpan(context)?.[SET] ?? propagation.getBaggage(context);
      if (baggage === undefined) return attributes;
      const value = (baggage[MEASURED] ??= measured(baggage));
      return value === '' || Object.hasOwn(attributes, key)
        ? attributes
        : { ...attributes, [key]: value };
    },
  };
}
