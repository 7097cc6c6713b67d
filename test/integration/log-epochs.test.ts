import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import {
  cosign,
  makeSigningKey,
  parseCheckpoint,
  parseNote,
  readEvent,
  withCosignatures,
} from '@muster/audit';
import { afterAll, expect, it } from 'vitest';
import { openKeptLog } from '../../tools/audit/kept-log.ts';

const root = mkdtempSync(join(tmpdir(), 'muster-epochs-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('a backup that is restored twice begins two logs, and never one of two histories', async () => {
  const home = join(root, 'home');
  let begun = '';
  {
    await using kept = await openKeptLog(home);
    begun = kept.log.origin;
  }
  const origins: string[] = [];
  for (const [name, atMs] of [
    ['monday', 1_900_000_000_000],
    ['tuesday', 1_900_086_400_000],
  ] as const) {
    // What a backup has: not the lock.
    const filter = (path: string): boolean => !basename(path).startsWith('audit-lock.db');
    cpSync(home, join(root, name), { recursive: true, filter });
    await using kept = await openKeptLog(join(root, name), () => atMs);
    origins.push(kept.log.origin);
    expect(kept.log.published?.head.size).toBe(kept.log.size);
  }
  const prefix = begun.slice(0, -1);
  expect([begun, ...origins]).toEqual([`${prefix}1`, `${prefix}1900000000`, `${prefix}1900086400`]);
});

it('a log that as many have cosigned as a federation has witnesses is gone on with after a restore', async () => {
  const [home, restored] = [join(root, 'large'), join(root, 'large-again')];
  {
    await using _ = await openKeptLog(home);
  }
  const served = join(home, 'audit', '1', 'checkpoint');
  let note: Uint8Array = readFileSync(served);
  for (let n = 0; n < 32; n += 1) {
    const name = `00112233445566778899aabbccddeeff/site/s-00112233445566${n + 10}/witness`;
    const key = makeSigningKey(name, 'cosignature/v1', new Uint8Array(32).fill(n + 1));
    note = withCosignatures(note, cosign(parseNote(note).text, [key], 1), [key.verifier]);
  }
  writeFileSync(served, note);
  const filter = (path: string): boolean => !basename(path).startsWith('audit-lock.db');
  cpSync(home, restored, { recursive: true, filter });
  await using kept = await openKeptLog(restored);
  const begun = kept.log.latest('log.epoch_started', 'log');
  const data = begun && readEvent(begun.entry).data;
  const previous = Buffer.from(data && 'previous' in data ? (data.previous ?? '') : '', 'base64');
  const { text, signatures } = parseNote(previous);
  expect(text).toBe(parseNote(note).text);
  expect(signatures.length).toBeGreaterThan(20);
  expect(signatures.map(({ name }) => name)).toContain(text.split('\n')[0]);
});

it('a log whose files are lost is named by the later one as its rows have it: origin, size and root', async () => {
  const [home, restored] = [join(root, 'whole'), join(root, 'rows-alone')];
  let before: ReturnType<typeof parseCheckpoint> | undefined;
  {
    await using kept = await openKeptLog(home);
    before = {
      origin: kept.log.origin,
      ...(kept.log.published?.head ?? { size: 0, root: new Uint8Array() }),
    };
  }
  const filter = (path: string): boolean =>
    !basename(path).startsWith('audit-lock.db') && path !== join(home, 'audit');
  cpSync(home, restored, { recursive: true, filter });
  await using kept = await openKeptLog(restored);
  const begun = kept.log.latest('log.epoch_started', 'log');
  const data = begun && readEvent(begun.entry).data;
  const previous = Buffer.from(data && 'previous' in data ? (data.previous ?? '') : '', 'base64');
  const served = readFileSync(join(home, 'audit', '1', 'checkpoint'));
  expect(parseCheckpoint(parseNote(previous).text)).toEqual(before);
  expect(parseNote(previous).signatures).toEqual(parseNote(served).signatures.slice(0, 1));
});
