import {
  consistencyPath,
  EMPTY_ROOT,
  leafHash,
  leafHashes,
  rootOfHashes,
  type TreeHead,
  verifyConsistency,
} from '@muster/merkle';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddCheckpoint } from './add-checkpoint.ts';
import { assessCheckpoint, quorumPolicy } from './log-policy.ts';
import { signText } from './note-signature.ts';
import { quorumOf } from './quorum.ts';
import { EMPTY_EDGE, headOf } from './right-edge.ts';
import { cosign, signCheckpoint, withCosignatures } from './signed-checkpoint.ts';
import { formatNote, parseNote } from './signed-note.ts';
import type { SigningKey } from './signing-key.ts';
import { bytes, ORIGIN, sampleEntries, sampleKey } from './testing/sample-log.ts';
import { SIGSUM_LOG } from './testing/vectors.ts';
import { parseVerifierKey } from './verifier-key.ts';
import { cosignedAnswer, decideAddCheckpoint, refusalAnswer, type WitnessDecision } from './witness.ts';

const key = sampleKey(ORIGIN);
const EMPTY = headOf(EMPTY_EDGE);
const leaves = leafHashes(sampleEntries(64));
const head = (size: number, of = leaves): TreeHead => ({
  size,
  root: rootOfHashes(of.subarray(0, 32 * size)),
});
const prove = (from: number, to: number, of = leaves) =>
  consistencyPath(from, to).map(({ start, end }) => rootOfHashes(of.subarray(32 * start, 32 * end)));
const request = (oldSize: number, to: TreeHead, proof: readonly Uint8Array[], signer = key) =>
  formatAddCheckpoint({
    oldSize,
    proof,
    checkpoint: signCheckpoint({ origin: signer.verifier.name, ...to }, [signer], 0),
  });
const decide = (body: Uint8Array, latest: TreeHead): WitnessDecision =>
  decideAddCheckpoint(body, (origin) => (origin === ORIGIN ? { keys: [key.verifier], latest } : undefined));
const statusOf = (decision: WitnessDecision) => (decision.kind === 'cosign' ? 200 : decision.status);

describe('a witness', () => {
  it('holds the conversation of another program', () => {
    let latest = EMPTY;
    const log = { keys: [parseVerifierKey(SIGSUM_LOG.verifierKey)] };
    const ask = (body: string) =>
      decideAddCheckpoint(bytes(body), (origin) =>
        origin === SIGSUM_LOG.origin ? { ...log, latest } : undefined,
      );
    const take = (body: string) => {
      const decision = ask(body);
      if (decision.kind === 'cosign') latest = decision.to;
      return statusOf(decision);
    };
    const { from0to1, from1to3, from1to5 } = SIGSUM_LOG;
    expect(take(from1to3)).toBe(409);
    expect(take(from0to1)).toBe(200);
    expect(take(from0to1)).toBe(409);
    // A signature, a proof and an origin that were tampered with; a proof cut short.
    expect(take(from1to3.replace('UgIom2Vb', 'UgIom2Vc'))).toBe(403);
    expect(
      take(
        from1to3.replace(
          'KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
          'KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=',
        ),
      ),
    ).toBe(422);
    expect(take(from1to3.replace('KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n', ''))).toBe(422);
    expect(take(from1to3.replaceAll('4d6d88', '4d6d89'))).toBe(404);
    expect(latest.size).toBe(1);
    expect(take(from1to3)).toBe(200);
    expect(take(from1to5)).toBe(409);
    expect(latest.size).toBe(3);
  });

  it.each([
    ['the empty tree', 0, EMPTY, [], EMPTY, 200],
    ['an empty tree with another root', 0, { size: 0, root: leafHash(bytes('leaf')) }, [], EMPTY, 422],
    ['an empty tree whose root is zeros', 0, { size: 0, root: new Uint8Array(32) }, [], EMPTY, 422],
    ['the empty tree with a proof', 0, EMPTY, [EMPTY_ROOT], EMPTY, 422],
    ['a first tree', 0, head(1), [], EMPTY, 200],
    ['a first tree with a proof', 0, head(1), [EMPTY_ROOT], EMPTY, 422],
    ['another old size than its own, before it looks at the proof', 0, head(1), [EMPTY_ROOT], head(1), 409],
    ['an old size beyond the new one, before it looks at its own', 1, EMPTY, [], head(2), 400],
    ['the same tree again', 7, head(7), [], head(7), 200],
    ['the same tree with a proof', 7, head(7), [EMPTY_ROOT], head(7), 422],
    ['the same size with another root', 7, { size: 7, root: head(6).root }, [], head(7), 422],
    ['a larger tree', 7, head(9), prove(7, 9), head(7), 200],
    ['a larger tree without a proof', 7, head(9), [], head(7), 422],
    ['a larger tree with the proof of another', 7, head(9), prove(6, 9), head(7), 422],
    ['a tree that shrank, under its old size', 9, head(7), [], head(9), 400],
    ['a tree that shrank, under a size that fits', 7, head(7), [], head(9), 409],
  ])('answers %s', (_, oldSize, to, proof, latest, status) => {
    expect(statusOf(decide(request(oldSize, to, proof), latest))).toBe(status);
  });

  it('says what to store and what to sign', () => {
    expect(decide(request(7, head(9), prove(7, 9)), head(7))).toMatchObject({
      kind: 'cosign',
      origin: ORIGIN,
      from: head(7),
      to: head(9),
      text: expect.stringMatching(/^audit\.example\/fed\/f1\/1\n9\n/),
    });
  });

  it('knows no log that it was not told of, and believes no key that is not that log\u2019s', () => {
    expect(statusOf(decide(request(0, head(1), [], sampleKey('other.example')), EMPTY))).toBe(404);
    const impostor = sampleKey(ORIGIN, 'ed25519', 99);
    expect(statusOf(decide(request(0, head(1), [], impostor), EMPTY))).toBe(403);
    // A key that the witness trusts, for another origin.
    const body = request(0, head(1), [], impostor);
    const misfiled = decideAddCheckpoint(body, () => ({
      keys: [sampleKey('other.example').verifier],
      latest: EMPTY,
    }));
    expect(statusOf(misfiled)).toBe(403);
  });

  it('passes over the signatures of strangers', () => {
    const text = parseNote(signCheckpoint({ origin: ORIGIN, ...head(1) }, [key], 0)).text;
    const stranger = signText(text, sampleKey('stranger.example', 'ed25519', 98), 0);
    const checkpoint = formatNote(text, [stranger, signText(text, key, 0), stranger]);
    expect(statusOf(decide(formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint }), EMPTY))).toBe(200);
  });

  it.each([
    ['no request', 'hello'],
    ['no checkpoint', 'old 0\n\nhello\n'],
    ['a note that is no checkpoint', `old 0\n\nhello\n\n\u2014 a AAAAAAA=\n`],
    ['a checkpoint without signatures', `old 0\n\n${ORIGIN}\n1\n${'A'.repeat(43)}=\n`],
  ])('answers 400 to %s', (_, body) => {
    expect(statusOf(decide(bytes(body), EMPTY))).toBe(400);
  });

  it('never throws, whatever the request', () => {
    const good = request(7, head(9), prove(7, 9));
    fc.assert(
      fc.property(
        fc.nat({ max: good.length - 1 }),
        fc.nat({ max: 255 }),
        fc.nat({ max: good.length }),
        (at, byte, length) => {
          const body = new Uint8Array(good).subarray(0, length);
          if (at < body.length) body[at] = byte;
          expect([200, 400, 403, 404, 409, 422]).toContain(statusOf(decide(body, head(7))));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('tells a fork, which two signatures prove, from a proof that may just be wrong', () => {
    const fork = { size: 7, root: head(6).root };
    const body = request(7, fork, []);
    const decision = decide(body, head(7));
    expect(decision).toMatchObject({ kind: 'refuse', status: 422, suspicion: { kind: 'fork' } });
    const note = decision.kind === 'refuse' ? decision.suspicion?.note : undefined;
    expect(note && Buffer.from(note).toString()).toBe(
      Buffer.from(body).toString().split('\n\n').slice(1).join('\n\n'),
    );
    expect(decide(request(7, head(9), []), head(7))).toMatchObject({ suspicion: { kind: 'unproven' } });
    expect(decide(request(6, head(9), []), head(7))).not.toHaveProperty('suspicion');
    // A proof that leads to what was signed, from another beginning: the log has convicted itself.
    const elsewhere = { size: 7, root: head(6).root };
    const convicted = decide(request(7, head(9), prove(7, 9)), elsewhere);
    const { beginning } = convicted.kind === 'refuse' ? Object(convicted.suspicion) : undefined;
    expect(statusOf(convicted)).toBe(422);
    expect(Buffer.compare(beginning.root, head(7).root)).toBe(0);
    verifyConsistency({ size: 7, root: beginning.root }, head(9), beginning.proof);
  });

  it('answers 409 with its size, and the others with a reason', () => {
    const elsewhere = decide(request(0, head(9), []), head(7));
    expect(elsewhere.kind === 'refuse' && refusalAnswer(elsewhere)).toEqual({
      status: 409,
      contentType: 'text/x.tlog.size',
      body: Buffer.from('7\n'),
    });
    const unproven = decide(request(7, head(9), []), head(7));
    const answer = unproven.kind === 'refuse' ? refusalAnswer(unproven) : cosignedAnswer([]);
    expect(answer).toMatchObject({ status: 422, contentType: 'text/plain; charset=utf-8' });
    expect(Buffer.from(answer.body).toString()).toMatch(/^the proof has 0 hashes.*\n$/);
  });
});

/** A witness with its store: honest ones take what they decide to cosign, liars cosign anything. */
class Witness {
  readonly key: SigningKey;
  readonly #lies: boolean;
  #latest = EMPTY;

  constructor(index: number, lies: boolean) {
    this.key = sampleKey(`w${index}.example`, 'cosignature/v1', 100 + index);
    this.#lies = lies;
  }

  /** Cosignature lines over a head of a history, if it gives any; the log knows where each witness stands. */
  ask(history: Uint8Array, size: number): readonly string[] {
    const from = Math.min(this.#latest.size, size);
    const body = request(from, head(size, history), prove(from, size, history));
    const decision = decide(body, this.#lies ? EMPTY : this.#latest);
    if (decision.kind === 'cosign') this.#latest = decision.to;
    const text = parseNote(signCheckpoint({ origin: ORIGIN, ...head(size, history) }, [key], 0)).text;
    return decision.kind === 'cosign' || this.#lies ? cosign(text, [this.key], 1) : [];
  }
}

describe('a log that shows two histories to its witnesses', () => {
  // One entry differs, before which both have the same.
  const other = new Uint8Array(leaves);
  other[32 * 5] = (other[32 * 5] ?? 0) ^ 1;

  /** Whether both histories got `quorum` cosignatures: the liars sign both, `schedule` is to whom which is shown, and when. */
  function splits(
    n: number,
    f: number,
    quorum: number,
    schedule: readonly (readonly [number, boolean, number])[],
  ): boolean {
    const witnesses = Array.from({ length: n }, (_, i) => new Witness(i, i < f));
    const all = witnesses.map(({ key: { verifier } }) => ({ name: verifier.name, key: verifier, url: null }));
    const policy = quorumPolicy([{ key: key.verifier, url: null }], all, f);
    const asked = { ...policy, groups: policy.groups.map((group) => ({ ...group, threshold: quorum })) };
    const notes = new Map<string, Uint8Array>();
    for (const [who, isOther, size] of schedule) {
      const witness = witnesses[who % n];
      const history = isOther ? other : leaves;
      const lines = witness?.ask(history, size) ?? [];
      if (!witness || lines.length === 0) continue;
      const name = `${isOther} ${size}`;
      const note = notes.get(name) ?? signCheckpoint({ origin: ORIGIN, ...head(size, history) }, [key], 0);
      notes.set(name, withCosignatures(note, lines, [witness.key.verifier]));
    }
    const accepted = [...notes]
      .filter(([, note]) => assessCheckpoint(note, asked).hasQuorum)
      .map(([name]) => name);
    return ['true', 'false'].every((side) => accepted.some((name) => name.startsWith(side)));
  }

  /** Each witness is shown one of the two at size 10; liars both. */
  const halves = (n: number, f: number) =>
    Array.from({ length: n }, (_, i) => i).flatMap((i) =>
      i < f
        ? ([
            [i, false, 10],
            [i, true, 10],
          ] as const)
        : ([[i, (i - f) % 2 === 0, 10]] as const),
    );

  it.each([
    [4, 1],
    [7, 2],
    [10, 3],
    [5, 1],
    [6, 1],
  ])('at n = %i, f = %i succeeds below the quorum and not at it', (n, f) => {
    const { size } = quorumOf(n, f);
    expect(splits(n, f, size, halves(n, f))).toBe(false);
    expect(splits(n, f, size - 1, halves(n, f))).toBe(true);
  });

  it('at n = 4, f = 1 succeeds at no quorum of 3, whatever it shows to whom, and at one of 2 it can', () => {
    const step = fc.tuple(fc.nat({ max: 3 }), fc.boolean(), fc.integer({ min: 6, max: 12 }));
    let atTwo = 0;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 24 }), (schedule) => {
        expect(splits(4, 1, 3, schedule)).toBe(false);
        if (splits(4, 1, 2, schedule)) atTwo++;
      }),
      { numRuns: 200, seed: 4 },
    );
    expect(atTwo).toBeGreaterThan(0);
  });
});
