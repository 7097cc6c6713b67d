import { leafHash } from '@muster/merkle';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCheckpoint } from './checkpoint.ts';
import { assessCheckpoint, isQuorum, type LogPolicy, openUnderPolicy, quorumPolicy } from './log-policy.ts';
import { parseLogPolicy } from './log-policy-text.ts';
import { cosign, signCheckpoint, withCosignatures } from './signed-checkpoint.ts';
import { formatNote } from './signed-note.ts';
import type { SigningKey } from './signing-key.ts';
import { bytes, hasMlDsa, mlDsaNote, ORIGIN, SECOND_TYPE, sampleKey } from './testing/sample-log.ts';
import { formatVerifierKey } from './verifier-key.ts';

const untrusted = expect.objectContaining({ code: 'AUDIT_NOTE_UNTRUSTED' });
const tooFew = expect.objectContaining({ code: 'AUDIT_QUORUM_NOT_REACHED' });
const log = sampleKey(ORIGIN);
const witnesses = [1, 2, 3, 4].map((i) =>
  sampleKey(`w${i}.example`, i === 4 ? SECOND_TYPE : 'cosignature/v1', 10 + i),
);
const checkpoint = { origin: ORIGIN, size: 5, root: leafHash(bytes('root')) };
const text = formatCheckpoint(checkpoint);
const policyOf = (faulty: number): LogPolicy =>
  quorumPolicy(
    [{ key: log.verifier, url: null }],
    witnesses.map(({ verifier }) => ({ name: verifier.name, key: verifier, url: null })),
    faulty,
  );
const cosignedBy = (signers: readonly (readonly [SigningKey, number])[]) =>
  signers.reduce(
    (note, [key, timeS]) => withCosignatures(note, cosign(text, [key], timeS), [key.verifier]),
    signCheckpoint(checkpoint, [log], 0),
  );
const times = (...seconds: readonly number[]) =>
  seconds.flatMap((timeS, i) => {
    const key = witnesses[i];
    return key ? [[key, timeS] as const] : [];
  });

describe('a checkpoint under a policy', () => {
  it('is accepted with a quorum and refused with one witness fewer', () => {
    expect(openUnderPolicy(cosignedBy(times(10, 20, 30)), policyOf(1)).cosigners).toEqual([
      { name: 'w1.example', timeS: 10 },
      { name: 'w2.example', timeS: 20 },
      { name: 'w3.example', timeS: 30 },
    ]);
    expect(() => openUnderPolicy(cosignedBy(times(10, 20)), policyOf(1))).toThrow(tooFew);
    expect(assessCheckpoint(cosignedBy(times(10, 20)), policyOf(1))).toMatchObject({
      hasQuorum: false,
      quorumTimeS: null,
    });
  });

  it('is as fresh as the quorum is, not as its newest cosignature', () => {
    expect(openUnderPolicy(cosignedBy(times(10, 20, 30, 40)), policyOf(1)).quorumTimeS).toBe(20);
    expect(openUnderPolicy(cosignedBy(times(10, 99, 99, 99)), policyOf(1)).quorumTimeS).toBe(99);
  });

  it('counts no witness twice and no stranger at all', () => {
    const twice = formatNote(text, [
      ...Buffer.from(signCheckpoint(checkpoint, [log], 0))
        .toString()
        .split('\n')
        .slice(4, 5),
      ...[1, 2, 3].flatMap((timeS) => cosign(text, witnesses.slice(0, 1), timeS)),
      ...cosign(
        text,
        [sampleKey('w2.example', 'cosignature/v1', 77), sampleKey('x.example', 'cosignature/v1', 78)],
        5,
      ),
    ]);
    expect(assessCheckpoint(twice, policyOf(1))).toMatchObject({
      cosigners: [{ name: 'w1.example', timeS: 3 }],
      hasQuorum: false,
    });
  });

  it('is refused without its log, however many witnesses have cosigned', () => {
    expect(() => openUnderPolicy(formatNote(text, cosign(text, witnesses, 1)), policyOf(0))).toThrow(
      untrusted,
    );
    expect(() => openUnderPolicy(cosignedBy(times(1, 1, 1, 1)), { ...policyOf(0), logs: [] })).toThrow(
      untrusted,
    );
  });

  it.skipIf(!hasMlDsa)(
    `is refused when a log of the policy signs under the origin of another${mlDsaNote}`,
    () => {
      const other = sampleKey('other.example', 'subtree/v1');
      const policy = {
        ...policyOf(0),
        logs: [
          { key: other.verifier, url: null },
          { key: log.verifier, url: null },
        ],
      };
      expect(() => openUnderPolicy(formatNote(text, cosign(text, [other, ...witnesses], 1)), policy)).toThrow(
        untrusted,
      );
    },
  );

  it('needs no witness where the policy asks for none', () => {
    const policy = quorumPolicy([{ key: log.verifier, url: null }], [], 0);
    expect(openUnderPolicy(signCheckpoint(checkpoint, [log], 0), policy)).toMatchObject({
      cosigners: [],
      quorumTimeS: null,
    });
  });

  it('is witnessed by groups of groups as the specification counts them', () => {
    const names = ['X1', 'X2', 'X3', 'Y1', 'Y2', 'Y3'];
    const lines = names.map(
      (name, i) =>
        `witness ${name} ${formatVerifierKey(sampleKey(name, 'cosignature/v1', 20 + i).verifier)}\n`,
    );
    const policy = parseLogPolicy(
      bytes(
        `${lines.join('')}group X-witnesses 2 X1 X2 X3\ngroup Y-witnesses any Y1 Y2 Y3\ngroup X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n`,
      ),
    );
    fc.assert(
      fc.property(fc.subarray(names), (chosen) => {
        const count = (letter: string) => chosen.filter((name) => name.startsWith(letter)).length;
        expect(isQuorum(policy, new Set(chosen))).toBe(count('X') >= 2 && count('Y') >= 1);
      }),
    );
    expect(isQuorum({ ...policy, quorum: 'Y2' }, new Set(['Y2']))).toBe(true);
    expect(isQuorum({ ...policy, quorum: 'Y2' }, new Set(['Y1', 'Y3', 'X1']))).toBe(false);
  });
});
