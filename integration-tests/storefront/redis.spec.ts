import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../support/find-program';
import { Storefront } from './storefront';

/* eslint-disable @typescript-eslint/no-explicit-any */

const REDIS = findProgram('redis-server');
const needsRedis = REDIS ? test : test.skip;
const why = REDIS ? '' : ' (skipped: redis-server is not installed)';

jest.setTimeout(150_000);

let shop: Storefront;
/** Where Redis has its folder; that `ended` resolves means that it is gone itself. */
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'redis-'));
});

afterEach(async () => {
  await shop.cleanUp();
  rmSync(folder, { recursive: true });
});

needsRedis(
  `baggage travels through Redis in the message, and all is counted${why}`,
  async () => {
    shop = new Storefront(['--serve'], { TMPDIR: folder });
    await shop.isDone();
    expect((await shop.state()).queue).toBe('redis');

    const { rows } = await shop.get('/api/stats?by=tenant.id');
    const known = rows.filter(({ value }: any) => value !== null);
    expect(known).toHaveLength(4);
    for (const { requests, sent, errors, dataPoints, logs } of known) {
      expect(requests).toBe(sent);
      expect(dataPoints).toBe(sent);
      expect(logs).toBe(5 * (sent - errors) + 4 * errors);
    }

    const { hops, spans } = await shop.send('cart.id=c-1;ttl=5');
    const hop = hops.at(-1);
    expect(hop).toMatchObject({ from: 'orders', to: 'worker', dropped: [] });
    expect(hop.received).toContain('tenant.id=visitor');
    expect(hop.accepted).toContainEqual({
      key: 'cart.id',
      value: 'c-1',
      metadata: 'ttl=5',
    });
    const consumer = spans.find(({ spanId }: any) => spanId === hop.spanId);
    expect(consumer).toMatchObject({
      service: 'worker',
      scope: 'bullmq',
      kind: 'consumer',
      attributes: { 'bullmq.queue.name': 'receipts', 'tenant.id': 'visitor' },
    });

    expect(readdirSync(folder)).toHaveLength(1);
    shop.signal('SIGTERM');
    expect([await shop.ended, shop.output]).toEqual([0, expect.anything()]);
    expect(readdirSync(folder)).toEqual([]);
  },
);

needsRedis(`Redis ends too where the example is killed${why}`, async () => {
  shop = new Storefront([], { TMPDIR: folder });
  await shop.says(/load +\d+ of 240 requests/);
  expect(readdirSync(folder)).toHaveLength(1);
  shop.signal('SIGKILL');

  expect(await shop.ended).toBe('SIGKILL');
  expect(readdirSync(folder)).toEqual([]);
});

test('where redis-server is not installed, the queue is the one in the process', async () => {
  shop = new Storefront([], { PATH: '' });
  await shop.says(/^queue +in-process$/m);
});

test('where Redis is asked for and is not installed, it says so and ends with 1', async () => {
  shop = new Storefront(['--queue=redis'], { PATH: '' });

  expect(await shop.ended).toBe(1);
  expect(shop.output).toContain('redis-server ended with spawn');
  expect(shop.output).toContain('Failed: redis ended with exit code 1');
});
