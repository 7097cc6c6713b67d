/**
 * @module Rules of the code, each broken on purpose by another part in the place of the real one: what the invariants must find. They are
 * of the simulator alone; nothing in the code that is shipped can turn one on.
 */
import { type IngestJobs, IngestWork } from '@muster/coordinator/parts';
import type { MemberResult, RoundRef } from '@muster/store';
import { AUDIT_FAULTS } from './audit-faults.ts';
import { type Around, altered, type Fault } from './fault.ts';
import { SECURE_FAULTS } from './secure-faults.ts';

type Input<Name extends keyof IngestJobs> = IngestJobs[Name]['input'];

class FoldsAnything extends IngestWork {
  override scan(input: Input<'scan'>) {
    return { ...super.scan(input), finite: true, maxAbs: 0, sumSquares: 0 };
  }
}

class FoldsTwice extends IngestWork {
  override fold(input: Input<'fold'>): undefined {
    super.fold({ ...input, members: [...input.members, ...input.members.slice(0, 1)] });
  }
}

class ForgetsWeights extends IngestWork {
  override fold(input: Input<'fold'>): undefined {
    super.fold({ ...input, members: input.members.map(({ update }) => ({ update, weight: 1 })) });
  }
}

export const FAULTS: readonly Fault[] = [
  { name: 'fold-before-admit', meaning: 'values are folded that nobody has looked at', work: FoldsAnything },
  { name: 'count-twice', meaning: 'an update is in the sum twice', work: FoldsTwice },
  { name: 'forget-the-weight', meaning: 'every update weighs the same', work: ForgetsWeights },
  {
    name: 'forget-to-check-hash',
    meaning: 'the bytes that came are taken for those that were announced',
    received: (uploads) =>
      altered(uploads, {
        begin: async (announced) => {
          const upload = await uploads.begin(announced);
          const hash = async () => (await upload.hash()) && announced.updateHash;
          return altered(upload, { hash });
        },
      }),
  },
  {
    name: 'forget-the-fence',
    meaning: 'a process that was given up for dead goes on beside the one that took its place',
    zombies: true,
  },
  {
    name: 'acknowledge-before-commit',
    meaning: 'sites are told that they count, then it is written down',
    store: (store, around) =>
      altered(store, {
        rounds: altered(store.rounds, {
          seal: (seal) => {
            tellCounted(seal, seal.added, around);
            store.rounds.seal(seal);
          },
          commit: (commit) => {
            tellCounted(commit, commit.members, around);
            store.rounds.commit(commit);
          },
        }),
      }),
  },
  {
    name: 'seal-without-members-row',
    meaning: 'somebody is in the sum of a seal and not on record',
    store: (store) =>
      altered(store, {
        rounds: altered(store.rounds, {
          seal: (seal) => {
            const [, ...added] = seal.added;
            store.rounds.seal(added.length > 0 ? { ...seal, added, members: seal.members - 1 } : seal);
          },
        }),
      }),
  },
  {
    name: 'commit-before-durable',
    meaning: 'a row names a blob that is still on its way to the disk',
    store: (store, { time }) =>
      altered(store, {
        blobs: altered(store.blobs, {
          adopt: async (path, hash) => {
            time.after(50, () => void store.blobs.adopt(path, hash).catch(() => {}));
            return { hash, sizeBytes: 0 };
          },
        }),
      }),
  },
  {
    name: 'believe-unsynced-bytes',
    meaning: 'a row adopts a sum or a model whose bytes are not synced',
    unsynced: 'bytes',
  },
  {
    name: 'believe-unsynced-names',
    meaning: 'a blob is believed before its folder is synced',
    unsynced: 'names',
  },
  {
    name: 'count-without-waiting',
    meaning: 'who counts is told so before the disk has it',
    store: (store) => altered(store, { db: altered(store.db, { tx: (body) => store.db.relaxedTx(body) }) }),
  },
  {
    name: 'forget-the-seal',
    meaning: 'after a restart the sum of those who were sealed is not taken up',
    store: (store, { starts }) =>
      starts > 1 ? altered(store, { seals: altered(store.seals, { find: () => undefined }) }) : store,
  },
  {
    name: 'ignore-deadline',
    meaning: 'rounds wait five times as long as they may',
    clock: (clock) => ({
      monotonicMs: () => clock.monotonicMs() / 5,
      wallMs: () => clock.wallMs(),
      after: (ms, act) => clock.after(5 * ms, act),
    }),
  },
  {
    name: 'keep-the-alarm',
    meaning: 'an alarm of the disk stays when the disk works again',
    alarms: (alarms) => altered(alarms, { clear: () => {} }),
  },
  {
    name: 'forget-the-bound',
    meaning: 'any number of updates is received at the same time',
    places: (limits) => ({ ...limits, places: Number.POSITIVE_INFINITY }),
  },
  {
    name: 'keep-the-spool',
    meaning: 'the bytes of rounds that are over stay',
    kept: (uploads) => altered(uploads, { discardRound: () => {} }),
  },
  {
    name: 'sweep-what-waits',
    meaning: 'blobs go that wait for their row while rows cannot be written',
    upkeep: (parts) => ({
      ...parts,
      runs: altered(parts.runs, { isBehind: false, holds: () => false }),
      alarms: { any: undefined },
    }),
  },
  {
    name: 'sweep-quarantine',
    meaning: 'at a start, updates in quarantine are taken for what a crash has left',
    store: (store) => altered(store, { quarantine: altered(store.quarantine, { withBytes: () => [] }) }),
  },
  {
    name: 'keep-strays',
    meaning: 'blobs that no row names stay',
    upkeep: (parts) => ({ ...parts, sweeper: { sweep: async () => ({ removed: 0, bytes: 0 }) } }),
  },
  {
    name: 'drop-bytes-at-received',
    meaning: 'a site lets go of its update as soon as the coordinator has the bytes',
    siteBlobs: (blobs) =>
      altered(blobs, {
        open: async (hash) => {
          const reader = await blobs.open(hash);
          let last = 0;
          return altered(reader, {
            read: (offset, length) => {
              last = offset + length;
              return reader.read(offset, length);
            },
            close: async () => {
              await reader.close();
              if (last >= reader.sizeBytes) await blobs.remove(hash);
            },
          });
        },
      }),
  },
  {
    name: 'count-at-received',
    meaning: 'a site takes "received" for "counted"',
    gate: (gate, work) =>
      altered(gate, {
        push: async (egress, source, timeoutMs) => {
          const answer = await gate.push(egress, source, timeoutMs);
          if (egress.body.kind === 'report' && egress.body.value.ref)
            work.settle(egress.body.value.ref, 'counted', 0);
          return answer;
        },
      }),
  },
  ...AUDIT_FAULTS,
  ...SECURE_FAULTS,
];

function tellCounted(
  { run, round, attempt }: RoundRef,
  members: readonly MemberResult[],
  { fleet, messages }: Around,
): void {
  for (const { site, outcome, updateHash } of members) {
    const session = fleet.get(site)?.session;
    if (outcome !== 'counted' || !session) continue;
    messages.outcome(session, {
      type: 'publishOutcome',
      ref: { run, round, attempt },
      site,
      outcome: { outcome, code: '', reason: '', updateHash: updateHash ?? '' },
      modelHash: '',
    });
  }
}
