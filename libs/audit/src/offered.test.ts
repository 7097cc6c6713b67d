import { asMusterError } from '@muster/errors';
import { leafHash, nodeHash } from '@muster/merkle';
import { describe, expect, it } from 'vitest';
import { Cohort } from './cohort.ts';
import { produce } from './event/producer.ts';
import { quorumPolicy } from './log-policy.ts';
import { formatLogProof } from './log-proof.ts';
import { claimedPlace, type LoggedOffer, verifyOffer } from './offered.ts';
import { cosign, signCheckpoint, withCosignatures } from './signed-checkpoint.ts';
import { makeSigningKey } from './signing-key.ts';

const seed = (fill: number) => new Uint8Array(32).fill(fill);
const ORIGIN = 'audit.example.org/fed/7/1';
const logKey = makeSigningKey(ORIGIN, 'ed25519', seed(1));
const witnesses = [2, 3, 4].map((n) => makeSigningKey(`fed-7/site/${n}/witness`, 'cosignature/v1', seed(n)));
const policy = quorumPolicy(
  [{ key: logKey.verifier, url: null }],
  witnesses.map(({ verifier: key }, n) => ({ name: `w${n}`, key, url: null })),
  0,
);
const sites = ['s-0000000000000001', 's-0000000000000002', 's-0000000000000003'];
const cohort = new Cohort(sites);
const hash = (fill: string) => fill.repeat(64);
const claim = {
  run: 'mnist-0a1b2c3d',
  round: 2,
  attempt: 1,
  plan: hash('a'),
  model: hash('b'),
  layout: hash('c'),
  quorum: 2,
  pseudonym: sites[1] ?? '',
};

function logged({ cosigners = 2, data = {}, name = 'task.offered' as const } = {}): LoggedOffer {
  const { entry } = produce(
    { source: '//fed-7/coordinator', key: makeSigningKey('fed-7/coordinator', 'ed25519', seed(9)) },
    { seq: 0, prev: '' },
    {
      name,
      role: 'coordinator',
      data: {
        run: claim.run,
        round: 2,
        attempt: 1,
        cohortRoot: Buffer.from(cohort.root).toString('base64'),
        cohort: cohort.size,
        plan: `sha256:${claim.plan}`,
        model: `sha256:${claim.model}`,
        layout: `sha256:${claim.layout}`,
        purpose: 'research',
        minCohort: 2,
        expires: '2026-11-20T20:55:46.123Z',
        ...data,
      },
    },
    { id: '019aa0f2-7c5b-7abc-8def-0123456789ab', time: '2025-11-20T20:55:46.123Z' },
  );
  const before = leafHash(Buffer.from('the entry before'));
  const root = nodeHash(before, leafHash(entry));
  const note = signCheckpoint({ origin: ORIGIN, size: 2, root }, [logKey], 1_763_672_146);
  const text = Buffer.from(note).toString().split('\n\n')[0] ?? '';
  const checkpoint = witnesses
    .slice(0, cosigners)
    .reduce(
      (signed, key) => withCosignatures(signed, cosign(`${text}\n`, [key], 1_763_672_147), [key.verifier]),
      note,
    );
  const proof = formatLogProof({ index: 1, hashes: [before], checkpoint, extra: null });
  const { index: cohortIndex, path: cohortPath } = cohort.placeOf(claim.pseudonym);
  return { entry, proof, cohortIndex, cohortPath };
}

const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (thrown) {
    return asMusterError(thrown).code;
  }
  return 'taken';
};

describe('an offer', () => {
  it('is taken when a quorum of witnesses has seen it in the log, for this site', () => {
    expect(verifyOffer(logged(), claim, policy)).toEqual({
      origin: ORIGIN,
      index: 1,
      size: 2,
      quorumTimeS: 1_763_672_147,
    });
  });

  it('is where its proof says, for whoever takes the word of the coordinator', () => {
    expect(claimedPlace(logged({ cosigners: 0 }))).toBe(`${ORIGIN}#1`);
    expect(codeOf(() => claimedPlace({ proof: Buffer.from('1') }))).toBe('AUDIT_PROOF_INVALID');
  });

  it('is not taken without a quorum, for another site, or when the log has it otherwise', () => {
    expect(codeOf(() => verifyOffer(logged({ cosigners: 1 }), claim, policy))).toBe(
      'AUDIT_QUORUM_NOT_REACHED',
    );
    for (const change of [
      { run: 'mnist-0a1b2c3e' },
      { round: 3 },
      { attempt: 2 },
      { plan: hash('d') },
      { model: hash('d') },
      { layout: hash('d') },
      { quorum: 1 },
    ])
      expect([change, codeOf(() => verifyOffer(logged(), { ...claim, ...change }, policy))]).toEqual([
        change,
        'AUDIT_UNLOGGED',
      ]);
    const other = { ...claim, pseudonym: 's-0000000000000009' };
    expect(codeOf(() => verifyOffer(logged(), other, policy))).toBe('AUDIT_PROOF_INVALID');
    const changed = logged();
    const entry = Buffer.from(changed.entry);
    entry[200] = (entry[200] ?? 0) ^ 1;
    expect(codeOf(() => verifyOffer({ ...changed, entry }, claim, policy))).toBe('AUDIT_PROOF_INVALID');
  });
});
