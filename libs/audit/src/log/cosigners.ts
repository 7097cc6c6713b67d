/** @module The witnesses of a log as its publisher asks them: what each makes of a checkpoint, and what it means when one disagrees. */
import { asMusterError, MusterError } from '@muster/errors';
import { type TreeHead, verifyConsistency } from '@muster/merkle';
import { formatAddCheckpoint, readWitnessAnswer } from '../add-checkpoint.ts';
import { openCheckpoint, withCosignatures } from '../signed-checkpoint.ts';
import type { SigningKey } from '../signing-key.ts';
import type { TreeReader } from '../tree-reader.ts';
import type { CheckpointLock, Witness } from './parts.ts';
import { rolledBack } from './rolled-back.ts';

/** A witness that does not answer within it is not waited for. */
const WITNESS_MS = 1_000;
/** From there on a witness that stands behind is told to catch up by a proof from where it says it is. */
const ASKED_MAX = 2;

export interface CosignersParts {
  readonly origin: string;
  /** Of the log: Ed25519, and ML-DSA-44 where there is one. */
  readonly keys: readonly SigningKey[];
  readonly lock: Pick<CheckpointLock, 'latest'>;
  /** Resolves after so many milliseconds. */
  readonly later: (ms: number) => Promise<void>;
  /** Who is there to be asked now. */
  readonly witnesses: () => readonly Witness[];
  /** Whether the log has witnesses, there or not: what an earlier process has signed is shown to one of them before anything else is signed. */
  readonly isWitnessed: () => boolean;
  /** Whether these witnesses are a quorum: nobody waits for more of them. */
  readonly isEnough: (names: ReadonlySet<string>) => boolean;
  /** A witness has seen another history than ours, or something that it was asked failed. */
  readonly noticed: (what: WitnessTrouble) => void;
  /** A witness has cosigned, by its name. */
  readonly cosigned?: (witness: string) => void;
}

export interface WitnessTrouble {
  readonly witness: string;
  /** `refused`: it has no part in the log, for the reason that the error has as its code. */
  readonly kind: 'inconsistent' | 'ahead' | 'unreachable' | 'refused';
  readonly error: MusterError;
}

/** A checkpoint with the cosignatures so far. */
export interface Gathered {
  note: Uint8Array;
  hasQuorum: boolean;
  /** Called when another has come. */
  more: () => void;
}

export class Cosigners {
  readonly #parts: CosignersParts;
  /** Where each witness stands, as far as we know. */
  readonly #stands = new Map<string, number>();
  #isConfirmed = true;
  #refused: MusterError | undefined;

  constructor(parts: CosignersParts) {
    this.#parts = parts;
  }

  /** Whether what an earlier process has signed last is the newest that witnesses know; true where there was none. */
  get isConfirmed(): boolean {
    return this.#isConfirmed;
  }

  /** A witness has shown another history, or more of this one: nothing is signed any more. */
  get refused(): MusterError | undefined {
    return this.#refused;
  }

  get areThere(): boolean {
    return this.#parts.witnesses().length > 0;
  }

  /** An earlier process has signed: until a witness has seen that, it may not be the newest. */
  doubt(): void {
    this.#isConfirmed = !this.#parts.isWitnessed();
  }

  /** Asks the witnesses. Resolves when all have answered, or a quorum has; who is later is heard by `more`. */
  async gather(note: Uint8Array, head: TreeHead, reader: TreeReader): Promise<Gathered> {
    const { witnesses, later, isEnough } = this.#parts;
    const gathered: Gathered = { note, hasQuorum: isEnough(new Set()), more: () => {} };
    const asked = witnesses();
    if (asked.length === 0) return gathered;
    const { promise: enough, resolve } = Promise.withResolvers<void>();
    const names = new Set<string>();
    const answers = asked.map(async (witness) => {
      const lines = await this.#ask(witness, note, head, reader);
      if (!lines) return;
      names.add(witness.name);
      gathered.note = withCosignatures(gathered.note, lines, witness.keys);
      gathered.hasQuorum = isEnough(names);
      gathered.more();
      if (gathered.hasQuorum) resolve();
    });
    await Promise.race([Promise.all(answers), enough, later(WITNESS_MS)]);
    return gathered;
  }

  /** Its signature lines; undefined where it gave none. */
  async #ask(
    witness: Witness,
    note: Uint8Array,
    head: TreeHead,
    reader: TreeReader,
  ): Promise<readonly string[] | undefined> {
    const trouble = (kind: WitnessTrouble['kind'], error: MusterError): undefined => {
      this.#parts.noticed({ witness: witness.name, kind, error });
      return undefined;
    };
    let oldSize = Math.min(this.#stands.get(witness.name) ?? 0, head.size);
    try {
      for (let times = 0; times < ASKED_MAX; times += 1) {
        const proof = oldSize === 0 ? [] : await reader.consistencyProof(oldSize);
        const body = formatAddCheckpoint({ oldSize, proof, checkpoint: note });
        const answer = await witness.ask(body);
        const reply = readWitnessAnswer(answer, note, witness.keys);
        if (reply.kind === 'cosigned') {
          this.#isConfirmed = true;
          this.#stands.set(witness.name, head.size);
          this.#parts.cosigned?.(witness.name);
          return linesOf(answer.body);
        }
        if (reply.kind === 'refused')
          return reply.code === undefined
            ? trouble('unreachable', new MusterError('UNAVAILABLE', `the witness answers ${reply.status}`))
            : trouble('refused', new MusterError(reply.code, 'the witness has no part in this log'));
        if (reply.kind === 'elsewhere' && reply.size > head.size && reply.size <= this.#newestSize(head))
          return undefined; // a newer one of ours has overtaken this one on the way to a slow witness
        if (reply.kind === 'inconsistent' || reply.size > head.size)
          return await this.#contradicted(witness, head, reader);
        oldSize = reply.size;
      }
      return undefined;
    } catch (thrown) {
      return trouble('unreachable', asMusterError(thrown));
    }
  }

  /** Of what was signed, which may be more than a witness is just being asked about. */
  #newestSize(head: TreeHead): number {
    const { lock, origin } = this.#parts;
    return Math.max(head.size, lock.latest(origin)?.size ?? 0);
  }

  /**
   * A witness says that it has seen another history, or more of this one. That is so when it shows a checkpoint of ours that says so, and
   * else its word alone: no witness by itself can stop a log.
   */
  async #contradicted(witness: Witness, head: TreeHead, reader: TreeReader): Promise<undefined> {
    const { origin, keys, noticed } = this.#parts;
    const tell = (kind: WitnessTrouble['kind'], error: MusterError): undefined => {
      if (kind !== 'unreachable') this.#refused = error;
      noticed({ witness: witness.name, kind, error });
      return undefined;
    };
    const { checkpoint } = openCheckpoint(
      await witness.newest(origin),
      keys.map(({ verifier }) => verifier),
    );
    if (checkpoint.origin !== origin) throw new MusterError('AUDIT_NOTE_UNTRUSTED', 'it is of another log');
    const newest = this.#newestSize(head);
    if (checkpoint.size > newest)
      return tell(
        'ahead',
        rolledBack(`a witness has seen ${checkpoint.size} entries, and the newest checkpoint has ${newest}`),
      );
    if (checkpoint.size > head.size) return undefined;
    const proof = checkpoint.size === 0 ? [] : await reader.consistencyProof(checkpoint.size);
    try {
      verifyConsistency(checkpoint, head, proof);
    } catch {
      return tell(
        'inconsistent',
        new MusterError('AUDIT_FORK', 'a witness has seen another history of this log'),
      );
    }
    return tell(
      'unreachable',
      new MusterError(
        'AUDIT_PROOF_INVALID',
        'the witness says that it has seen another history, and shows none',
      ),
    );
  }
}

function linesOf(body: Uint8Array): readonly string[] {
  return Buffer.from(body).toString().trimEnd().split('\n');
}
