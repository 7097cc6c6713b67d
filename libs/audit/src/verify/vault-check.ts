/**
 * @module A log beside the vault of whoever keeps it: each commitment opens with what the vault has, or an entry of the log tells that this was
 * erased. What is neither there nor erased is gone without a word.
 */
import { asMusterError } from '@muster/errors';
import { opensCommitment } from '../commitment.ts';
import type { HiddenClass } from '../event/catalogue.ts';
import { readEvent } from '../event/event.ts';
import type { Secret } from '../event/hidden.ts';
import { erasedBy } from '../log/erasure.ts';
import { decodeBase64 } from '../strict-text.ts';
import type { Finding } from './finding.ts';

export interface SecretSource {
  /** Logs to which the vault belongs, as far as it knows. */
  origins(): readonly string[];
  /** When the oldest that it keeps was kept; null where it keeps none. */
  oldestMs(): { readonly pii: number | null; readonly conf: number | null };
  /** By the commitment as it stands in the log. */
  find(commitment: string): Pick<Secret, 'hidden' | 'salt' | 'payload'> | undefined;
}

/** A commitment whose payload was erased, and the entry that tells of it. */
export interface ErasedCommitment {
  readonly entry: number;
  readonly hidden: HiddenClass;
  readonly by: number;
}

export interface VaultReport {
  /** Commitments that opened. */
  readonly opened: number;
  readonly erased: readonly ErasedCommitment[];
  /** Commitments of others: they have vaults of their own. */
  readonly others: number;
  readonly findings: readonly Finding[];
}

/** Takes the verified entries of a log in their order. */
export class VaultCheck {
  readonly #origin: string;
  readonly #vault: SecretSource;
  readonly #findings: Finding[] = [];
  readonly #gone: { readonly entry: number; readonly hidden: HiddenClass }[] = [];
  readonly #there = new Set<number>();
  readonly #erasures = new Map<number, number>();
  #keeper = '';
  #opened = 0;
  #others = 0;

  constructor(origin: string, vault: SecretSource) {
    this.#origin = origin;
    this.#vault = vault;
  }

  /** Passes over what is no event. */
  entry(index: number, bytes: Uint8Array): void {
    let event: ReturnType<typeof readEvent>;
    try {
      event = readEvent(bytes);
    } catch (thrown) {
      if (asMusterError(thrown).code !== 'AUDIT_EVENT_INVALID') throw thrown;
      return;
    }
    if (index === 0) this.#keeper = event.source;
    const isOwn = event.source === this.#keeper || event.source === `${this.#keeper}/out`;
    for (const hidden of ['conf', 'pii'] as const) {
      const commitment = event[`fl${hidden}`];
      if (commitment === undefined) continue;
      if (isOwn) this.#look(index, hidden, commitment);
      else this.#others += 1;
    }
    if (event.source !== this.#keeper) return;
    for (const place of erasedBy(bytes, this.#origin)) {
      const [origin, entry] = place.split('#');
      // What comes later cannot have been erased yet.
      if (origin === this.#origin && Number(entry) < index && !this.#erasures.has(Number(entry)))
        this.#erasures.set(Number(entry), index);
    }
  }

  finish(): VaultReport {
    if (this.#isOfAnother()) return this.#wrongVault();
    const erased: ErasedCommitment[] = [];
    const gone = new Set<number>();
    for (const { entry, hidden } of this.#gone) {
      gone.add(entry);
      const by = this.#erasures.get(entry);
      if (by === undefined)
        this.#broken(
          entry,
          `the vault has not what it hides (${hidden}), and no entry tells that it was erased`,
        );
      else erased.push({ entry, hidden, by });
    }
    for (const [entry, by] of this.#erasures)
      if (this.#there.has(entry) && !gone.has(entry))
        this.#broken(entry, `entry ${by} tells that what it hides was erased, and the vault still has it`);
    return { opened: this.#opened, erased, others: this.#others, findings: this.#findings };
  }

  /** Whether the vault keeps something, and nothing of what this log hides. Of the log's own one each that is missing is told. */
  #isOfAnother(): boolean {
    const { pii, conf } = this.#vault.oldestMs();
    return (
      this.#there.size === 0 &&
      this.#gone.some(({ entry }) => !this.#erasures.has(entry)) &&
      (pii !== null || conf !== null) &&
      !this.#vault.origins().includes(this.#origin)
    );
  }

  #wrongVault(): VaultReport {
    const origins = this.#vault.origins().map((origin) => `, ${origin}`);
    const message = `the vault belongs to another log${origins.join('')}: it has nothing of what this one hides`;
    const finding = { kind: 'semantic', log: this.#origin, rule: 'vault', message } as const;
    return { opened: 0, erased: [], others: this.#others, findings: [finding] };
  }

  #look(entry: number, hidden: HiddenClass, commitment: string): void {
    const secret = this.#vault.find(commitment);
    if (!secret) {
      this.#gone.push({ entry, hidden });
      return;
    }
    this.#there.add(entry);
    const bytes = decodeBase64(commitment) ?? new Uint8Array();
    if (secret.hidden === hidden && opensCommitment(bytes, secret.payload, secret.salt)) this.#opened += 1;
    else this.#broken(entry, `the vault has something else than it hides (${hidden}): it was altered`);
  }

  #broken(entry: number, message: string): void {
    this.#findings.push({ kind: 'semantic', log: this.#origin, rule: 'vault', entry, message });
  }
}
