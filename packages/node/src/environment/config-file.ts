import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BaggageAttributesOptions } from '@otel-baggage/core';
import { type Document, isMap, isSeq, parseDocument, type YAMLMap } from 'yaml';
import { onNextRegistration } from '../api/registry';
import type { BaggageOptions } from '../types';
import { warn } from '../warn';
import { items } from './readers';

const VARIABLE = 'OTEL_CONFIG_FILE';

/** The settings for baggage in a configuration file (rule R5). */
export interface ConfigFile {
  options: BaggageOptions;
  /** Whether it chooses the baggage propagator. */
  carriesHeader: boolean;
}

/** The file that has been read, and what the SDK gets in its place. */
const REPLACED: unique symbol = Symbol.for('@otel-baggage/node config file');
const globals = globalThis as { [REPLACED]?: ConfigFile & { copy: string } };

/** The providers in the file whose processors select for a signal. */
const PROVIDERS = [
  ['tracer_provider', 'spans'],
  ['logger_provider', 'logs'],
] as const;

/**
 * Reads the file that `OTEL_CONFIG_FILE` names. Its `baggage` processors, as
 * Java's contributed ones have them, say which entries spans and log records
 * get. An SDK that does not know them would not start: until it has registered
 * it gets a copy of the file without them, which nobody else can read.
 *
 * @returns undefined where there is no such file
 */
export function readConfigFile(): ConfigFile | undefined {
  const path = process.env[VARIABLE]?.trim();
  if (!path) return undefined;
  // It is the SDK's copy still, where this is called again.
  const replaced = globals[REPLACED];
  if (replaced?.copy === path) return replaced;
  try {
    const document = parseDocument(readFileSync(path, 'utf8'));
    if (document.errors.length > 0) throw document.errors[0]!;
    const file: ConfigFile = {
      options: takeProcessors(document),
      carriesHeader: carriesHeader(document),
    };
    if (Object.keys(file.options).length > 0) giveCopy(document, file);
    return file;
  } catch (error) {
    warn(
      'OTEL_BAGGAGE_CONFIG_FILE',
      `${VARIABLE}: what ${path} says of baggage cannot be read (${(error as Error).message}); ignored`,
    );
    return undefined;
  }
}

/** Takes the `baggage` processors out; returns what they select. */
function takeProcessors(document: Document): BaggageOptions {
  const options: BaggageOptions = {};
  for (const [provider, signal] of PROVIDERS) {
    const processors = document.getIn([provider, 'processors']);
    if (!isSeq(processors)) continue;
    const own = processors.items.filter(isBaggageProcessor);
    if (own.length === 0) continue;
    options[signal] = selectionOf(own.map(node => node.toJS(document).baggage));
    processors.items = processors.items.filter(
      item => !isBaggageProcessor(item),
    );
    // A provider must have one.
    if (processors.items.length === 0) document.delete(provider);
  }
  return options;
}

function isBaggageProcessor(item: unknown): item is YAMLMap {
  return isMap(item) && item.has('baggage');
}

/** Joins the selections of several processors. */
function selectionOf(
  processors: ({ included?: unknown; excluded?: unknown } | null)[],
): BaggageAttributesOptions {
  const patterns = (name: 'included' | 'excluded') =>
    processors.flatMap(processor =>
      listOf(processor?.[name]).map(withVariables),
    );
  const excluded = patterns('excluded');
  return {
    included: patterns('included'),
    ...(excluded.length > 0 && { excluded }),
  };
}

function carriesHeader(document: Document): boolean {
  const { composite, composite_list: list = '' } = document.toJS()
    ?.propagator ?? { composite_list: 'baggage' };
  const parts = listOf(composite).flatMap(part => Object.keys(part ?? {}));
  return [...parts, ...items(withVariables(list))].includes('baggage');
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/**
 * Environment variables in the place of `${NAME}`, `${env:NAME}` and
 * `${NAME:-default}`; `$$` is a `$`.
 *
 * @see https://opentelemetry.io/docs/specs/otel/configuration/data-model/#environment-variable-substitution
 */
function withVariables(value: unknown): string {
  return String(value).replace(
    /\$\$|\$\{(?:env:)?([A-Za-z_]\w*)(?::-([^\n}]*))?\}/g,
    (match, name?: string, fallback = '') =>
      match === '$$' ? '$' : process.env[name!] || fallback,
  );
}

/** Has the SDK read a copy of the file, until it has registered. */
function giveCopy(document: Document, file: ConfigFile): void {
  const original = process.env[VARIABLE];
  const folder = mkdtempSync(join(tmpdir(), 'otel-baggage-'));
  const copy = join(folder, 'config.yaml');
  writeFileSync(copy, document.toString({ lineWidth: 0 }), { mode: 0o600 });
  process.env[VARIABLE] = copy;
  globals[REPLACED] = { ...file, copy };

  const restore = () => {
    rmSync(folder, { recursive: true, force: true });
    if (process.env[VARIABLE] === copy) process.env[VARIABLE] = original;
    process.off('exit', restore);
  };
  onNextRegistration(restore);
  process.on('exit', restore);
}
