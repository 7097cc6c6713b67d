/** @module Rules of secure aggregation, each broken on purpose. */
import { type Fleet, type IngestJobs, IngestWork } from '@muster/coordinator/parts';
import type { Body } from '@muster/protocol';
import { readClient } from '@muster/secagg';
import type { MaskedParts } from '@muster/store';
import type { VirtualTime } from './clock.ts';
import { altered, type Fault } from './fault.ts';

type Input<Name extends keyof IngestJobs> = IngestJobs[Name]['input'];

/** Until what a site says has left it, and is on its way. */
const LEFT_MS = 0.3;
const DOWN_MS = 50;
/** A site that was killed is back at one of these. */
const AGAIN_MS = [20, 200, 700, 1_500, 4_000];

class FoldsWordsTwice extends IngestWork {
  override unmask(input: Input<'unmask'>) {
    const figures = super.unmask(structuredClone(input));
    super.unmask({ ...input, updates: [...input.updates, ...input.updates.slice(0, 1)] });
    return figures;
  }
}

class DividesByOne extends IngestWork {
  override saveUnmasked(input: Input<'saveUnmasked'>) {
    return super.saveUnmasked({ ...input, divisor: 1 });
  }
}

/** Nothing is kept of this phase: a site that is killed in it is where it was before. */
function forgetful(masked: MaskedParts, phase: 'signed' | 'revealed'): MaskedParts {
  return altered(masked, {
    keep: (ref, state) => {
      if (readClient(state).phase !== phase) masked.keep(ref, state);
    },
  });
}

/** Whoever was told who counts is told again some time later, of one site less. */
function tellsAnotherSet(fleet: Fleet, time: VirtualTime): Fleet {
  const tellAgain = (site: string, body: Body): void => {
    if (body.kind !== 'survivors') return;
    const value = { ...body.value, u3: withoutLast(body.value.u3) };
    for (const atMs of AGAIN_MS)
      time.after(atMs, () => fleet.get(site)?.session.notify({ kind: body.kind, value }));
  };
  return altered(fleet, {
    get: (site) => {
      const connected = fleet.get(site);
      if (!connected) return undefined;
      const { session } = connected;
      const notify: typeof session.notify = (body) => {
        session.notify(body);
        tellAgain(site, body);
      };
      return altered(connected, { session: altered(session, { notify }) });
    },
  });
}

/** A set without its last member; bits, the lowest of a byte first. */
function withoutLast(set: Uint8Array): Uint8Array {
  const at = set.findLastIndex((byte) => byte !== 0);
  return set.map((byte, index) => (index === at ? byte & ~(1 << (31 - Math.clz32(byte))) : byte));
}

export const SECURE_FAULTS: readonly Fault[] = [
  {
    name: 'reveal-both',
    meaning: 'a site answers for one of its neighbours by both shares',
    gate: (gate) =>
      altered(gate, {
        request: (egress, timeoutMs) => {
          const { body } = egress;
          if (body.kind !== 'unmask') return gate.request(egress, timeoutMs);
          const { b, sk } = body.value;
          const value = { ...body.value, sk: [...sk, ...b.slice(0, 1)] };
          return gate.request({ ...egress, body: { ...body, value } }, timeoutMs);
        },
      }),
  },
  {
    name: 'forget-the-signature',
    meaning:
      'a site that is killed when it has signed who counts keeps nothing of it, and is asked about others',
    siteMasked: (masked) => forgetful(masked, 'signed'),
    fleet: tellsAnotherSet,
    gate: (gate, _work, { time, kill }) =>
      altered(gate, {
        request: (egress, timeoutMs) => {
          if (egress.body.kind === 'consistency') time.after(LEFT_MS, () => kill(DOWN_MS));
          return gate.request(egress, timeoutMs);
        },
      }),
  },
  {
    name: 'forget-what-was-revealed',
    meaning:
      'a site that is killed when it has given its shares keeps nothing of it, and is asked for others',
    siteMasked: (masked) => forgetful(masked, 'revealed'),
    fleet: tellsAnotherSet,
    gate: (gate, _work, { time, kill }) =>
      altered(gate, {
        request: (egress, timeoutMs) => {
          if (egress.body.kind === 'unmask') time.after(LEFT_MS, () => kill(DOWN_MS));
          return gate.request(egress, timeoutMs);
        },
      }),
  },
  {
    name: 'tell-another-set',
    meaning: 'sites are told another set of those who count than before',
    fleet: tellsAnotherSet,
  },
  {
    name: 'mask-again',
    meaning: 'each time that an update is brought it is masked anew',
    gate: (gate) => {
      let pushed = 0;
      return altered(gate, {
        push: (egress, source, timeoutMs) => {
          const { body } = egress;
          if (body.kind !== 'report' || !body.value.masked) return gate.push(egress, source, timeoutMs);
          const updateHash = body.value.updateHash.map((byte, at) => (at === 0 ? byte ^ pushed : byte));
          const value = { ...body.value, updateHash };
          pushed += 1;
          return gate.push({ ...egress, body: { ...body, value } }, source, timeoutMs);
        },
      });
    },
  },
  { name: 'fold-words-twice', meaning: 'the words of a site are in the sum twice', work: FoldsWordsTwice },
  { name: 'forget-the-divisor', meaning: 'a sum is taken for a mean', work: DividesByOne },
  {
    name: 'keep-masked-rounds',
    meaning: 'what the coordinator has decided in rounds that are over stays, with shares in it',
    store: (store) => altered(store, { maskedRounds: altered(store.maskedRounds, { remove: () => {} }) }),
  },
  {
    name: 'keep-masked-parts',
    meaning: 'what a site keeps of its part stays when the round is over',
    siteMasked: (masked) => altered(masked, { remove: () => {} }),
  },
];
