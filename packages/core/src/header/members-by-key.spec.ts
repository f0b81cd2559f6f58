import fc from 'fast-check';
import { type Member, MembersByKey } from './members-by-key';
import { parseBaggage } from './parse-baggage';

/** The members `key=`, each with its place in the text. */
function membersOf(keys: readonly string[]) {
  const raw = keys.map(key => `${key}=`).join(',');
  let offset = 0;
  const places = keys.map(key => {
    const keyEnd = offset + key.length;
    const place = { offset, keyEnd };
    offset = keyEnd + 2;
    return place;
  });
  return { raw, places };
}

/** Adds those whose keys are not there, and tells which was found for each. */
function indexesOf(
  keys: readonly string[],
  hashOf: (members: MembersByKey, offset: number, keyEnd: number) => number,
): number[] {
  const { raw, places } = membersOf(keys);
  const members = new MembersByKey(raw);
  return places.map(({ offset, keyEnd }, position) => {
    const hash = hashOf(members, offset, keyEnd);
    const found = members.find(hash, offset, keyEnd);
    if (found !== undefined) return found.position;
    const member: Member = {
      ...{ hash, position, offset, keyEnd },
      ...{ end: keyEnd + 1, bytes: keyEnd + 1 - offset },
    };
    members.add(member);
    expect(members.find(hash, offset, keyEnd)).toBe(member);
    return position;
  });
}

const firstIndexes = (keys: readonly string[]) =>
  keys.map(key => keys.indexOf(key));

const anyKeys = fc.array(
  fc.string({
    unit: fc.constantFrom('a', 'b', '1'),
    minLength: 1,
    maxLength: 5,
  }),
  { maxLength: 300, size: 'max' },
);

test('E8 finds the member of each key, however many there are', () => {
  const byItsHash = (members: MembersByKey, offset: number, keyEnd: number) =>
    members.hashOf(offset, keyEnd);
  fc.assert(
    fc.property(anyKeys, keys => {
      expect(indexesOf(keys, byItsHash)).toEqual(firstIndexes(keys));
    }),
  );
});

test.each([0, 1, -1, 0x7fffffff])(
  'E8, E10 tells keys of one hash apart: %i',
  hash => {
    fc.assert(
      fc.property(anyKeys, keys => {
        expect(indexesOf(keys, () => hash)).toEqual(firstIndexes(keys));
      }),
      { numRuns: 20 },
    );
  },
);

test('E10 the hash of a key is another one in each header', () => {
  const hashes = Array.from({ length: 10 }, () =>
    new MembersByKey('tenant.id=').hashOf(0, 9),
  );
  expect(new Set(hashes).size).toBeGreaterThan(1);
});

test('E10 keys spread over the places, as by chance', () => {
  const keys = Array.from({ length: 20_000 }, (_, i) => i.toString(36));
  const { raw, places } = membersOf(keys);
  const members = new MembersByKey(raw);
  const hashes = places.map(({ offset, keyEnd }) =>
    members.hashOf(offset, keyEnd),
  );
  // By chance 20,000 of 65,536 places are 17,240 different ones, give or take 50.
  const used = new Set(hashes.map(hash => (hash ^ (hash >>> 16)) & 0xffff));
  expect(used.size).toBeGreaterThan(16_000);
});

test('E8 a thousand members of three hundred keys', () => {
  const header = Array.from({ length: 1000 }, (_, i) => `k${i % 300}=${i}`);
  const limits = { maxEntries: 1000, maxBytes: 1_000_000 };
  const { baggage, dropped } = parseBaggage(header.join(','), limits);
  expect(baggage.getAllEntries()).toEqual(
    Array.from({ length: 300 }, (_, k) => [
      `k${k}`,
      { value: `${k < 100 ? 900 + k : 600 + k}` },
    ]),
  );
  expect(
    dropped.map(({ reason, position, key }) => [reason, position, key]),
  ).toEqual(
    Array.from({ length: 700 }, (_, i) => ['duplicate_key', i, `k${i % 300}`]),
  );
});
