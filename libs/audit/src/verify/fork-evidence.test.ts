import { asMusterError } from '@muster/errors';
import { describe, expect, it } from 'vitest';
import { headOf } from '../right-edge.ts';
import { signCheckpoint } from '../signed-checkpoint.ts';
import { ORIGIN, SampleLog, sampleEntries, sampleKey } from '../testing/sample-log.ts';
import { checkContinuity } from './continuity.ts';
import { formatForkEvidence, verifyForkEvidence } from './fork-evidence.ts';
import { formatTrustedState, parseTrustedState } from './trusted-state.ts';

const stateOf = (log: SampleLog) => ({ origin: ORIGIN, ...headOf(log.edge), note: log.checkpoint() });
const logOf = (size: number, from = 0) => new SampleLog(sampleEntries(size, from));
const continued = (before: SampleLog, now: SampleLog) =>
  checkContinuity(stateOf(before), stateOf(now), now.reader());
const keys = [sampleKey(ORIGIN).verifier];
const codeOf = async (act: () => unknown) => {
  try {
    await act();
    return '';
  } catch (thrown) {
    return asMusterError(thrown).code;
  }
};

describe('a log that is seen again', () => {
  it.each([
    [0, 5],
    [1, 1],
    [7, 300],
    [256, 700],
    [300, 300],
  ])('of %i entries goes on to %i', async (before, now) => {
    expect(await continued(logOf(before), logOf(now))).toBeNull();
  });

  it.each([
    [7, 7],
    [7, 300],
    [256, 700],
    [257, 1_000],
  ])(
    'of %i entries is not what begins another of %i: whoever has its key can check that',
    async (before, now) => {
      const evidence = await continued(logOf(before, 5), logOf(now));
      if (!evidence) throw new Error('no evidence');
      expect(evidence.beginning === null).toBe(before === now);
      const { bytes } = formatForkEvidence(evidence);
      const { first, second } = verifyForkEvidence(bytes, keys);
      expect([first.size, second.size]).toEqual([before, now]);
      expect(
        await codeOf(() => verifyForkEvidence(bytes, [sampleKey(ORIGIN, 'ed25519', 8).verifier])),
      ).not.toBe('');
    },
  );

  it('may not shrink, nor be another one', async () => {
    expect(await codeOf(() => continued(logOf(8), logOf(7)))).toBe('AUDIT_ROLLED_BACK');
    const other = { ...stateOf(logOf(1)), origin: 'elsewhere' };
    expect(await codeOf(() => checkContinuity(other, stateOf(logOf(2)), logOf(2).reader()))).toBe(
      'INVALID_ARGUMENT',
    );
  });
});

describe('evidence', () => {
  it('of no fork is none', async () => {
    const [small, large] = [logOf(7), logOf(300)];
    const root = headOf(small.edge).root;
    const proof = await large.reader().consistencyProof(7);
    for (const claim of [
      { first: small.checkpoint(), second: small.checkpoint(), beginning: null },
      { first: small.checkpoint(), second: large.checkpoint(), beginning: null },
      { first: small.checkpoint(), second: large.checkpoint(), beginning: { root, proof } },
      {
        first: logOf(7, 1).checkpoint(),
        second: large.checkpoint(),
        beginning: { root, proof: proof.slice(1) },
      },
      { first: large.checkpoint(), second: small.checkpoint(), beginning: { root, proof } },
    ])
      expect(await codeOf(() => verifyForkEvidence(formatForkEvidence(claim).bytes, keys))).toBe(
        'AUDIT_PROOF_INVALID',
      );
  });

  it('is about checkpoints that the log itself has signed', async () => {
    const [mine, theirs] = [logOf(7), logOf(7, 1)];
    const foreign = signCheckpoint(
      { origin: 'elsewhere', ...headOf(theirs.edge) },
      [sampleKey('elsewhere')],
      0,
    );
    const claim = formatForkEvidence({ first: mine.checkpoint(), second: foreign, beginning: null });
    const both = [...keys, sampleKey('elsewhere').verifier];
    expect(await codeOf(() => verifyForkEvidence(claim.bytes, keys))).toBe('AUDIT_NOTE_UNTRUSTED');
    expect(await codeOf(() => verifyForkEvidence(claim.bytes, both))).toBe('AUDIT_PROOF_INVALID');
  });
});

describe('a trusted state', () => {
  it('is read as it was written, and nothing else is', async () => {
    const state = stateOf(logOf(9));
    const text = formatTrustedState(state);
    expect(parseTrustedState(Buffer.from(text))).toMatchObject({ origin: ORIGIN, size: 9 });
    for (const bad of ['', '{}', text.replace('9', '8'), text.replace('"size"', '"sizes"')])
      expect(await codeOf(() => parseTrustedState(Buffer.from(bad)))).toBe('INVALID_ARGUMENT');
  });
});
