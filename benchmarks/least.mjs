// The leanest code that does the work by hand: checks a header against the
// grammar with one expression and hands it on as it came, looks up the keys it
// is told. What the rules ask beyond that (other spellings, duplicates, what is
// there already, trust boundary, diagnostics) it leaves out. Where a goal is not
// reached, it shows what is.

import { createContextKey, propagation } from '@opentelemetry/api';
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

/** The header of a baggage, remembered with it. */
const WRITTEN = Symbol('header');

class Received {
  constructor(header) {
    this[WRITTEN] = header;
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
    setter.set(carrier, 'baggage', (baggage[WRITTEN] ??= headerOf(baggage)));
  },
};

/** A span and log record processor. */
export function leastProcessor(keys) {
  const copy = (target, context) => {
    const baggage = propagation.getBaggage(context);
    if (baggage === undefined) return;
    for (const key of keys) {
      const entry = baggage.getEntry(key);
      if (entry !== undefined) target.setAttribute(key, entry.value);
    }
  };
  return { ...idle, onStart: copy, onEmit: copy };
}

/** The attributes processor of a view. */
export function leastAttributes(key) {
  return {
    process(attributes, context) {
      const value = context && propagation.getBaggage(context)?.getEntry(key);
      return value === undefined
        ? attributes
        : { ...attributes, [key]: value.value };
    },
  };
}
