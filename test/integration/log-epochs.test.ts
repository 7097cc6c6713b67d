import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
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
