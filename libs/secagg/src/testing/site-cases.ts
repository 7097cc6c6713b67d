/** @module Sites that cheat, case by case: what the coordinator refuses, whom it names, and that the round is none the worse where it can be saved (secure-aggregation.md, sections 1.8 and 1.9). */
import assert from 'node:assert/strict';
import type { Kernels } from '@muster/vector';
import type { ClientMessage } from '../client/client-state.ts';
import { encodingFor } from '../encoding.ts';
import { applyMasks } from '../mask.ts';
import { sign } from '../signature.ts';
import { assertRefused, begun, LENGTH, lastOf, signedEntry, victimOf } from './adversary.ts';
import type { AdversaryCase } from './coordinator-cases.ts';
import { digest, pairOf } from './federation.ts';
import type { Delivery, VirtualRound } from './virtual-round.ts';
import { type VirtualSite, vectorFor } from './virtual-site.ts';

/** The first site cheats by changing what it says of a kind; the round goes on with all the others. */
function cheating<Kind extends ClientMessage['kind']>(
  kernels: Kernels,
  kind: Kind,
  change: (
    value: Extract<ClientMessage, { kind: Kind }>['value'],
    site: VirtualSite,
  ) => Extract<ClientMessage, { kind: Kind }>['value'],
): VirtualRound {
  const bend = (delivery: Delivery, round: VirtualRound): readonly Delivery[] => {
    const cheat = victimOf(round);
    if (delivery.to === 'site' || delivery.site !== cheat.name || delivery.message.kind !== kind)
      return [delivery];
    const value = change(delivery.message.value as never, cheat);
    return [{ ...delivery, message: { kind, value } as unknown as ClientMessage }];
  };
  const round: VirtualRound = begun(kernels, 8, { bend, pick: (waiting) => ofCheat(waiting, round) });
  round.run();
  return round;
}

/** What the cheat says comes before what others say, so that it is put to use. */
function ofCheat(waiting: readonly Delivery[], round: VirtualRound): number {
  const { name } = victimOf(round);
  return Math.max(
    0,
    waiting.findIndex(({ to, site }) => to === 'coordinator' && site === name),
  );
}

/** The message is refused by this code; the others have their sum without the cheat. */
function refusedCase<Kind extends ClientMessage['kind']>(
  name: string,
  kind: Kind,
  code: string,
  change: Parameters<typeof cheating<Kind>>[2],
): AdversaryCase {
  return {
    name,
    run(kernels) {
      const round = cheating(kernels, kind, change);
      assertRefused(round, victimOf(round), code);
      assertPublished(round);
    },
  };
}

function assertPublished(round: VirtualRound): void {
  const [group] = round.coordinator.record?.groups ?? [];
  assert.equal(group?.outcome, 'published', group?.reason);
  assert.equal(group?.figures?.tail.count, group?.counted.length);
}

function assertAborted(round: VirtualRound, code: string, reason: RegExp): void {
  const [group] = round.coordinator.record?.groups ?? [];
  assert.equal(group?.outcome, 'aborted');
  assert.equal(group?.code, code);
  assert.match(group?.reason ?? '', reason);
  assert.deepEqual(group?.counted, []);
  assert.equal(group?.figures, null);
}

/** The cheat and nobody else is named, with the owners whose shares it changed. */
function assertNamed(round: VirtualRound, owners: number): void {
  const cheat = victimOf(round);
  const blamed = round.coordinator.record?.groups[0]?.blamed ?? [];
  assert.deepEqual(
    [...new Set(blamed.map(({ holder }) => Buffer.from(holder).toString('hex')))],
    [cheat.name],
  );
  assert.equal(blamed.length, owners);
}

function changed(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, i) => (i === 3 ? byte ^ 0x55 : byte));
}

/** The first site cheats in what it masks. */
function maskingMore(
  kernels: Kernels,
  cheat: (words: Int32Array, tail: BigInt64Array) => void,
): VirtualRound {
  const round = begun(kernels, 8);
  while (victimOf(round).state.phase !== 'masked') round.deliverNext();
  const site = victimOf(round);
  const said = lastOf(site, 'masked');
  assert.ok(site.disk.words);
  const words = Uint8Array.from(site.disk.words);
  const { parameterBytes, tailLength } = encodingFor(round.terms.encoding, round.terms.cohort.maxCohort);
  // Modulo 2^32 and 2^64 a change of what is masked is a change of the masked.
  cheat(new Int32Array(words.buffer, 0, LENGTH), new BigInt64Array(words.buffer, parameterBytes, tailLength));
  site.disk.words = words;
  const sha256 = digest(words);
  const sig = sign('y', [said.roundId, sha256], site.certified.keys.privateKey);
  round.waiting.splice(
    0,
    round.waiting.length,
    ...round.waiting.filter((each) => each.site !== site.name || each.to === 'site'),
  );
  round.hear(site, { kind: 'masked', value: { ...said, sha256, sig } });
  round.run();
  return round;
}

export const SITE_CASES: readonly AdversaryCase[] = [
  {
    name: 'bad share',
    run(kernels) {
      const round = cheating(kernels, 'unmask', (unmask) => ({
        ...unmask,
        b: unmask.b.map((share, i) => (i < 3 ? { ...share, v: changed(share.v) } : share)),
      }));
      assertPublished(round);
      assertNamed(round, 3);
    },
  },
  {
    name: 'bad shares of a site that is lost',
    run(kernels) {
      const round: VirtualRound = begun(kernels, 8, {
        pick: (waiting) => ofCheat(waiting, round),
        bend: (delivery, { sites }) => {
          const [cheat, lost] = sites;
          if (delivery.to === 'site') return [delivery];
          if (delivery.site === lost?.name && delivery.message.kind === 'masked') return [];
          if (delivery.site !== cheat?.name || delivery.message.kind !== 'unmask') return [delivery];
          const { value } = delivery.message;
          const sk = value.sk.map((share) => ({ ...share, v: changed(share.v) }));
          return [{ ...delivery, message: { kind: 'unmask', value: { ...value, sk } } }];
        },
      });
      round.run();
      assertPublished(round);
      assertNamed(round, 1);
    },
  },
  {
    name: 'wrong commitment',
    run(kernels) {
      const round = cheating(kernels, 'advertise', (advertise, site) => {
        const keys = { ...advertise, bCommit: digest('another seed') };
        const { sig } = signedEntry({ sites: [site] } as never, site.certified, keys);
        const value = { ...keys, sig };
        if (site.state.phase === 'advertised') Object.assign(site.state, { advertise: value });
        return value;
      });
      assertAborted(
        round,
        'SECAGG_BELOW_THRESHOLD',
        /the secrets of 1 sites are not those that they committed to/,
      );
      assertNamed(round, 1);
    },
  },
  {
    name: 'boxes that do not open',
    run(kernels) {
      const round = cheating(kernels, 'shares', (shares) => ({
        ...shares,
        ct: shares.ct.map(({ to, box }) => ({ to, box: changed(box) })),
      }));
      assertAborted(round, 'SECAGG_BELOW_THRESHOLD', /the secrets of 1 sites are .* never shared/);
      assertNamed(round, 1);
    },
  },
  {
    name: 'boxes that do not open for some',
    run(kernels) {
      const round = cheating(kernels, 'shares', (shares) => ({
        ...shares,
        ct: shares.ct.map(({ to, box }, i) => ({ to, box: i < 2 ? changed(box) : box })),
      }));
      assertPublished(round);
    },
  },
  {
    name: 'huge masked values',
    run(kernels) {
      const round = maskingMore(kernels, (words) => words.fill((words[0] ?? 0) + 2 ** 30, 0, 1));
      assertAborted(round, 'SECAGG_SUM_INVALID', /norm/);
    },
  },
  {
    name: 'a weight beyond one',
    run(kernels) {
      const round = maskingMore(kernels, (_, tail) => {
        tail[1] = (tail[1] ?? 0n) + 2n ** 34n;
      });
      assertAborted(round, 'SECAGG_SUM_INVALID', /weight/);
    },
  },
  {
    name: 'counting for two',
    run(kernels) {
      const round = maskingMore(kernels, (_, tail) => {
        tail[0] = (tail[0] ?? 0n) + 1n;
      });
      assertAborted(round, 'SECAGG_SUM_INVALID', /counts 9 sites, and 8/);
    },
  },
  {
    name: 'double upload',
    run(kernels) {
      const round = begun(kernels, 8);
      const site = victimOf(round);
      while (!round.coordinator.sums.get(0)?.sites.has(site.name)) round.deliverNext();
      const said = lastOf(site, 'masked');
      const sha256 = digest('other words');
      const sig = sign('y', [said.roundId, sha256], site.certified.keys.privateKey);
      round.hear(site, { kind: 'masked', value: { ...said, sha256, sig } });
      assertRefused(round, site, 'DUPLICATE');
      round.run();
      assertPublished(round);
    },
  },
  {
    name: 'unmask before consistency',
    run(kernels) {
      const round = begun(kernels, 8);
      const site = victimOf(round);
      const isIn = (phase: string): boolean => site.state.phase === phase;
      while (!isIn('masked')) round.deliverNext();
      const { roundId } = lastOf(site, 'masked');
      round.hear(site, { kind: 'unmask', value: { roundId, b: [], sk: [] } });
      assertRefused(round, site, 'UNEXPECTED_MESSAGE');
      while (!isIn('signed')) round.deliverNext();
      round.hear(site, { kind: 'unmask', value: { roundId, b: [], sk: [] } });
      assertRefused(round, site, 'UNEXPECTED_MESSAGE');
      round.run();
      assertPublished(round);
    },
  },
  {
    name: 'unmask without a signature',
    run(kernels) {
      const round = begun(kernels, 8, {
        bend: (delivery, { sites }) =>
          delivery.to === 'coordinator' &&
          delivery.site === sites[0]?.name &&
          delivery.message.kind === 'consistency'
            ? []
            : [delivery],
      });
      const site = victimOf(round);
      while (round.sites[1]?.state.phase !== 'revealed')
        if (round.waiting.length > 0) round.deliverNext();
        else round.wake();
      const { roundId } = lastOf(site, 'masked');
      round.hear(site, { kind: 'unmask', value: { roundId, b: [], sk: [] } });
      assertRefused(round, site, 'UNEXPECTED_MESSAGE');
      round.run();
      assertPublished(round);
    },
  },
  ...(['advertise', 'shares', 'masked', 'consistency', 'unmask'] as const).map((kind) =>
    refusedCase(`foreign round: ${kind}`, kind, 'ROUND_CLOSED', (value) => ({
      ...value,
      roundId: digest('another round'),
    })),
  ),
  refusedCase('keys that are not signed', 'advertise', 'SIGNATURE_INVALID', (value) => ({
    ...value,
    cPk: digest('c'),
  })),
  refusedCase('a key of low order', 'advertise', 'SECAGG_REFUSED', (value, site) => {
    const keys = { ...value, sPk: new Uint8Array(32) };
    return { ...keys, sig: signedEntry({ sites: [site] } as never, site.certified, keys).sig };
  }),
  refusedCase('one key for both uses', 'advertise', 'SECAGG_REFUSED', (value, site) => {
    const keys = { ...value, sPk: value.cPk };
    return { ...keys, sig: signedEntry({ sites: [site] } as never, site.certified, keys).sig };
  }),
  refusedCase('shares for some neighbours alone', 'shares', 'SECAGG_REFUSED', (value) => ({
    ...value,
    ct: value.ct.slice(1),
  })),
  refusedCase('two boxes for one neighbour', 'shares', 'SECAGG_REFUSED', (value) => ({
    ...value,
    ct: [...value.ct.slice(1), ...value.ct.slice(-1)],
  })),
  refusedCase('a box of another size', 'shares', 'SECAGG_REFUSED', (value) => ({
    ...value,
    ct: value.ct.map(({ to, box }) => ({ to, box: box.slice(1) })),
  })),
  refusedCase('words that are not signed', 'masked', 'SIGNATURE_INVALID', (value) => ({
    ...value,
    sig: changed(value.sig),
  })),
  refusedCase('words of another size', 'masked', 'LENGTH_MISMATCH', (value) => ({
    ...value,
    size: value.size + 4,
  })),
  refusedCase('a signature of other sets', 'consistency', 'SIGNATURE_INVALID', (value, site) => ({
    ...value,
    sig: sign('cons', [digest('other sets')], site.certified.keys.privateKey),
  })),
  refusedCase('a share of the wrong kind', 'unmask', 'SECAGG_REFUSED', (value) => ({
    ...value,
    b: value.b.slice(1),
    sk: value.b.slice(0, 1),
  })),
  refusedCase('a share twice', 'unmask', 'SECAGG_REFUSED', (value) => ({
    ...value,
    b: [...value.b, ...value.b.slice(0, 1)],
  })),
  refusedCase('a share of another place', 'unmask', 'SECAGG_REFUSED', (value) => ({
    ...value,
    b: value.b.map((share) => ({ ...share, x: share.x + 1 })),
  })),
  refusedCase('a share of itself', 'unmask', 'SECAGG_REFUSED', (value, site) => ({
    ...value,
    b: value.b.map((share, i) => (i === 0 ? { ...share, owner: ownPlace(site), x: 0 } : share)),
  })),
  {
    name: 'an abort in the name of another site',
    run(kernels) {
      const round = begun(kernels, 8);
      const site = victimOf(round);
      const { roundId } = lastOf(site, 'advertise');
      const sig = sign('abort', [roundId], pairOf('somebody else').privateKey);
      round.hear(site, { kind: 'abort', value: { roundId, code: 2, detail: '', sig } });
      assertRefused(round, site, 'SIGNATURE_INVALID');
      round.run();
      assertPublished(round);
      assert.deepEqual(round.coordinator.record?.aborts, []);
      assert.equal(round.coordinator.record?.groups[0]?.counted.length, 8);
    },
  },
  {
    name: 'a site that was not asked',
    run(kernels) {
      const round = begun(kernels, 8);
      const stranger = begun(kernels, 9).sites[8];
      assert.ok(stranger);
      const { roundId } = lastOf(victimOf(round), 'advertise');
      round.hear(stranger, { kind: 'advertise', value: { ...lastOf(stranger, 'advertise'), roundId } });
      assertRefused(round, stranger, 'NOT_IN_COHORT');
      round.run();
      assertPublished(round);
    },
  },
  {
    name: 'a wrong mask',
    run(kernels) {
      const round = maskingMore(kernels, (words, tail) => {
        using wrong = vectorFor(kernels, begun(kernels, 5).terms);
        applyMasks(wrong, [{ sign: 1, keys: [digest('a'), digest('b')] }]);
        words.set(new Int32Array(wrong.parameters.bytes.slice().buffer));
        tail.set(new BigInt64Array(wrong.tail.bytes.slice().buffer));
      });
      assertAborted(round, 'SECAGG_SUM_INVALID', /counts/);
    },
  },
];

function ownPlace({ state, said }: VirtualSite): number {
  if ('place' in state) return state.place.index;
  const unmask = said.findLast(({ kind }) => kind === 'unmask')?.value;
  const owners = unmask && 'b' in unmask ? unmask.b.map(({ owner }) => owner) : [];
  return [0, 1, 2, 3, 4, 5, 6, 7].find((place) => !owners.includes(place)) ?? 0;
}
