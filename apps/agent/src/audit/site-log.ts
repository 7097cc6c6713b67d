/**
 * @module The site's own log, and the events of it that the coordinator gets as well: what was agreed to, which data were read, what left.
 * An event is in the transaction of what it is about.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import {
  AuditLog,
  datasetPseudonym,
  type EventData,
  formatVerifierKey,
  originOf,
  outSourceOf,
  type PartyKeys,
  Publisher,
  type Recorded,
  sourceOf,
  updateCommitment,
  type Witness,
  type WitnessTrouble,
  witnessKeyOf,
} from '@muster/audit';
import { canonicalJson } from '@muster/canonical';
import { MusterError } from '@muster/errors';
import { UNSPECIFIED } from '@muster/policy/decision';
import type { Body, RoundRef } from '@muster/protocol';
import { AuditFolder, type AuditRows, type CheckpointLock } from '@muster/store/site-log';
import type { Plan } from '@muster/task';
import type { Clock } from '@muster/transport';
import type { ForkSeen } from '../witness.ts';

export interface SiteLogParts {
  readonly rows: AuditRows;
  readonly lock: CheckpointLock;
  /** Below which the files of the log lie. */
  readonly folder: string;
  readonly keys: PartyKeys;
  /** Host in the origins of the federation's logs. */
  readonly host: string;
  readonly clock: Clock;
  readonly random: (bytes: number) => Uint8Array;
  /** Of the coordinator, which cosigns this log: raw Ed25519; undefined where it does not. */
  readonly witnessKey: () => Uint8Array | undefined;
  /** Asks the coordinator. Throws UNAVAILABLE without a connection. */
  readonly ask: (body: Body) => Promise<Body>;
  readonly noticed: (trouble: WitnessTrouble) => void;
}

/** Who has decided: the policy by itself, or a person. */
type Decider = EventData<'task.accepted'>['how'];

/** What leaves a site. */
export interface Leaving {
  readonly kind: EventData<'update.released'>['kind'];
  /** SHA-256 of the bytes on the wire, hex. */
  readonly hash: string;
  /** Of its report, which both parties have and nobody else: it salts what the logs show of the hash. */
  readonly signature: Uint8Array;
  readonly sizeBytes: number;
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
    const { keys, rows, lock, folder, host, clock, random, noticed } = parts;
    const { party } = keys;
    if (party.role !== 'site') throw new MusterError('INTERNAL', 'a site’s log is of a site');
    this.#parts = parts;
    this.#pseudonym = party.pseudonym;
    this.#outSource = outSourceOf(party);
    const epoch = rows.epoch();
    this.origin = originOf(party, host, epoch);
    const wallMs = (): number => clock.wallMs();
    const shared = { rows, wallMs, random };
    this.#own = new AuditLog({ ...shared, producer: { source: sourceOf(party), key: keys.producer } });
    this.#out = new AuditLog({ ...shared, producer: { source: this.#outSource, key: keys.producer } });
    this.#publisher = new Publisher({
      origin: this.origin,
      keys: [keys.logKey(this.origin)],
      rows,
      lock,
      folder: new AuditFolder(join(folder, `${epoch}`)),
      wallMs,
      later: (ms) => new Promise((resolve) => clock.after(ms, resolve)),
      witnesses: () => this.#coordinator(),
      isEnough: (names) => names.size > 0,
      noticed,
    });
  }

  /** The one who cosigns it. */
  #coordinator(): readonly Witness[] {
    const { witnessKey, ask, keys } = this.#parts;
    const key = witnessKey();
    if (!key) return [];
    const { federation } = keys.party;
    return [
      {
        name: 'coordinator',
        keys: [witnessKeyOf({ federation, role: 'coordinator' }, key)],
        async ask(body) {
          const answer = await ask({ kind: 'addCheckpoint', value: { body } });
          if (answer.kind !== 'witnessAnswer')
            throw new MusterError('UNEXPECTED_MESSAGE', `${answer.kind} is no answer of a witness`);
          return answer.value;
        },
      },
    ];
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
    await this.#publisher.recover();
  }

  /** The site will work. `offer`: where the offer is in the federation's log. */
  accepted(ref: RoundRef, how: Decider, offer: string | undefined): Recorded {
    return this.#out.record({
      name: 'task.accepted',
      role: 'agent',
      subject: subjectOf(ref),
      ...(offer === undefined ? {} : { refs: [offer] }),
      data: { ...ref, site: this.#pseudonym, how },
    });
  }

  refused(
    ref: RoundRef,
    reason: EventData<'task.refused'>['reason'],
    how: Decider,
    offer: string | undefined,
  ): Recorded {
    return this.#out.record({
      name: 'task.refused',
      role: 'agent',
      subject: subjectOf(ref),
      ...(offer === undefined ? {} : { refs: [offer] }),
      data: { ...ref, site: this.#pseudonym, how, reason },
    });
  }

  /** The training process is about to read the data. */
  accessed(ref: RoundRef, { body }: Plan, use: 'training' | 'evaluation'): Recorded {
    const schema = createHash('sha256').update(canonicalJson(body.data)).digest('hex');
    return this.#own.record({
      name: 'dataset.accessed',
      role: 'agent',
      subject: subjectOf(ref),
      data: {
        ...ref,
        dataset: datasetPseudonym(body.data.dataset, this.#parts.keys.secret),
        schema: `sha256:${schema}`,
        purpose: body.purposeId ?? UNSPECIFIED,
        use,
      },
    });
  }

  /** An update, or the figures of an evaluation, is about to leave. */
  released(ref: RoundRef, { kind, hash, signature, sizeBytes }: Leaving): Recorded {
    return this.#out.record({
      name: 'update.released',
      role: 'agent',
      subject: subjectOf(ref),
      data: {
        ...ref,
        site: this.#pseudonym,
        update: updateCommitment(hash, signature),
        sizeBytes,
        codec: 'f32',
        kind,
        noise: 'none',
        secureAggregation: false,
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
