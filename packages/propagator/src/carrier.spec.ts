import type { writtenHeaders } from './carrier';

type WrittenHeaderClass = ReturnType<typeof writtenHeaders>;

/** Where the first copy of the package keeps the class for all. */
const MARK = Symbol.for('@otel-baggage/propagator mark 1');
const globals = globalThis as { [MARK]?: unknown };

/** The module as it is loaded where `Headers` is this, and what was given to it. */
function loadWith(headers: unknown): WrittenHeaderClass {
  const given = globalThis.Headers;
  delete globals[MARK];
  globalThis.Headers = headers as typeof Headers;
  try {
    let loaded: WrittenHeaderClass | undefined;
    jest.isolateModules(() => {
      loaded = jest.requireActual('./carrier').writtenHeaders();
    });
    // It is asked for with the first carrier.
    loaded!.remember({}, '', undefined, undefined);
    return loaded!;
  } finally {
    globalThis.Headers = given;
    delete globals[MARK];
  }
}

class SeesFields {
  constructor() {
    throw new TypeError('Cannot convert a symbol to a string');
  }
}

describe.each([
  ['private fields are hidden', Headers, true],
  ['private fields are seen, as in Bun', SeesFields, false],
  ['there are no Headers', undefined, true],
])('I9 where %s', (_title, headers, isField) => {
  const WrittenHeader = loadWith(headers);

  test('the carrier itself holds a field only where that is hidden', () => {
    const carrier = { baggage: 'a=1' };
    WrittenHeader.remember(carrier, 'a=1', undefined, undefined);
    expect(WrittenHeader.in(carrier) === (carrier as object)).toBe(isField);
  });

  test('what was written is known again, and replaced', () => {
    const carrier: Record<string, string> = {};
    expect(WrittenHeader.in(carrier)).toBeUndefined();
    for (const text of ['a=1', 'a=2']) {
      carrier.baggage = text;
      WrittenHeader.remember(carrier, text, 'b=2', WrittenHeader.in(carrier));
      const written = WrittenHeader.in(carrier)!;
      expect(WrittenHeader.othersOf(written, text)).toBe('b=2');
      expect(WrittenHeader.othersOf(written, 'c=3')).toBe('c=3');
    }
    WrittenHeader.takeBack(carrier);
    expect(carrier).toEqual({});
  });

  test('a copy of the properties knows nothing', () => {
    const carrier = { baggage: 'a=1' };
    WrittenHeader.remember(carrier, 'a=1', undefined, undefined);
    expect(WrittenHeader.in({ ...carrier })).toBeUndefined();
  });
});
