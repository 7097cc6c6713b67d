/**
 * @module A witness for logs of others (C2SP tlog-witness): it cosigns a checkpoint that goes on from what it cosigned last, keeps that before it
 * answers, and keeps the evidence of a log that shows two histories.
 */
import { hash } from 'node:crypto';
import {
  cosign,
  cosignedAnswer,
  decideAddCheckpoint,
  EMPTY_ROOT,
  type ForkEvidence,
  formatNote,
  openCheckpoint,
  parseAddCheckpoint,
  parseCheckpoint,
  parseNote,
  refusalAnswer,
  type ShownFork,
  type SigningKey,
  type TreeHead,
  type VerifierKey,
  type WitnessAnswer,
} from '@muster/audit';
import { asMusterError } from '@muster/errors';
import type { Witnessed } from '@muster/store';
import type { ForkFiles } from './fork-files.ts';

/** What a person who runs the witness is told. */
export type WitnessNews =
  | { readonly cosigned: string; readonly size: number }
  | { readonly refused: number; readonly reason: string }
  | { readonly fork: string; readonly evidence: string };

export interface PublicWitnessParts {
  readonly key: SigningKey;
  /** Each by the name of its log's origin. */
  readonly logs: readonly VerifierKey[];
  readonly witnessed: Witnessed;
  readonly forks: ForkFiles;
  /** Milliseconds since 1970. */
  readonly wallMs: () => number;
  readonly tell: (news: WitnessNews) => void;
}

export class PublicWitness {
  readonly #parts: PublicWitnessParts;

  constructor(parts: PublicWitnessParts) {
    this.#parts = parts;
  }

  get logs(): readonly VerifierKey[] {
    return this.#parts.logs;
  }

  /** The head that was cosigned last; the empty tree before the first. */
  standsAt(origin: string): TreeHead {
    const { size, root } = this.#parts.witnessed.latest(origin) ?? { size: 0, root: EMPTY_ROOT };
    return { size, root };
  }

  /** The checkpoint that was cosigned last, with the signatures of log and witness and no others. */
  latest(origin: string): Uint8Array | undefined {
    return this.#parts.witnessed.latest(origin)?.note;
  }

  /** The same by the SHA-256 of the origin in hex, as it stands in addresses (C2SP tlog-witness, "monitoring"). */
  latestOf(originHash: string): Uint8Array | undefined {
    const log = this.logs.find(({ name }) => hash('sha256', name) === originHash);
    return log && this.latest(log.name);
  }

  /** Answers a body of `add-checkpoint`. What it cosigns is kept when this resolves. Never throws for what is in the body. */
  async answer(body: Uint8Array): Promise<WitnessAnswer> {
    const { logs, forks, tell } = this.#parts;
    const decision = decideAddCheckpoint(body, (origin) => {
      const keys = logs.filter(({ name }) => name === origin);
      return keys.length === 0 ? undefined : { keys, latest: this.standsAt(origin) };
    });
    if (decision.kind === 'refuse') {
      if (decision.suspicion?.kind === 'fork') await this.#seen(decision.suspicion.note, decision.suspicion);
      // Signed by the log, and still no continuation; what strangers send is no news.
      if (decision.suspicion) tell({ refused: decision.status, reason: decision.reason });
      return refusalAnswer(decision);
    }
    if (forks.has(decision.origin)) return said(403, 'this witness has seen two histories of the log');
    return this.#cosign(parseAddCheckpoint(body).checkpoint, decision.from, decision.to);
  }

  /** A log has signed two histories. Throws what the disk does: then it is told again when it is seen again. */
  async forked(origin: string, evidence: ForkEvidence): Promise<void> {
    const { forks, tell } = this.#parts;
    if (forks.has(origin)) return;
    tell({ fork: origin, evidence: await forks.keep(origin, evidence) });
  }

  /** Nothing waits between the decision and the step that keeps it. */
  #cosign(note: Uint8Array, from: TreeHead, to: TreeHead): WitnessAnswer {
    const { key, logs, witnessed, wallMs, tell } = this.#parts;
    const atMs = wallMs();
    const { checkpoint, text, signatures } = openCheckpoint(note, logs);
    const { origin } = checkpoint;
    const lines = cosign(text, [key], Math.floor(atMs / 1000));
    // Signatures of strangers would be served under this witness's name, and could fill a note to its last line.
    const cosigned = formatNote(text, [...signatures.map(({ line }) => line), ...lines]);
    try {
      witnessed.advance(from.size, { origin, ...to, note: cosigned, atMs });
    } catch (thrown) {
      const { message } = asMusterError(thrown);
      tell({ refused: 503, reason: message });
      return said(503, 'the checkpoint could not be recorded');
    }
    tell({ cosigned: origin, size: to.size });
    return cosignedAnswer(lines);
  }

  async #seen(second: Uint8Array, { beginning }: ShownFork): Promise<void> {
    const { origin } = parseCheckpoint(parseNote(second).text);
    const first = this.latest(origin);
    if (first) await this.forked(origin, { first, second, beginning });
  }
}

function said(status: number, text: string): WitnessAnswer {
  return { status, contentType: 'text/plain; charset=utf-8', body: Buffer.from(`${text}\n`) };
}
