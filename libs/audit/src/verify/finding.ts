/** @module What a verification has found: in which log, where in it, and how grave. */
import type { MusterError } from '@muster/errors';

/** Findings that are kept; of more, the number. */
const KEPT_MAX = 200;

/**
 * `integrity`: bytes are not those that were signed. `fork`: the log has signed two histories. `rollback`: it shows less than it has shown
 * before. `quorum`, `stale`: too few witnesses have seen it, or too long ago. `semantic`: what is signed is not lawful. `warning`: for people.
 */
export type FindingKind = 'integrity' | 'fork' | 'rollback' | 'quorum' | 'stale' | 'semantic' | 'warning';

/** The rules of what a log may say, as docs/audit.md explains them. */
export type Rule =
  | 'epoch'
  | 'event'
  | 'signature'
  | 'key'
  | 'sequence'
  | 'time'
  | 'reference'
  | 'order'
  | 'cohort'
  | 'lineage'
  | 'policy'
  | 'manifest'
  | 'budget'
  | 'seen'
  | 'omission'
  | 'vault';

export interface Finding {
  readonly kind: FindingKind;
  /** Origin of the log; where it is read from as long as that is not known. */
  readonly log: string;
  readonly message: string;
  readonly rule?: Rule;
  /** File below the log's prefix. */
  readonly path?: string;
  /** Index of the entry, from 0. */
  readonly entry?: number;
  /** Of the first wrong byte in the file, or of the first byte of the entry that is wrong. */
  readonly offset?: number;
}

export class Findings {
  readonly #kept: Finding[] = [];
  readonly #counts = new Map<FindingKind, number>();

  add(finding: Finding): void {
    const count = this.countOf(finding.kind) + 1;
    this.#counts.set(finding.kind, count);
    if (count <= KEPT_MAX) this.#kept.push(finding);
  }

  countOf(kind: FindingKind): number {
    return this.#counts.get(kind) ?? 0;
  }

  /** The first 200 of each kind, in the order in which they were found. */
  get list(): readonly Finding[] {
    return this.#kept;
  }

  /** How many there were besides. */
  get omitted(): number {
    return this.#counts.values().reduce((sum, count) => sum + count, 0) - this.#kept.length;
  }
}

/** The finding of an error that a check threw; undefined for one that says nothing of the log: the disk, the network, a fault of ours. */
export function findingOf(error: MusterError, log: string): Finding | undefined {
  const kind = kindOfError(error);
  if (!kind) return undefined;
  const { path, entry, offset } = error.detail;
  return {
    kind,
    log,
    message: error.message,
    ...(typeof path === 'string' ? { path } : {}),
    ...(typeof entry === 'number' ? { entry } : {}),
    ...(typeof offset === 'number' ? { offset } : {}),
  };
}

function kindOfError({ code }: MusterError): FindingKind | undefined {
  switch (code) {
    case 'AUDIT_NOTE_INVALID':
    case 'AUDIT_NOTE_UNTRUSTED':
    case 'AUDIT_TILE_INVALID':
    case 'AUDIT_PROOF_INVALID':
    case 'SIGNATURE_INVALID':
      return 'integrity';
    case 'AUDIT_FORK':
      return 'fork';
    case 'AUDIT_ROLLED_BACK':
      return 'rollback';
    case 'AUDIT_QUORUM_NOT_REACHED':
      return 'quorum';
    default:
      return undefined;
  }
}
