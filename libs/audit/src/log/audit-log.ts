/** @module One log as its owner writes it: an event is an entry of the transaction that it is about, or of one of its own. */
import { asMusterError, MusterError } from '@muster/errors';
import type { EventName } from '../event/catalogue.ts';
import { type AuditEvent, type EventDraft, isSignedBy, linkOf, nameOf, readEvent } from '../event/event.ts';
import { type Sealed, type SecretKeeper, sealHidden } from '../event/hidden.ts';
import { type Producer, produce } from '../event/producer.ts';
import { UUID_RANDOM_BYTES, uuidv7 } from '../event/uuid.ts';
import type { VerifierKey } from '../verifier-key.ts';
import type { LogRows } from './parts.ts';

/** An event that is in the log as soon as its transaction commits. */
export interface Recorded {
  readonly index: number;
  readonly entry: Uint8Array;
}

export interface AuditLogParts {
  readonly rows: LogRows;
  readonly producer: Producer;
  /** Keeps what events hide; without one no event hides anything. */
  readonly vault?: SecretKeeper;
  /** Milliseconds since 1970. */
  readonly wallMs: () => number;
  readonly random: (bytes: number) => Uint8Array;
}

export class AuditLog {
  readonly #parts: AuditLogParts;

  constructor(parts: AuditLogParts) {
    this.#parts = parts;
  }

  get size(): number {
    return this.#parts.rows.size();
  }

  /** Our own event. Throws AUDIT_EVENT_INVALID, and what the database does: then what it is about is not done either. */
  record<Name extends EventName>(draft: EventDraft<Name>): Recorded {
    const [recorded] = this.recordAll([draft]);
    if (recorded instanceof MusterError) throw recorded;
    if (!recorded) throw new MusterError('INTERNAL', 'an event was neither recorded nor refused');
    return recorded;
  }

  /**
   * Our own events, in one transaction; those that the catalogue refuses are passed over, and their places hold why. What they hide is in
   * the vault before it begins: a crash, or a transaction that is undone, leaves a secret without a commitment, never the reverse.
   */
  recordAll(drafts: readonly EventDraft[]): readonly (Recorded | MusterError)[] {
    const { rows, producer, wallMs, random } = this.#parts;
    const sealed = this.#sealAll(drafts);
    return rows.atomically(() => {
      let next = rows.end(producer.source);
      const before = next;
      // Asked for once: each call into the system's generator costs as much as the rest of a UUID ten times over.
      const chance = random(UUID_RANDOM_BYTES * drafts.length);
      const atMs = Math.round(wallMs());
      // biome-ignore lint/style/noRestrictedGlobals: it only writes a time that was handed in
      const time = new Date(atMs).toISOString();
      const recorded = sealed.map((each, n) => {
        if (each instanceof MusterError) return each;
        const { draft } = each;
        const own = chance.subarray(UUID_RANDOM_BYTES * n, UUID_RANDOM_BYTES * (n + 1));
        return unlessInvalid(() => {
          const { entry, end } = produce(producer, next, draft, { id: uuidv7(atMs, own), time });
          const { source } = producer;
          const { name: type, subject = '' } = draft;
          const index = rows.append(entry, { source, seq: next.seq, type, subject });
          next = end;
          return { index, entry };
        });
      });
      if (next.seq !== before.seq) rows.moveEnd(producer.source, next);
      return recorded;
    });
  }

  #sealAll(drafts: readonly EventDraft[]): readonly (Sealed | MusterError)[] {
    const { vault, wallMs, random } = this.#parts;
    const sealed = drafts.map((draft) =>
      unlessInvalid(() => sealHidden(draft, { atMs: Math.round(wallMs()), random })),
    );
    const secrets = sealed.flatMap((each) => (each instanceof MusterError ? [] : each.secrets));
    if (secrets.length === 0) return sealed;
    if (!vault) throw new MusterError('INTERNAL', 'an event hides something, and there is no vault');
    vault.keep(secrets);
    return sealed;
  }

  /**
   * An event that somebody else has signed, as it is. The same once more gives its place. Throws AUDIT_EVENT_INVALID unless it is of `source`,
   * signed by `key`, and the next one of this source: one that was left out must come first. `check` throws for what is not to be in the log.
   */
  admit(
    entry: Uint8Array,
    source: string,
    key: VerifierKey,
    check: (event: AuditEvent) => void = () => {},
  ): Recorded {
    const { rows } = this.#parts;
    const event = readEvent(entry);
    if (event.source !== source) throw refused(`it is of ${event.source}, not of ${source}`);
    if (!isSignedBy(event, key)) throw refused('its signature does not hold');
    return rows.atomically(() => {
      const known = rows.indexOf(source, event.flseq);
      if (known !== undefined) {
        const [kept] = rows.entries(known, 1);
        if (kept && Buffer.compare(kept, entry) === 0) return { index: known, entry };
        throw refused(`number ${event.flseq} of its source was another event`);
      }
      const { seq, prev } = rows.end(source);
      if (event.flseq !== seq || event.flprev !== prev)
        throw refused(`it is number ${event.flseq} of its source, and number ${seq} is next`);
      check(event);
      const index = rows.append(entry, { source, seq, type: nameOf(event), subject: event.subject ?? '' });
      rows.moveEnd(source, { seq: seq + 1, prev: linkOf(entry) });
      return { index, entry };
    });
  }

  /** The newest event of this name, of a source, about a subject. */
  latest(name: EventName, subject: string, source: string): Recorded | undefined {
    const { rows } = this.#parts;
    const index = rows.latestAbout(subject, name, source);
    const [entry] = index === undefined ? [] : rows.entries(index, 1);
    return index === undefined || !entry ? undefined : { index, entry };
  }

  /** Events of a source from a number on, in their order. */
  from(source: string, seq: number, limit: number): readonly Recorded[] {
    const { rows } = this.#parts;
    const recorded: Recorded[] = [];
    for (let next = seq; recorded.length < limit; next += 1) {
      const index = rows.indexOf(source, next);
      const [entry] = index === undefined ? [] : rows.entries(index, 1);
      if (index === undefined || !entry) break;
      recorded.push({ index, entry });
    }
    return recorded;
  }

  /** Number of the next event of a source. */
  nextOf(source: string): number {
    return this.#parts.rows.end(source).seq;
  }
}

/** What `act` gives, or why the catalogue refuses it. */
function unlessInvalid<T>(act: () => T): T | MusterError {
  try {
    return act();
  } catch (thrown) {
    const error = asMusterError(thrown);
    if (error.code !== 'AUDIT_EVENT_INVALID') throw thrown;
    return error;
  }
}

function refused(why: string): MusterError {
  return new MusterError('AUDIT_EVENT_INVALID', `the event is not taken into the log: ${why}`);
}
