import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatAddCheckpoint, leafHash, originOf, PartyKeys, signCheckpoint } from '@muster/audit';
import { coordinatorMigrations, memorySqlite, migrate } from '@muster/store';
import { systemClock } from '@muster/transport';
import pino from 'pino';
import { afterAll, expect, it } from 'vitest';
import { ForkFiles } from './fork-files.ts';
import { SiteLogs } from './site-logs.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-site-logs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const federation = '00112233445566778899aabbccddeeff';
const host = 'audit.example.org';
const site = { federation, role: 'site', pseudonym: 's-0123456789abcdef' } as const;
const keys = new PartyKeys(site, new Uint8Array(32).fill(1));
const origin = originOf(site, host, 1);
const quiet = pino({ level: 'silent' });

/** A log of one entry. */
const checkpoint = (entry: string) =>
  signCheckpoint({ origin, size: 1, root: leafHash(Buffer.from(entry)) }, [keys.logKey(origin)], 0);

it('a site whose own log has forked is cosigned no more, also after a restart, until a person takes the evidence away', async () => {
  const db = memorySqlite();
  migrate(db, coordinatorMigrations, 0);
  const { producer, witness } = keys;
  const enrolled = {
    ...{ pseudonym: site.pseudonym, site: 'a', enrolledMs: 0, leftMs: null },
    producerKey: producer.verifier.publicKey,
    witnessKey: witness.verifier.publicKey,
    logKey: keys.logKey(origin).verifier.publicKey,
  };
  const parties = { of: () => enrolled };
  const files = new ForkFiles(join(folder, 'evidence'), quiet);
  const recorded: string[] = [];
  const open = async () =>
    new SiteLogs({
      federationLog: {
        record: ({ name }) => {
          recorded.push(name);
          return { index: 0, entry: new Uint8Array() };
        },
      },
      store: { db, parties },
      federationId: federation,
      host,
      key: new PartyKeys({ federation, role: 'coordinator' }, new Uint8Array(32).fill(2)).witness,
      clock: systemClock,
      log: quiet,
      forked: await files.origins(),
      keep: (name, text) => files.keep(name, text),
    });
  const asked = async (logs: SiteLogs, oldSize: number, entry: string) =>
    (await logs.answer('a', formatAddCheckpoint({ oldSize, proof: [], checkpoint: checkpoint(entry) })))
      .status;

  const logs = await open();
  expect(await asked(logs, 0, 'true')).toBe(200);
  expect(await asked(logs, 1, 'other')).toBe(422);
  expect(await asked(logs, 1, 'true')).toBe(404);
  await expect.poll(() => readdirSync(join(folder, 'evidence')).length).toBe(1);
  await files.keep(`fork-${'0'.repeat(64)}.json`, 'nothing');
  expect(await files.origins()).toEqual([origin]);
  expect(await asked(await open(), 1, 'true')).toBe(404);
  expect(recorded).toEqual(['witness.checkpoint_seen', 'witness.fork_detected']);

  rmSync(join(folder, 'evidence'), { recursive: true });
  expect(await asked(await open(), 1, 'true')).toBe(200);
});
