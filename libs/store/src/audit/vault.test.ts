import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqlite } from '../sqlite.ts';
import { openVault, readVault, type Vault } from './vault.ts';
import type { Secret } from './vault-rows.ts';

const ORIGIN = 'audit.example.org/fed/7/1';
let folder: string;
let path: string;
let vault: Vault;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-vault-'));
  path = join(folder, 'vault.db');
  vault = openVault(path, 0);
});
afterEach(() => {
  vault.close();
  rmSync(folder, { recursive: true, force: true });
});

const secretOf = (number: number, more: Partial<Secret> = {}): Secret => ({
  commitment: `commitment ${number}`,
  hidden: 'pii',
  salt: new Uint8Array(32).fill(number),
  payload: { why: `the quiet words of number ${number}.` },
  atMs: 1_000 * number,
  ...more,
});
/** In any file beside the vault, its write-ahead log among them. */
const isOnDisk = (bytes: Uint8Array | string): boolean =>
  readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes(Buffer.from(bytes)));
const erase = (numbers: readonly number[], persons: readonly string[] = []): void => {
  const secrets = numbers.map((entry) => ({
    commitment: `commitment ${entry}`,
    hidden: 'pii' as const,
    origin: ORIGIN,
    entry,
  }));
  vault.erase({ caseId: 'c-1', terms: { basis: 'other' }, secrets }, persons, () => new Uint8Array(32), 5);
  vault.wipe();
};

describe('what is erased', () => {
  it('is in none of the files, and what stays is as it was', () => {
    const numbers = Array.from({ length: 200 }, (_, i) => i + 1);
    vault.keep(numbers.map((number) => secretOf(number)));
    expect(isOnDisk('words of number 77.')).toBe(true);
    erase([77, 78]);
    for (const number of [77, 78]) {
      expect(isOnDisk(`words of number ${number}.`)).toBe(false);
      expect(isOnDisk(new Uint8Array(32).fill(number))).toBe(false);
      expect(vault.find(`commitment ${number}`)).toBeUndefined();
    }
    expect(isOnDisk('words of number 79.')).toBe(true);
    expect(vault.find('commitment 79')).toEqual(secretOf(79));
  });

  it('is told by a row until the log tells of it, and once', () => {
    vault.keep([secretOf(1)]);
    erase([1]);
    expect(() => erase([1])).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
    expect(vault.unlogged(5)).toEqual([]);
    expect(vault.unlogged(6)).toEqual([
      {
        caseId: 'c-1',
        terms: { basis: 'other' },
        secrets: [{ commitment: 'commitment 1', hidden: 'pii', origin: ORIGIN, entry: 1 }],
      },
    ]);
    vault.logged('c-1');
    expect(vault.unlogged(6)).toEqual([]);
  });

  it('is gone beside another process that has read from it', () => {
    vault.keep([secretOf(1)]);
    using other = readVault(path);
    expect(other.find('commitment 1')).toEqual(secretOf(1));
    erase([1]);
    expect([other.find('commitment 1'), isOnDisk('words of number 1.')]).toEqual([undefined, false]);
  });
});

describe('a vault', () => {
  it('is no other file that is named in its place, whatever that holds', () => {
    const other = join(folder, 'other.db');
    for (const bytes of [Buffer.alloc(0), Buffer.alloc(5_000, 7)]) {
      writeFileSync(other, bytes);
      expect(() => readVault(other)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    }
    writeFileSync(other, '');
    const db = openSqlite(other);
    db.script('CREATE TABLE some (thing TEXT)');
    db.close();
    expect(() => readVault(other)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  });
});

describe('secrets', () => {
  it('are found by where the log commits to them, who acts there, their class and their age', () => {
    vault.keep([secretOf(1), secretOf(2, { hidden: 'conf' }), secretOf(3), secretOf(4)]);
    expect(vault.query({})).toEqual([]);
    vault.place(ORIGIN, 9, [
      { commitment: 'commitment 1', entry: 7, actor: 'p:ada' },
      { commitment: 'commitment 2', entry: 7, actor: 'p:ada' },
      { commitment: 'commitment 3', entry: 8, actor: null },
      { commitment: 'of somebody else', entry: 8, actor: null },
    ]);
    expect([vault.searched(ORIGIN), vault.searched('another')]).toEqual([9, 0]);
    const found = (query: Parameters<Vault['query']>[0]) =>
      vault
        .query(query)
        .map(({ commitment }) => commitment.slice(-1))
        .join('');
    expect(found({})).toBe('213');
    expect(found({ origin: ORIGIN, entry: 7 })).toBe('21');
    expect(found({ origin: 'another' })).toBe('');
    expect(found({ actor: 'p:ada', hidden: 'pii' })).toBe('1');
    expect(found({ beforeMs: 3_000 })).toBe('21');
  });

  it('of acts that were never done are swept, later', () => {
    vault.keep([secretOf(1), secretOf(2)]);
    vault.place(ORIGIN, 1, [{ commitment: 'commitment 1', entry: 0, actor: null }]);
    expect(vault.sweep(2_000)).toBe(0);
    expect(vault.sweep(2_001)).toBe(1);
    expect([vault.find('commitment 1'), vault.find('commitment 2')]).toEqual([secretOf(1), undefined]);
    expect(isOnDisk('words of number 2.')).toBe(false);
  });

  it('are kept all or none', () => {
    expect(() => vault.keep([secretOf(1), secretOf(1)])).toThrow(
      expect.objectContaining({ code: 'CONFLICT' }),
    );
    expect(vault.find('commitment 1')).toBeUndefined();
  });
});

describe('persons', () => {
  const ada = { pseudonym: 'p:ada', issuer: 'site', subject: 'Ada Lovelace', epoch: '2027-q1' };
  const bob = { pseudonym: 'p:bob', issuer: 'site', subject: 'Bob', epoch: '2027-q1' };

  it('are forgotten, and nobody finds their names by trying: the key is another one', () => {
    const key = new Uint8Array(32).fill(9);
    expect(vault.pseudonymKey('2027-q1', () => key)).toEqual(key);
    expect(vault.pseudonymKey('2027-q1', () => new Uint8Array(32))).toEqual(key);
    for (const person of [ada, bob, ada]) vault.remember(person);
    expect([vault.persons('p:ada'), vault.persons('Ada Lovelace'), vault.persons('nobody')]).toEqual([
      [ada],
      [ada],
      [],
    ]);
    erase([], ['p:ada']);
    expect([vault.persons('p:ada'), vault.persons('p:bob')]).toEqual([[], [bob]]);
    expect([isOnDisk('Ada Lovelace'), isOnDisk(key)]).toEqual([false, false]);
  });
});
