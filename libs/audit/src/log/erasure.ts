/**
 * @module Erasure: salts and payloads leave the vault, and the log tells which entries they belonged to; each leaf and each proof stays what
 * it was. In this order: the decision is logged; the vault lets go, and keeps that it did, in one transaction; its files are wiped; the log
 * tells what is gone; the vault forgets that too. Whoever finds it half done goes on from there.
 */
import { MusterError } from '@muster/errors';
import { z } from 'zod';
import type { HiddenClass } from '../event/catalogue.ts';
import { type EventDraft, nameOf, readEvent } from '../event/event.ts';
import type { AuditLog } from './audit-log.ts';
import type { LogRows } from './parts.ts';

export const ERASURE_BASES = ['art-17-1', 'contract', 'retention', 'other'] as const;
/** Why something is erased: a right of the person (GDPR 17(1)), an agreement, its time is over. */
export type ErasureBasis = (typeof ERASURE_BASES)[number];

/** As the catalogue has it, entries of one event. */
const COMMITMENTS_MAX = 256;
/** Entries of earlier epochs, as references of one event, beside the one to the request. */
const REFS_MAX = 63;
/** Secrets of one case of retention: it holds up nobody for long. */
const EXPIRED_MAX = 4_096;
const ENTRIES_AT_A_TIME = 1_024;
/** An act may be on its way from the vault to the log; what no log commits to after it was never done. */
const ORPHAN_MS = 86_400_000;
/** An erasure of which the log does not tell after it was left by a process that is gone. */
const LEFT_MS = 60_000;

/** A secret whose commitment stands in a log. */
interface PlacedSecret {
  readonly commitment: string;
  readonly hidden: HiddenClass;
  readonly origin: string;
  readonly entry: number;
}

/** An erasure as the vault keeps it until it is logged. */
interface KeptErasure {
  readonly caseId: string;
  readonly terms: unknown;
  readonly secrets: readonly PlacedSecret[];
}

/** The part of a vault that erases. */
export interface ErasableVault {
  /** How many entries of a log were looked through for commitments. */
  searched(origin: string): number;
  /** When the oldest secrets were kept; null where there is none. */
  oldestMs(): { readonly pii: number | null; readonly conf: number | null };
  place(
    origin: string,
    size: number,
    found: readonly { readonly commitment: string; readonly entry: number; readonly actor: string | null }[],
  ): void;
  query(query: {
    readonly origin?: string;
    readonly entry?: number;
    readonly actor?: string;
    readonly hidden?: HiddenClass;
    readonly beforeMs?: number;
  }): readonly PlacedSecret[];
  sweep(beforeMs: number): number;
  /** Pseudonyms of somebody, or whom a pseudonym stands for. */
  persons(who: string): readonly { readonly pseudonym: string }[];
  /** One transaction. Throws CONFLICT for a case that is under way. */
  erase(erasure: KeptErasure, persons: readonly string[], freshKey: () => Uint8Array, atMs: number): void;
  wipe(): void;
  unlogged(beforeMs: number): readonly KeptErasure[];
  logged(caseId: string): void;
}

export interface EraserParts {
  /** Of the log to which the events go. */
  readonly origin: string;
  readonly log: Pick<AuditLog, 'record'>;
  readonly rows: Pick<LogRows, 'size' | 'entries'>;
  readonly vault: ErasableVault;
  /** Milliseconds since 1970. */
  readonly wallMs: () => number;
  readonly random: (bytes: number) => Uint8Array;
}

/** What is to be erased: of entries, or all that is kept about a person. */
export type ErasureTarget =
  | { readonly entries: readonly number[]; readonly hidden?: HiddenClass }
  /** Pseudonyms, or by what an organisation knows its people. */
  | { readonly person: readonly string[] };

export interface ErasureOrder {
  readonly target: ErasureTarget;
  readonly basis: ErasureBasis;
  /** In the register of the organisation; a fresh one without it. */
  readonly caseId?: string;
  readonly deadlineMet: boolean;
  readonly role: EventDraft['role'];
  /** Pseudonym of who decided. */
  readonly actor?: string;
  /** Who decided and why: goes to the vault. */
  readonly pii?: unknown;
}

export interface Erased {
  readonly caseId: string;
  /** Secrets that are gone. */
  readonly secrets: number;
  /** Entries of the log that they belonged to. */
  readonly entries: readonly number[];
  /** Persons whom nobody can resolve any more. */
  readonly persons: number;
  /** Where the log tells of it. */
  readonly completed: readonly number[];
}

const termsSchema = z.object({
  basis: z.enum(ERASURE_BASES),
  deadlineMet: z.boolean(),
  requested: z.int().min(0),
});
type Terms = z.infer<typeof termsSchema>;

export class Eraser {
  readonly #parts: EraserParts;

  constructor(parts: EraserParts) {
    this.#parts = parts;
  }

  /**
   * Erases what is asked for, all of it. Throws NOT_FOUND, before anything is done, where the vault keeps nothing of an entry or of the
   * person; CONFLICT for a case that is under way; STORAGE_BUSY, STORAGE_* : then `settle` goes on.
   */
  erase(order: ErasureOrder): Erased {
    this.#place();
    const { secrets, persons } = this.#targets(order.target);
    return this.#carryOut(order, secrets, persons);
  }

  /** Erases what was kept before these times, by class, and gives what was done. Throws STORAGE_*. */
  retain(before: { readonly piiMs: number; readonly confMs: number }): readonly Erased[] {
    this.#place();
    const { vault } = this.#parts;
    const expired = [
      ...vault.query({ hidden: 'pii', beforeMs: before.piiMs }),
      ...vault.query({ hidden: 'conf', beforeMs: before.confMs }),
    ];
    const erased: Erased[] = [];
    for (let first = 0; first < expired.length; first += EXPIRED_MAX)
      erased.push(
        this.#carryOut(
          { basis: 'retention', deadlineMet: true, role: 'system' },
          expired.slice(first, first + EXPIRED_MAX),
          [],
        ),
      );
    return erased;
  }

  /** Takes up erasures that a process has left, and lets go of secrets of acts that were never done. Throws STORAGE_*. */
  settle(): void {
    const { vault, wallMs } = this.#parts;
    const nowMs = Math.round(wallMs());
    for (const erasure of vault.unlogged(nowMs - LEFT_MS)) this.#finish(erasure);
    this.#place();
    vault.sweep(nowMs - ORPHAN_MS);
  }

  #carryOut(
    order: Omit<ErasureOrder, 'target'>,
    secrets: readonly PlacedSecret[],
    persons: readonly string[],
  ): Erased {
    const { log, vault, random, wallMs } = this.#parts;
    const { basis, deadlineMet, role, actor, pii } = order;
    const caseId = order.caseId ?? `c-${Buffer.from(random(16)).toString('hex')}`;
    const requested = log.record({
      name: 'privacy.erasure_requested',
      role,
      ...(actor === undefined ? {} : { actor }),
      ...(pii === undefined ? {} : { hidden: { pii } }),
      data: { case: caseId, basis },
    }).index;
    const terms: Terms = { basis, deadlineMet, requested };
    vault.erase({ caseId, terms, secrets }, persons, () => random(32), Math.round(wallMs()));
    const { entries, completed } = this.#finish({ caseId, terms, secrets });
    return { caseId, secrets: secrets.length, entries, persons: persons.length, completed };
  }

  #finish({ caseId, terms, secrets }: KeptErasure): Pick<Erased, 'entries' | 'completed'> {
    const { log, vault, origin } = this.#parts;
    const { basis, deadlineMet, requested } = termsSchema.parse(terms);
    vault.wipe();
    const entries = [...new Set(secrets.filter((each) => each.origin === origin).map(({ entry }) => entry))];
    const earlier = [
      ...new Set(
        secrets.filter((each) => each.origin !== origin).map((each) => `${each.origin}#${each.entry}`),
      ),
    ];
    const count = Math.max(
      1,
      Math.ceil(entries.length / COMMITMENTS_MAX),
      Math.ceil(earlier.length / REFS_MAX),
    );
    const completed = Array.from({ length: count }, (_, i) => {
      const commitments = entries.slice(i * COMMITMENTS_MAX, (i + 1) * COMMITMENTS_MAX);
      const refs = [`${origin}#${requested}`, ...earlier.slice(i * REFS_MAX, (i + 1) * REFS_MAX)];
      return log.record({
        name: 'privacy.erasure_completed',
        role: 'system',
        refs,
        data: { case: caseId, basis, commitments, deadlineMet },
      }).index;
    });
    vault.logged(caseId);
    return { entries, completed };
  }

  #targets(target: ErasureTarget): {
    readonly secrets: readonly PlacedSecret[];
    readonly persons: readonly string[];
  } {
    const { vault, origin } = this.#parts;
    if ('person' in target) {
      const persons = new Set(
        target.person.flatMap((who) => vault.persons(who).map(({ pseudonym }) => pseudonym)),
      );
      const actors = new Set([...persons, ...target.person]);
      const secrets = [...actors].flatMap((actor) => vault.query({ actor, hidden: 'pii' }));
      if (secrets.length === 0 && persons.size === 0)
        throw new MusterError('NOT_FOUND', 'the vault keeps nothing about this person');
      return { secrets, persons: [...persons] };
    }
    const { hidden } = target;
    const secrets = [...new Set(target.entries)].flatMap((entry) => {
      const kept = vault.query({ origin, entry, ...(hidden ? { hidden } : {}) });
      if (kept.length === 0)
        throw new MusterError('NOT_FOUND', `the vault keeps nothing of entry ${entry} of ${origin}`);
      return kept;
    });
    return { secrets, persons: [] };
  }

  /** Looks through the entries that have come since, for commitments. */
  #place(): void {
    const { vault, rows, origin } = this.#parts;
    const size = rows.size();
    const { pii, conf } = vault.oldestMs();
    // Of a vault that is empty nothing stands in what was logged before: a long log need not be read for it.
    if (pii === null && conf === null) vault.place(origin, size, []);
    for (let first = vault.searched(origin); first < size; first += ENTRIES_AT_A_TIME) {
      const entries = rows.entries(first, Math.min(ENTRIES_AT_A_TIME, size - first));
      const found = entries.flatMap((bytes, i) =>
        commitmentsOf(bytes).map((one) => ({ ...one, entry: first + i })),
      );
      vault.place(origin, first + entries.length, found);
    }
  }
}

/** What an entry commits to, and whose act it is; nothing of what is no event. */
function commitmentsOf(entry: Uint8Array): readonly { commitment: string; actor: string | null }[] {
  const bytes = Buffer.from(entry.buffer, entry.byteOffset, entry.length);
  if (!bytes.includes('"flconf":"') && !bytes.includes('"flpii":"')) return [];
  const { flconf, flpii, flactor } = readEvent(entry);
  return [flconf, flpii].flatMap((commitment) =>
    commitment === undefined ? [] : [{ commitment, actor: flactor ?? null }],
  );
}

/** Entries that an event tells the vault has let go of, each as ORIGIN#INDEX; none of another event. `origin`: of the log that it is in. */
export function erasedBy(entry: Uint8Array, origin: string): readonly string[] {
  const event = readEvent(entry);
  if (nameOf(event) !== 'privacy.erasure_completed') return [];
  const commitments = 'commitments' in event.data ? event.data.commitments : [];
  const earlier = (event.flref ?? []).filter((ref) => !ref.startsWith(`${origin}#`));
  return [...commitments.map((index) => `${origin}#${index}`), ...earlier];
}
