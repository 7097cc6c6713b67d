/**
 * @module The site's own log, and the events of it that the coordinator gets as well: what was agreed to, which data were read, what left.
 * An event is in the transaction of what it is about.
 */
import { createHash } from 'node:crypto';
import {
  AuditLog,
  actorOf,
  type CheckpointLock,
  datasetPseudonym,
  Eraser,
  type EventData,
  type EventDraft,
  formatLogPolicy,
  formatVerifierKey,
  type LogFolder,
  NO_QUORUM,
  originOf,
  outSourceOf,
  type PartyKeys,
  Publisher,
  type Recorded,
  readEvent,
  sourceOf,
  updateCommitment,
  type WitnessTrouble,
} from '@muster/audit';
import { canonicalJson } from '@muster/canonical';
import { MusterError } from '@muster/errors';
import { requestOf } from '@muster/policy/decision';
import type { RoundRef } from '@muster/protocol';
import type { AuditRows, Vault } from '@muster/store/site-log';
import type { Plan } from '@muster/task';
import type { Clock } from '@muster/transport';
import type { Decided } from '../answer.ts';
import type { ForkSeen } from '../witness.ts';
import { type Cosigner, coordinatorAsWitness } from './coordinator-witness.ts';
import type { Decision, Leaving } from './logged-work.ts';

export interface SiteLogParts {
  readonly rows: AuditRows;
  readonly lock: CheckpointLock;
  /** What events of this site hide. */
  readonly vault: Vault;
  /** The policy that the agent works by; undefined for a person who only looks after the log. */
  readonly basis: string | undefined;
  /** Where the files of an epoch lie. */
  readonly folderOf: (epoch: number) => LogFolder;
  readonly keys: PartyKeys;
  /** Host in the origins of the federation's logs. */
  readonly host: string;
  readonly clock: Clock;
  readonly random: (bytes: number) => Uint8Array;
  /** The coordinator as the witness of this log; undefined while it cannot be asked, null where nobody is to ask it. */
  readonly cosigner: (() => Cosigner | undefined) | null;
  readonly noticed: (trouble: WitnessTrouble) => void;
}

/** Most entries of one message. */
const ENTRIES_MAX = 64;

export class SiteLog {
  readonly origin: string;
  readonly #parts: SiteLogParts;
  /** What stays here. */
  readonly #own: AuditLog;
  /** What the coordinator gets too, byte for byte. */
  readonly #out: AuditLog;
  readonly #outSource: string;
  readonly #publisher: Publisher;
  readonly #pseudonym: string;

  constructor(parts: SiteLogParts) {
    const { keys, rows, lock, vault, folderOf, host, clock, random, noticed } = parts;
    const { party } = keys;
    if (party.role !== 'site') throw new MusterError('INTERNAL', 'a site’s log is of a site');
    this.#parts = parts;
    this.#pseudonym = party.pseudonym;
    this.#outSource = outSourceOf(party);
    const epoch = rows.epoch();
    this.origin = originOf(party, host, epoch);
    const wallMs = (): number => clock.wallMs();
    const shared = { rows, vault, wallMs, random };
    this.#own = new AuditLog({ ...shared, producer: { source: sourceOf(party), key: keys.producer } });
    this.#out = new AuditLog({ ...shared, producer: { source: this.#outSource, key: keys.producer } });
    this.#publisher = new Publisher({
      origin: this.origin,
      keys: [keys.logKey(this.origin)],
      rows,
      lock,
      folder: folderOf(epoch),
      wallMs,
      later: (ms) => new Promise((resolve) => clock.after(ms, resolve)),
      witnesses: () => coordinatorAsWitness(parts.cosigner?.(), party.federation),
      isWitnessed: () => parts.cosigner !== null,
      isEnough: (names) => names.size > 0,
      noticed,
    });
  }

  /** Takes the log up, or begins it. Throws AUDIT_ROLLED_BACK, and what the store does. */
  async open(): Promise<void> {
    const { keys, rows } = this.#parts;
    if (rows.size() === 0)
      this.#own.record({
        name: 'log.epoch_started',
        role: 'agent',
        subject: 'log',
        data: {
          origin: this.origin,
          key: formatVerifierKey(keys.logKey(this.origin).verifier),
          producerKey: formatVerifierKey(keys.producer.verifier),
        },
      });
    this.#adopt();
    await this.#publisher.recover();
  }

  /** The site will work. `offer`: where the offer is in the federation's log. */
  accepted(ref: RoundRef, { how, decided }: Decision, offer: string | undefined): Recorded {
    return this.#out.record({
      name: 'task.accepted',
      ...this.#relies,
      ...this.#person(decided),
      subject: subjectOf(ref),
      ...(offer === undefined ? {} : { refs: [offer] }),
      data: { ...ref, site: this.#pseudonym, how },
    });
  }

  refused(
    ref: RoundRef,
    reason: EventData<'task.refused'>['reason'],
    { how, decided }: Decision,
    offer: string | undefined,
  ): Recorded {
    return this.#out.record({
      name: 'task.refused',
      ...this.#relies,
      ...this.#person(decided),
      subject: subjectOf(ref),
      ...(offer === undefined ? {} : { refs: [offer] }),
      data: { ...ref, site: this.#pseudonym, how, reason },
    });
  }

  /** The training process is about to read the data. */
  accessed(ref: RoundRef, { body }: Plan, use: 'training' | 'evaluation'): Recorded {
    const schema = createHash('sha256').update(canonicalJson(body.data)).digest('hex');
    const { dataset, columns, purpose } = requestOf(body);
    return this.#own.record({
      name: 'dataset.accessed',
      ...this.#relies,
      role: 'agent',
      subject: subjectOf(ref),
      hidden: { conf: { dataset, columns, purpose } },
      data: {
        ...ref,
        dataset: datasetPseudonym(dataset, this.#parts.keys.secret),
        schema: `sha256:${schema}`,
        purpose,
        use,
      },
    });
  }

  /** An update, or the figures of an evaluation, is about to leave. */
  released(ref: RoundRef, { kind, hash, signature, sizeBytes, codec, clipNorm, figures }: Leaving): Recorded {
    return this.#out.record({
      name: 'update.released',
      ...this.#relies,
      role: 'agent',
      subject: subjectOf(ref),
      hidden: { conf: figures },
      data: {
        ...ref,
        site: this.#pseudonym,
        update: updateCommitment(hash, signature),
        sizeBytes,
        codec,
        kind,
        ...(clipNorm === undefined ? {} : { clipNorm: `${clipNorm}` }),
        noise: 'none',
        secureAggregation: codec === 'masked-u32' || codec === 'masked-u16',
      },
    });
  }

  /** The federation's log has signed two histories. `evidence`: SHA-256 of the file that proves it, hex. */
  forkSeen({ origin, size, evidence }: ForkSeen): Recorded {
    return this.#own.record({
      name: 'witness.fork_detected',
      role: 'agent',
      data: { origin, size, evidence: `sha256:${evidence}` },
    });
  }

  /** No quorum has seen the federation's log for so long. */
  stale(data: EventData<'witness.stale'>): Recorded {
    return this.#own.record({ name: 'witness.stale', role: 'agent', data });
  }

  /** People of the site go on with another log of the federation. */
  goneOn(after: 'fork' | 'new-epoch'): Recorded {
    const isFork = after === 'fork';
    const action = isFork ? 'fork-overridden' : 'log-accepted';
    return this.#own.record({ name: 'admin.action', role: 'site.admin', data: { action, fourEyes: isFork } });
  }

  /** A policy is in the log before anything is done by it. */
  #adopt(): void {
    const { basis, keys, clock } = this.#parts;
    if (basis === undefined) return;
    const latest = this.#own.latest('policy.changed', 'log', sourceOf(keys.party));
    const data = latest && readEvent(latest.entry).data;
    const old = data && 'effective' in data && 'new' in data ? data.new : undefined;
    if (old === basis) return;
    this.#own.record({
      name: 'policy.changed',
      role: 'agent',
      subject: 'log',
      data: {
        ...(old === undefined ? {} : { old }),
        new: basis,
        changes: [old === undefined ? 'first' : 'other'],
        effective: new Date(Math.round(clock.wallMs())).toISOString(),
      },
    });
  }

  /** Part of an event: on what it relies. */
  get #relies(): { readonly basis?: string } {
    const { basis } = this.#parts;
    return basis === undefined ? {} : { basis };
  }

  /** Part of an event: who acted, under a pseudonym that the vault alone resolves. */
  #person(decided: Decided | undefined): Pick<EventDraft, 'role' | 'actor' | 'hidden'> {
    if (!decided) return { role: 'agent' };
    const { vault, clock, random } = this.#parts;
    const person = { issuer: 'site', subject: decided.by };
    return {
      role: 'site.admin',
      actor: actorOf(vault, person, { atMs: clock.wallMs(), random }),
      hidden: { pii: { by: decided.by, why: decided.why } },
    };
  }

  /** What stays at the site: what people do about the log, and with it. */
  record(draft: EventDraft): Recorded {
    return this.#own.record(draft);
  }

  /** Lets go of what the log commits to. */
  eraser(): Eraser {
    const { rows, vault, clock, random } = this.#parts;
    return new Eraser({
      origin: this.origin,
      log: this.#own,
      rows,
      vault,
      wallMs: () => clock.wallMs(),
      random,
    });
  }

  /** Whose signature on this log counts, as C2SP tlog-policy: of whoever keeps it, for whom he gives it to. */
  get policyText(): string {
    const { verifier: key } = this.#parts.keys.logKey(this.origin);
    return formatLogPolicy({ logs: [{ key, url: null }], witnesses: [], groups: [], quorum: NO_QUORUM });
  }

  /** Entries for the coordinator from a number of theirs on, at most a message full. */
  outFrom(next: number): readonly Uint8Array[] {
    return this.#out.from(this.#outSource, next, ENTRIES_MAX).map(({ entry }) => entry);
  }

  /** Number that the next event for the coordinator will have. */
  get outNext(): number {
    return this.#out.nextOf(this.#outSource);
  }

  /** A checkpoint over all that is written, cosigned by the coordinator when it can be asked. */
  async publish(): Promise<void> {
    await this.#publisher.publish();
  }
}

function subjectOf({ run, round, attempt }: RoundRef): string {
  return `run/${run}/round/${round}/attempt/${attempt}`;
}
