/**
 * @module The site as a witness of the federation's log: it cosigns a checkpoint that goes on from what it cosigned last, and nothing else.
 * What it sees that does not go on is kept as evidence, and from then on the site has no part in that log's federation.
 */
import { createHash } from 'node:crypto';
import {
  cosign,
  cosignedAnswer,
  decideAddCheckpoint,
  EMPTY_ROOT,
  type LogPolicy,
  type PartyKeys,
  parseAddCheckpoint,
  parseCheckpoint,
  parseLogPolicy,
  refusalAnswer,
} from '@muster/audit/witness';
import { asMusterError, MusterError } from '@muster/errors';
import type { WitnessAnswer } from '@muster/protocol';
import type { Witnessed } from '@muster/store/site';
import type { Clock } from '@muster/transport';
import type { Logger } from './logger.ts';

/** Two notes of one log, signed both, of which neither goes on from the other. */
export interface ForkEvidence {
  readonly origin: string;
  /** As the log signed them, base64. */
  readonly cosigned: string;
  readonly shown: string;
  readonly atMs: number;
}

export interface SiteWitnessParts {
  readonly keys: Pick<PartyKeys, 'witness'>;
  readonly witnessed: Witnessed;
  readonly clock: Clock;
  readonly log: Logger;
  /** Makes evidence durable; its name is told to people. */
  keep(name: string, evidence: ForkEvidence): Promise<void>;
}

export class SiteWitness {
  readonly #parts: SiteWitnessParts;
  #policy: LogPolicy | undefined;
  /** Why nothing is cosigned any more. */
  #fork: MusterError | undefined;

  constructor(parts: SiteWitnessParts) {
    this.#parts = parts;
  }

  /** Whose log this is, and whose cosignatures count; undefined where the federation keeps none. */
  get policy(): LogPolicy | undefined {
    return this.#policy;
  }

  /** A fork that was seen; only two people may go on after it. */
  get fork(): MusterError | undefined {
    return this.#fork;
  }

  /**
   * The coordinator's word as the site registers. A log of another origin than the one that was cosigned is another log, which nobody here
   * has agreed to. Throws AUDIT_POLICY_INVALID, AUDIT_FORK.
   */
  knows(policyText: Uint8Array): void {
    if (policyText.length === 0) {
      this.#policy = undefined;
      return;
    }
    const policy = parseLogPolicy(policyText);
    const known = this.#parts.witnessed.all();
    const names = policy.logs.map(({ key }) => key.name);
    const other = known.find(({ origin }) => !names.some((name) => isOrAfter(name, origin)));
    if (other)
      throw new MusterError(
        'AUDIT_FORK',
        `the coordinator shows the log ${names.join(', ')}, and this site has cosigned ${other.origin}`,
      );
    if (known.length > 0 && known.every(({ origin }) => !names.includes(origin)))
      this.#parts.log.warn({ logs: names }, 'the federation’s log begins anew; compare with other sites why');
    this.#policy = policy;
  }

  /** As `knows`; what is wrong with the log is told to people, and the connection goes on. */
  registered(policyText: Uint8Array): void {
    try {
      this.knows(policyText);
    } catch (thrown) {
      const error = asMusterError(thrown);
      this.#policy = undefined;
      if (error.code === 'AUDIT_FORK') this.#fork = error;
      this.#parts.log.error({ code: error.code }, error.message);
    }
  }

  /** Answers a request of add-checkpoint. Never throws for what is in it. */
  async answer(body: Uint8Array): Promise<WitnessAnswer> {
    const { witnessed, clock, keys, log } = this.#parts;
    if (this.#fork) return text(403, 'this witness has seen a fork of the log');
    const decision = decideAddCheckpoint(body, (origin) => {
      const logKeys = this.#policy?.logs.map(({ key }) => key).filter(({ name }) => name === origin) ?? [];
      if (logKeys.length === 0) return undefined;
      const { size, root } = witnessed.latest(origin) ?? { size: 0, root: EMPTY_ROOT };
      return { keys: logKeys, latest: { size, root } };
    });
    if (decision.kind === 'refuse') {
      if (decision.suspicion?.kind === 'fork') await this.#seen(decision.suspicion.note);
      else if (decision.status !== 409)
        log.warn({ status: decision.status }, `a checkpoint is not cosigned: ${decision.reason}`);
      return refusalAnswer(decision);
    }
    const { origin, from, to, text: signed } = decision;
    const nowMs = clock.wallMs();
    try {
      const { checkpoint: note } = parseAddCheckpoint(body);
      witnessed.advance(from.size, { origin, ...to, note, atMs: nowMs });
    } catch (thrown) {
      const error = asMusterError(thrown);
      log.error({ code: error.code }, `a checkpoint is not cosigned: ${error.message}`);
      return text(error.code === 'CONFLICT' ? 409 : 503, 'the checkpoint could not be recorded');
    }
    return cosignedAnswer(cosign(signed, [keys.witness], Math.floor(nowMs / 1000)));
  }

  async #seen(note: Uint8Array): Promise<void> {
    const { witnessed, clock, log, keep } = this.#parts;
    const origin = originOfNote(note);
    const cosigned = witnessed.latest(origin);
    this.#fork = new MusterError('AUDIT_FORK', `the log ${origin} has signed two histories`);
    if (!cosigned) return;
    const evidence: ForkEvidence = {
      origin,
      cosigned: Buffer.from(cosigned.note).toString('base64'),
      shown: Buffer.from(note).toString('base64'),
      atMs: Math.round(clock.wallMs()),
    };
    const digest = createHash('sha256').update(evidence.cosigned).update(evidence.shown).digest('hex');
    const name = `fork-${digest.slice(0, 16)}.json`;
    log.fatal(
      { code: 'AUDIT_FORK', evidence: name },
      'the federation’s log has signed two histories: nothing is taken part in any more',
    );
    await keep(name, evidence);
  }
}

/** The same log, or one that its owner has begun after it. */
function isOrAfter(origin: string, known: string): boolean {
  const [prefix, epoch] = splitEpoch(origin);
  const [knownPrefix, knownEpoch] = splitEpoch(known);
  return prefix === knownPrefix && epoch >= knownEpoch;
}

function splitEpoch(origin: string): readonly [string, number] {
  const at = origin.lastIndexOf('/');
  return [origin.slice(0, at), Number(origin.slice(at + 1))];
}

function originOfNote(note: Uint8Array): string {
  const text = Buffer.from(note).toString();
  return parseCheckpoint(`${text.slice(0, text.lastIndexOf('\n\n'))}\n`).origin;
}

function text(status: number, reason: string): WitnessAnswer {
  return { status, contentType: 'text/plain; charset=utf-8', body: Buffer.from(`${reason}\n`) };
}
