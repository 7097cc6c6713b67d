/** @module What a virtual agent signs for the federation's log, in memory: that it agreed, and what left it. */
import {
  AuditLog,
  EMPTY_EDGE,
  type EventDraft,
  outSourceOf,
  PartyKeys,
  parseCheckpoint,
  parseLogProof,
  parseNote,
  pseudonymOf,
  type RightEdge,
  updateCommitment,
} from '@muster/audit';
import { asMusterError } from '@muster/errors';
import { type Identity, seedOf, systemRandom } from '@muster/identity';
import { type Body, hex, type Offer, type OfferProof, type RoundRef, refOf } from '@muster/protocol';

const ENTRIES_MAX = 64;

/** What is released, and under which signature of its report. */
interface Released {
  readonly ref: RoundRef;
  readonly kind?: 'update' | 'evaluation';
  readonly updateHash: Uint8Array;
  readonly signature: Uint8Array;
  readonly size: number;
}

/** Clock and chance of an agent. */
export interface VirtualLogParts {
  /** Milliseconds since 1970. */
  readonly wallMs: () => number;
  readonly random: (bytes: number) => Uint8Array;
}

export class VirtualLog {
  readonly #log: AuditLog;
  readonly #entries: Uint8Array[] = [];
  readonly #site: string;
  /** What it has said last, by name of the event: an offer or a report may come again. */
  readonly #said = new Map<string, string>();
  readonly #accepted = new Set<string>();
  /** Number of the event that the coordinator lacks; undefined where it keeps no log. */
  #due: number | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    identity: Identity,
    federationId: Uint8Array,
    { wallMs, random }: VirtualLogParts = { wallMs: Date.now, random: systemRandom },
  ) {
    this.#site = pseudonymOf(identity.signing.publicKey);
    const party = { federation: hex(federationId), role: 'site', pseudonym: this.#site } as const;
    const key = new PartyKeys(party, seedOf(identity.signing)).producer;
    this.#log = new AuditLog({
      rows: new MemoryRows(this.#entries),
      producer: { source: outSourceOf(party), key },
      wallMs,
      random,
    });
  }

  registered(isKept: boolean, next: number): void {
    this.#due = isKept ? next : undefined;
  }

  /** A hostile agent agrees and does not sign it. */
  accepted(offer: Offer, isSigned = true): void {
    const ref = refOf(offer.ref);
    this.#accepted.add(keyOf(ref));
    if (!isSigned) return;
    this.#record(
      {
        name: 'task.accepted',
        ...(offer.logged ? { refs: [placeOf(offer.logged)] } : {}),
        data: { ...ref, site: this.#site, how: 'automatic' },
      },
      ref,
    );
  }

  released({ ref, kind = 'update', updateHash, signature, size: sizeBytes }: Released): void {
    // What nobody has offered is sent without an event: no site signs for it.
    if (kind === 'update' && !this.#accepted.has(keyOf(ref))) return;
    const update = updateCommitment(hex(updateHash), signature);
    const codec = kind === 'update' ? 'sealed-f32' : 'f32';
    const kept = { codec, kind, noise: 'none', secureAggregation: false } as const;
    this.#record(
      { name: 'update.released', data: { ...ref, site: this.#site, update, sizeBytes, ...kept } },
      ref,
    );
  }

  /** Brings what the coordinator lacks, in turns. Throws what it answers. */
  deliver(ask: (body: Body) => Promise<Body>): Promise<void> {
    const done = this.#turn.then(() => this.#deliver(ask));
    this.#turn = done.catch(() => {}); // whoever asked hears of it
    return done;
  }

  async #deliver(ask: (body: Body) => Promise<Body>): Promise<void> {
    while (this.#due !== undefined && this.#due < this.#entries.length) {
      const entries = this.#entries.slice(this.#due, this.#due + ENTRIES_MAX);
      const answer = await ask({ kind: 'auditEvents', value: { entries } });
      if (answer.kind === 'auditEventsTaken') this.#due = answer.value.next;
    }
  }

  #record(draft: Pick<EventDraft, 'name' | 'data' | 'refs'>, { run, round, attempt }: RoundRef): void {
    const said = JSON.stringify(draft.data);
    if (this.#due === undefined || this.#said.get(draft.name) === said) return;
    this.#said.set(draft.name, said);
    try {
      this.#log.record({ ...draft, role: 'agent', subject: `run/${run}/round/${round}/attempt/${attempt}` });
    } catch (thrown) {
      // A hostile agent says things for which no event has room: it says them without one.
      if (asMusterError(thrown).code !== 'AUDIT_EVENT_INVALID') throw thrown;
    }
  }
}

function keyOf({ run, round, attempt }: RoundRef): string {
  return `${run} ${round}.${attempt}`;
}

/** Where the offer is in the federation's log, as its proof says. */
function placeOf({ proof }: OfferProof): string {
  const { index, checkpoint } = parseLogProof(proof);
  return `${parseCheckpoint(parseNote(checkpoint).text).origin}#${index}`;
}

/** A log of one source that nobody publishes. */
class MemoryRows {
  readonly #entries: Uint8Array[];
  #end = { seq: 0, prev: '' };

  constructor(entries: Uint8Array[]) {
    this.#entries = entries;
  }

  size(): number {
    return this.#entries.length;
  }

  append(entry: Uint8Array): number {
    return this.#entries.push(entry) - 1;
  }

  entries(first: number, limit: number): readonly Uint8Array[] {
    return this.#entries.slice(first, first + limit);
  }

  indexOf(_source: string, seq: number): number | undefined {
    return seq < this.#entries.length ? seq : undefined;
  }

  latestAbout(): undefined {
    return undefined;
  }

  end() {
    return this.#end;
  }

  moveEnd(_source: string, end: { readonly seq: number; readonly prev: string }): void {
    this.#end = { ...end };
  }

  edge(): RightEdge {
    return EMPTY_EDGE;
  }

  moveEdge(): void {}

  atomically<T>(act: () => T): T {
    return act();
  }

  flush(): void {}
}
