import { loadKernels } from '@muster/vector';
import { describe, expect, it } from 'vitest';
import { encodeClient, readClient } from '../saved-state.ts';
import { begun, intercepted, lastOf, tell, victimOf } from '../testing/adversary.ts';
import type { VirtualRound } from '../testing/virtual-round.ts';
import type { VirtualSite } from '../testing/virtual-site.ts';
import { clientWakeMs, IDLE, stepClient } from './client.ts';
import type { ClientEffect, ClientState } from './client-state.ts';
import { secretsOf } from './secrets.ts';

const kernels = await loadKernels();

/** Every phase that the first site goes through, with what it knew there. */
function phases(round: VirtualRound, visit: (site: VirtualSite) => void): void {
  const site = victimOf(round);
  let before = '';
  while (round.waiting.length > 0) {
    if (site.state.phase !== before) visit(site);
    before = site.state.phase;
    round.deliverNext();
  }
  if (site.state.phase !== before) visit(site);
}

const kindsOf = (effects: readonly ClientEffect[]): readonly string[] => effects.map(({ type }) => type);

describe('a saved state of an agent', () => {
  it('comes back as it was, in every phase, in memory of its own', () => {
    const seen: string[] = [];
    phases(begun(kernels, 5), ({ state }) => {
      seen.push(state.phase);
      const saved = encodeClient(state);
      const read = readClient(saved);
      expect(read).toEqual(state);
      saved.fill(0);
      expect(read).toEqual(state);
    });
    expect(seen).toEqual(['advertised', 'rostered', 'masked', 'signed', 'revealed']);
    const aborted = stepClient(
      begun(kernels, 5).sites[0]?.state ?? IDLE,
      GIVE_UP,
      victimOf(begun(kernels, 5)).context,
    );
    expect(readClient(encodeClient(aborted.state))).toEqual(aborted.state);
    expect(readClient(encodeClient(IDLE))).toEqual(IDLE);
  });

  it('that is damaged is told so', () => {
    const corrupt = expect.objectContaining({ code: 'STORAGE_CORRUPT' });
    const saved = encodeClient(victimOf(begun(kernels, 5)).state);
    expect(() => readClient(saved.subarray(40))).toThrow(corrupt);
    expect(() => readClient(encodeClient({ phase: 'masked' } as ClientState))).toThrow(corrupt);
  });
});

const GIVE_UP = { type: 'giveUp', code: 'INTERNAL', detail: 'training failed', nowMs: 1 } as const;

describe('what is secret', () => {
  it('is overwritten when the phase that needs it is over', () => {
    let before: readonly Uint8Array[] = [];
    const isZero = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);
    phases(begun(kernels, 5), ({ state }) => {
      const now = secretsOf(state);
      expect(now.some(isZero), state.phase).toBe(false);
      for (const secret of before) expect(isZero(secret) || now.includes(secret), state.phase).toBe(true);
      before = now;
    });
    expect(before.length).toBeGreaterThan(0);
  });

  it('is overwritten by an abort and at the end of the round, in every phase', () => {
    phases(begun(kernels, 5), ({ state, context }) => {
      const secrets = secretsOf(state);
      for (const input of [GIVE_UP, { type: 'close', nowMs: 1 } as const]) {
        const step = stepClient(state, input, context);
        const wiped = step.effects.flatMap((effect) => (effect.type === 'wipe' ? effect.secrets : []));
        expect(new Set(wiped)).toEqual(new Set(secrets));
        expect(step.state.phase).toBe(input.type === 'close' ? 'idle' : 'aborted');
        expect(secretsOf(step.state)).toEqual([]);
      }
    });
  });

  it('is in no message but a share for one, and in no text', () => {
    const round = begun(kernels, 5);
    const secrets: string[] = [];
    phases(round, ({ state }) => {
      if (state.phase !== 'revealed')
        secrets.push(...secretsOf(state).map((secret) => Buffer.from(secret).toString('hex')));
    });
    const said = Buffer.from(
      JSON.stringify(victimOf(round).said, (_, value) =>
        value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
      ),
    ).toString();
    for (const secret of secrets) expect(said).not.toContain(secret);
  });
});

describe('what is sent', () => {
  it('leaves only behind what is kept of it', () => {
    const round = begun(kernels, 5);
    const victim = victimOf(round);
    const first = stepClient(IDLE, offerInput(round), victim.context);
    expect(kindsOf(first.effects)).toEqual(['recordAttempt', 'save', 'send']);
    const roster = intercepted(round, 'roster', victim);
    const second = stepClient(victim.state, { type: 'roster', message: roster, nowMs: 5 }, victim.context);
    expect(kindsOf(second.effects)).toEqual(['save', 'send', 'wipe']);
    tell(round, victim, { kind: 'roster', value: roster });
    const survivors = intercepted(round, 'survivors', victim);
    const signed = stepClient(
      victim.state,
      { type: 'survivors', message: survivors, nowMs: 9 },
      victim.context,
    );
    expect(kindsOf(signed.effects)).toEqual(['keepSignature']);
    const again = stepClient(signed.state, { type: 'reconnected', nowMs: 9 }, victim.context);
    expect(kindsOf(again.effects)).toEqual(['keepSignature']);
    const kept = stepClient(signed.state, { type: 'signatureKept', nowMs: 9 }, victim.context);
    expect(kindsOf(kept.effects)).toEqual(['send']);
  });

  it('counts as a try at its round once the update is masked', () => {
    const round = begun(kernels, 5);
    const victim = victimOf(round);
    const { round: number, attempt } = round.terms;
    expect(victim.disk.attempt).toEqual({ round: number, attempt, tries: 0 });
    const relay = intercepted(round, 'shareRelay', victim);
    expect(victim.disk.attempt).toEqual({ round: number, attempt, tries: 0 });
    tell(round, victim, { kind: 'shareRelay', value: relay });
    expect(victim.state.phase).toBe('masked');
    expect(victim.disk.attempt).toEqual({ round: number, attempt, tries: 1 });
  });

  it('is the same however often it is asked for', () => {
    phases(begun(kernels, 5), (site) => {
      const [a, b] = [1, 2].map((nowMs) =>
        stepClient(site.state, { type: 'reconnected', nowMs }, site.context),
      );
      expect(a).toEqual(b);
      expect(a?.effects).toHaveLength(1);
      expect(a?.state).toBe(site.state);
    });
  });

  it('is the same after a restart from before it left: the same boxes for the same roster', () => {
    const round = begun(kernels, 5);
    const victim = victimOf(round);
    const before = readClient(encodeClient(victim.state));
    const roster = intercepted(round, 'roster', victim);
    const input = { type: 'roster', message: roster, nowMs: 5 } as const;
    const [one, other] = [victim.state, before].map(
      (state) => stepClient(state, input, victim.context).effects[1],
    );
    expect(one).toEqual(other);
  });
});

describe('time', () => {
  it('ends the wait for a roster after a minute, and any round when its schedule is over', () => {
    const round = begun(kernels, 5);
    const { state, context } = victimOf(round);
    expect(clientWakeMs(state)).toBe(60_001);
    expect(stepClient(state, { type: 'wake', nowMs: 60_000 }, context).state).toBe(state);
    const late = stepClient(state, { type: 'wake', nowMs: 60_001 }, context);
    expect(late.state).toMatchObject({ phase: 'aborted', code: 'POLICY' });
    const victim = victimOf(round);
    tell(round, victim, { kind: 'roster', value: intercepted(round, 'roster', victim) });
    const end = clientWakeMs(victim.state) ?? 0;
    expect(end).toBe(30_000 + 30_000 + 600_000 + 15_000 + 15_000 + 1);
    expect(stepClient(victim.state, { type: 'wake', nowMs: end - 1 }, context).state.phase).toBe('rostered');
    const over = stepClient(victim.state, { type: 'wake', nowMs: end }, context);
    expect(over.state).toMatchObject({ phase: 'aborted', code: 'INTERNAL' });
    expect(clientWakeMs(over.state)).toBeNull();
    expect(clientWakeMs(IDLE)).toBeNull();
  });
});

describe('messages', () => {
  it('of another round are passed over, in every phase', () => {
    const foreign = new Uint8Array(32).fill(7);
    phases(begun(kernels, 5), ({ state, context }) => {
      const inputs = [
        { type: 'shareRelay', message: { roundId: foreign, u2: foreign, ct: [] }, nowMs: 1 },
        { type: 'survivors', message: { roundId: foreign, u3: foreign }, nowMs: 1 },
        { type: 'consistencySet', message: { roundId: foreign, sigs: [] }, nowMs: 1 },
      ] as const;
      for (const input of inputs) expect(stepClient(state, input, context)).toEqual({ state, effects: [] });
    });
  });

  it('that an adversary makes up end in an abort or in nothing, never in an error', () => {
    const bytes = (length: number): Uint8Array => new Uint8Array(length).fill(0xff);
    phases(begun(kernels, 5), ({ state, context }) => {
      const roundId = 'roundId' in state ? state.roundId : bytes(32);
      const leaf = {
        ...{ index: 2 ** 32 - 1, siteId: bytes(16), certHash: bytes(32), cPk: bytes(32), sPk: bytes(32) },
        ...{ bCommit: bytes(32), sig: bytes(64), proof: [bytes(32)], cert: null },
      };
      const roster = {
        roundId,
        n: 16_384,
        root: bytes(32),
        self: leaf,
        neighbours: [leaf, leaf],
        k: 1,
        t: 1,
      };
      const inputs = [
        { type: 'roster', message: roster, nowMs: 1 },
        { type: 'roster', message: { ...roster, n: 0 }, nowMs: 1 },
        {
          type: 'shareRelay',
          message: { roundId, u2: bytes(2048), ct: [{ from: 9, box: bytes(82) }] },
          nowMs: 1,
        },
        { type: 'survivors', message: { roundId, u3: bytes(0) }, nowMs: 1 },
        {
          type: 'consistencySet',
          message: { roundId, sigs: [{ index: 2 ** 32 - 1, sig: bytes(64) }] },
          nowMs: 1,
        },
      ] as const;
      for (const input of inputs) {
        const step = stepClient(state, input, context);
        expect(['aborted', state.phase]).toContain(step.state.phase);
      }
    });
  });

  it('come again without harm: shares whose boxes were late are joined to the set', () => {
    const round = begun(kernels, 5);
    const victim = victimOf(round);
    const relay = intercepted(round, 'shareRelay', victim);
    tell(round, victim, { kind: 'shareRelay', value: { ...relay, ct: relay.ct.slice(0, 1) } });
    expect(victim.state.phase).toBe('masked');
    tell(round, victim, { kind: 'shareRelay', value: relay });
    round.run();
    expect(lastOf(victim, 'unmask').b).toHaveLength(4);
  });
});

it('an offer of terms that no round can have is refused, under no name', () => {
  const round = begun(kernels, 5);
  const { context } = victimOf(round);
  const input = offerInput(round);
  const offer = { ...input.offer, encoding: { ...input.offer.encoding, bits: 24 } };
  const { state, effects } = stepClient(IDLE, { ...input, offer }, context);
  expect(state).toMatchObject({ phase: 'aborted', code: 'POLICY' });
  expect(kindsOf(effects)).toEqual(['save', 'send', 'wipe']);
});

function offerInput(round: VirtualRound) {
  return {
    type: 'offer',
    offer: round.offer,
    modelHash: round.terms.modelHash,
    previous: null,
    budgetLeft: true,
    entropy: new Uint8Array(128).fill(9),
    nowMs: 0,
  } as const;
}
