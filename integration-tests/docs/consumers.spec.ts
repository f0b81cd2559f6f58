import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { context, propagation } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { getBaggageValue, runWithBaggage } from '@otel-baggage/core';
import { BaggagePropagator } from '@otel-baggage/propagator';
import { readMarkdownFiles } from './markdown-files';
import { ROOT } from './root';

const EXTRACT = /\.extract\(\s*([\w.()]+)/g;

/** The samples in the docs and the examples that read a carrier. */
const samples = [
  ...readMarkdownFiles()
    .flatMap(({ blocks }) => blocks)
    .filter(({ language }) => ['js', 'ts'].includes(language))
    .map(({ file, line, code }) => ({ name: `${file}:${line}`, code })),
  ...programsBelow('examples').map(name => ({
    name,
    code: readFileSync(join(ROOT, name), 'utf8'),
  })),
].filter(({ code }) => /\.extract\(/.test(code));

function programsBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true })
    .map(path => join(folder, String(path)))
    .filter(path => path.endsWith('.mjs') && !path.includes('node_modules'));
}

test('there are some', () => {
  expect(samples.map(({ name }) => name.replace(/:.*/, ''))).toEqual(
    expect.arrayContaining([
      'docs/compatibility.md',
      'examples/storefront/queue.mjs',
    ]),
  );
});

test.each(samples)(
  '$name extracts into ROOT_CONTEXT, not into that of whoever consumes',
  ({ code }) => {
    for (const [, into] of code.matchAll(EXTRACT)) {
      expect(into).toBe('ROOT_CONTEXT');
    }
  },
);

interface Message {
  headers: object;
  body: unknown;
}

interface ForMessages {
  toMessage(body: unknown): Message;
  receive(message: Message, handle: (body: unknown) => unknown): void;
}

test('docs/compatibility.md: two tenants in turn, and one message of nobody', async () => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
  propagation.setGlobalPropagator(new BaggagePropagator());
  const { code } = samples.find(({ name }) =>
    name.startsWith('docs/compatibility.md'),
  )!;
  const { toMessage, receive } = new Function(
    'require',
    'console',
    `${code}; return { toMessage, receive };`,
  )(require, { log: () => undefined }) as ForMessages;

  const tenants = ['acme', 'globex', undefined, 'acme', undefined];
  const messages = tenants.map(tenant =>
    runWithBaggage({ 'tenant.id': tenant }, () => toMessage(tenant)),
  );
  const seen: unknown[] = [];
  const handled: Promise<void>[] = [];
  runWithBaggage({ 'tenant.id': 'consumer' }, () => {
    for (const message of messages) {
      receive(message, body => {
        const see = async () => {
          // The others are received in between.
          await setImmediate();
          seen.push([body, getBaggageValue('tenant.id')]);
        };
        handled.push(see());
      });
    }
  });
  await Promise.all(handled);
  expect(seen).toEqual(tenants.map(tenant => [tenant, tenant]));
  context.disable();
  propagation.disable();
});
