import { MusterError } from '@muster/errors';
import { expect, it } from 'vitest';
import { makeLogger } from '../logger.ts';
import { AccessLog, networkOf } from './access-log.ts';
import { People } from './people.ts';

/** `fails`: how often the log takes nothing. */
function accessLog(fails = 0) {
  const due: (() => void)[] = [];
  const told: { readonly name: string; readonly data: unknown; readonly actor?: string }[] = [];
  let left = fails;
  const vault = { pseudonymKey: () => new Uint8Array(32), remember: () => {} };
  const access = new AccessLog({
    log: {
      append: async (act) => {
        left -= 1;
        if (left >= 0) throw new MusterError('STORAGE_FULL', 'no room');
        told.push(act);
        return { index: told.length, entry: new Uint8Array() };
      },
    },
    people: new People({ vault, nameOf: () => 'Ada', wallMs: () => 0 }),
    clock: {
      after: (_ms, act) => {
        due.push(act);
        return () => {};
      },
    },
    logger: makeLogger('silent'),
  });
  const tell = async (): Promise<void> => {
    for (const act of due.splice(0)) act();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { access, told, tell };
}

it('counts who was turned away, by why and from how far', async () => {
  const { access, told, tell } = accessLog();
  for (let n = 0; n < 1_000; n += 1) access.failed('unknown', '203.0.113.9');
  access.failed('malformed', '::ffff:127.0.0.1');
  await tell();
  expect(told.map(({ data }) => data)).toEqual([
    { method: 'credential', count: 1_000, network: 'public', reason: 'unknown' },
    { method: 'credential', count: 1, network: 'loopback', reason: 'malformed' },
  ]);
  await tell();
  expect(told).toHaveLength(2);
});

it('tells who came and what was handed to whom under a pseudonym, and again while the disk is full', async () => {
  const { access, told, tell } = accessLog(3);
  access.succeeded('op-1', '10.0.0.1');
  access.exported('ab'.repeat(32), 'op-1');
  access.exported('ab'.repeat(32), 'op-1');
  for (let n = 0; n < 4; n += 1) await tell();
  expect(told.map(({ name }) => name).sort()).toEqual(['auth.succeeded', 'data.exported']);
  for (const { actor } of told) expect(actor).toMatch(/^p:[A-Za-z0-9_-]{22}$/);
  expect(JSON.stringify(told.map(({ data }) => data))).not.toMatch(/op-1|Ada|10\.0/);
});

it.each([
  ['127.8.8.8', 'loopback'],
  ['::1', 'loopback'],
  ['172.31.0.1', 'private'],
  ['172.32.0.1', 'public'],
  ['100.64.1.1', 'private'],
  ['fe80::1', 'private'],
  ['fd12::1', 'private'],
  ['2001:db8::1', 'public'],
])('%s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
