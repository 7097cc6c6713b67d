import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { LENGTH, MaskedCohort, ref } from './masked-cohort.fixture.ts';

const kinds = (said: readonly { readonly kind: string }[]): readonly string[] => said.map(({ kind }) => kind);

/** The mean of the updates of these sites, as numbers. */
function meanOf(cohort: MaskedCohort, sites: readonly number[]): readonly number[] {
  return Array.from(
    { length: LENGTH },
    (_, at) => sites.reduce((sum, index) => sum + (cohort.member(index).update[at] ?? 0), 0) / sites.length,
  );
}

describe('the part of a site in a round of secure aggregation', () => {
  it('goes from keys to a sum that is that of all', async () => {
    await using cohort = await MaskedCohort.make(5);
    for (const { part } of cohort.members) part.begin(ref, cohort.offered);
    for (const member of cohort.members) await cohort.masked(member);
    await vi.waitFor(() => expect(cohort.mean).toBeDefined());
    for (const [at, value] of meanOf(cohort, [0, 1, 2, 3, 4]).entries())
      expect(cohort.mean?.[at]).toBeCloseTo(value, 4);
    for (const { said } of cohort.members)
      expect(kinds(said)).toEqual(['advertise', 'shares', 'consistency', 'unmask']);
    for (const { part, store } of cohort.members) {
      part.over(ref);
      expect(store.masked.find()).toBeUndefined();
    }
  });

  it('goes on where an earlier process has left it, with the same words and one signature', async () => {
    await using cohort = await MaskedCohort.make(5);
    for (const { part } of cohort.members) part.begin(ref, cohort.offered);
    const victim = cohort.member(2);
    await cohort.restart(victim);
    victim.part.begin(ref, cohort.offered); // as when it trains anew
    const [first, second] = victim.said.filter(({ kind }) => kind === 'shares');
    expect(second).toEqual(first);
    for (const member of cohort.members) await cohort.masked(member);
    await cohort.restart(victim);
    victim.part.connected();
    await vi.waitFor(() => expect(cohort.mean).toBeDefined());
    const signed = victim.said.filter(({ kind }) => kind === 'consistency');
    expect(new Set(signed.map((body) => JSON.stringify(body.value))).size).toBe(1);
  });

  it('says nothing that is not on disk, and says it when there is room', async () => {
    await using cohort = await MaskedCohort.make(5);
    const [site] = cohort.members;
    if (!site) throw new Error('no site');
    site.isFull = true;
    expect(() => site.part.begin(ref, cohort.offered)).toThrow();
    expect([site.said, site.store.masked.find()]).toEqual([[], undefined]);
    site.isFull = false;
    site.part.begin(ref, cohort.offered);
    expect(kinds(site.said)).toEqual(['advertise']);
    expect(site.store.masked.find()?.ref).toEqual(ref);
  });

  it('leaves by a signed word, and tells whoever trains for it, where the offer is not what the site asks for', async () => {
    await using cohort = await MaskedCohort.make(5, { manifestHash: new Uint8Array(32) });
    const [site] = cohort.members;
    expect(() => site?.part.begin(ref, cohort.offered)).toThrow(
      /POLICY: the offer rests on another manifest/,
    );
    expect(kinds(site?.said ?? [])).toEqual(['abort']);
    expect(existsSync(join(site?.folder ?? '', 'update.out'))).toBe(false);
  });

  it('takes part in an attempt once', async () => {
    await using cohort = await MaskedCohort.make(5);
    const [site] = cohort.members;
    for (const { part } of cohort.members) part.begin(ref, cohort.offered);
    if (site) await cohort.masked(site);
    site?.part.close();
    expect(() => site?.part.begin(ref, cohort.offered)).toThrow(/REPLAY/);
  });

  it('leaves no key in its files when it is over', async () => {
    await using cohort = await MaskedCohort.make(5);
    for (const { part } of cohort.members) part.begin(ref, cohort.offered);
    const [site] = cohort.members;
    if (!site) throw new Error('no site');
    const state = site.store.masked.find()?.state ?? new Uint8Array();
    // Seeds lie in the state as they are: any 32 bytes of it are looked for.
    const pieces = Array.from({ length: Math.floor(state.length / 32) - 1 }, (_, at) =>
      Buffer.from(state.subarray(32 * at, 32 * (at + 1))),
    ).filter((piece) => new Set(piece).size > 16);
    const found = (): number => {
      const files = ['site.db', 'site.db-wal'].map((name) => join(site.folder, 'state', name));
      const bytes = Buffer.concat(files.map((file) => readFileSync(file)));
      return pieces.filter((piece) => bytes.includes(piece)).length;
    };
    expect(found()).toBe(pieces.length);
    site.part.close();
    expect(found()).toBe(0);
  });
});
