/**
 * @module The site as a witness of the federation's log: it cosigns a checkpoint that goes on from what it cosigned last, and nothing else.
 * What it sees that does not go on is kept as evidence, and from then on the site has no part in that log's federation.
 */
import {
  cosign,
  cosignedAnswer,
  decideAddCheckpoint,
  EMPTY_ROOT,
  type LogPolicy,
  objectionAnswer,
  openUnderPolicy,
  type PartyKeys,
  parseAddCheckpoint,
  parseLogPolicy,
  refusalAnswer,
  type ShownFork,
  shownFork,
  type TreeHead,
  verifyConsistency,
} from '@muster/audit/witness';
import { asMusterError, MusterError } from '@muster/errors';
import type { Manifest } from '@muster/identity';
import type { Certificate, WitnessAnswer } from '@muster/protocol';
import type { LogTrust, Witnessed } from '@muster/store/site';
import type { Clock } from '@muster/transport';
import { consentsFor, objectionTo } from './audit/log-judgement.ts';
import { assertOneHistory } from './audit/told-policy.ts';
import { assertVouchedFor } from './audit/told-witnesses.ts';
import type { Logger } from './logger.ts';

/** A fork as the site's own log tells of it. */
export interface ForkSeen {
  readonly origin: string;
  readonly size: number;
  /** SHA-256 of the evidence, hex. */
  readonly evidence: string;
}

export interface SiteWitnessParts {
  readonly keys: Pick<PartyKeys, 'witness'>;
  /** Under which the log knows this site. */
  readonly pseudonym: string;
  /** The newest manifest of the federation. */
  readonly manifest: () => Manifest;
  /** Verifier keys of witnesses that are no sites, besides those that the manifest names. */
  readonly trustedWitnesses: readonly string[];
  readonly witnessed: Pick<Witnessed, 'latest' | 'all' | 'advance'>;
  readonly trust: Pick<LogTrust, 'forked' | 'forks' | 'consents' | 'isRecorded'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Makes evidence durable; its name is told to people. */
  keep(name: string, evidence: string): Promise<void>;
  /** Why this site has no part in the log that the coordinator shows has changed; null: it has. */
  told(trouble: MusterError | null, origin: string): void;
  /** Puts a fork on record in the site's own log. */
  forkSeen(fork: ForkSeen): Promise<void>;
  /** Puts on record there that people have agreed to go on with this log. */
  goneOn(origin: string, after: 'fork' | 'new-epoch'): Promise<void>;
}

export class SiteWitness {
  readonly #parts: SiteWitnessParts;
  #policy: LogPolicy | undefined;
  /** What is wrong with what the coordinator has told. */
  #fault: MusterError | undefined;
  /** Logs that have signed two histories before the eyes of this process: on record too, unless a disk fails. */
  readonly #forked = new Set<string>();
  /** Told to people last; undefined: nothing since the start. */
  #told: string | undefined;

  constructor(parts: SiteWitnessParts) {
    this.#parts = parts;
  }

  /** Whose log this is, and whose cosignatures count; undefined where the federation keeps none. */
  get policy(): LogPolicy | undefined {
    return this.#policy;
  }

  /** What was cosigned last of the log that is kept now. */
  get latest(): TreeHead {
    const { size, root } = this.#parts.witnessed.latest(this.#origin) ?? { size: 0, root: EMPTY_ROOT };
    return { size, root };
  }

  /** As the log signed it. Throws NOT_FOUND before the first. */
  cosigned(): Uint8Array {
    const cosigned = this.#parts.witnessed.latest(this.#origin);
    if (!cosigned) throw new MusterError('NOT_FOUND', 'nothing of this log was cosigned here');
    return cosigned.note;
  }

  /** The policy, of a log with which this site goes along. Throws AUDIT_POLICY_INVALID, AUDIT_FORK, AUDIT_LOG_CHANGED. */
  trusted(): LogPolicy {
    const trouble = this.#trouble();
    if (trouble) throw trouble;
    if (!this.#policy) throw new MusterError('AUDIT_UNLOGGED', 'the coordinator keeps no audit log');
    this.#putConsentOnRecord();
    return this.#policy;
  }

  /**
   * The coordinator's word on whose log it is, with certificates of the sites that witness it. What is wrong with it is told to people, and
   * the connection goes on.
   */
  registered(policyText: Uint8Array, certificates: readonly Certificate[]): void {
    this.#fault = undefined;
    try {
      this.#policy = policyText.length === 0 ? undefined : this.#read(policyText, certificates);
    } catch (thrown) {
      this.#policy = undefined;
      this.#fault = asMusterError(thrown);
    }
    this.#trouble();
  }

  /** Answers a request of add-checkpoint. Never throws for what is in it. */
  async answer(body: Uint8Array): Promise<WitnessAnswer> {
    const { witnessed, clock, keys, log } = this.#parts;
    const trouble = this.#trouble();
    if (trouble) return objectionAnswer(trouble);
    const decision = decideAddCheckpoint(body, (origin) => {
      const logKeys = this.#policy?.logs.map(({ key }) => key).filter(({ name }) => name === origin) ?? [];
      return logKeys.length === 0 ? undefined : { keys: logKeys, latest: this.latest };
    });
    if (decision.kind === 'refuse') {
      if (decision.suspicion?.kind === 'fork') await this.#seen(decision.suspicion.note, decision.suspicion);
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

  /**
   * Looks at a checkpoint that is said to be the newest, with the proof that it goes on from the latest that was cosigned. Gives when (POSIX
   * seconds) a quorum had seen it. Throws AUDIT_FORK, and as `openUnderPolicy` and `verifyConsistency`.
   */
  async look(note: Uint8Array, proof: readonly Uint8Array[]): Promise<{ origin: string; timeS: number }> {
    const { checkpoint, quorumTimeS } = openUnderPolicy(note, this.trusted());
    const { latest } = this;
    const fork = shownFork(latest, checkpoint, proof);
    if (fork) {
      await this.#seen(note, fork);
      throw new MusterError('AUDIT_FORK', `the log ${checkpoint.origin} has signed two histories`);
    }
    verifyConsistency(latest, checkpoint, proof);
    return { origin: checkpoint.origin, timeS: quorumTimeS ?? 0 };
  }

  get #origin(): string {
    return this.#policy?.logs[0]?.key.name ?? '';
  }

  /** Why this site has no part in the log; people hear of each change. */
  #trouble(): MusterError | undefined {
    const { witnessed, trust, log, told } = this.#parts;
    const origin = this.#origin;
    const known = {
      witnessed: witnessed.all().map((each) => each.origin),
      forked: [...this.#forked, ...trust.forks().map((each) => each.origin)],
      agreed: trust.consents(origin).map(({ by }) => by),
    };
    const trouble = this.#fault ?? (origin === '' ? undefined : objectionTo(origin, known));
    const said = trouble?.message ?? '';
    if (said === this.#told) return trouble;
    if (trouble) log.error({ code: trouble.code }, trouble.message);
    else if (this.#told) log.info({}, 'this site goes along with the federation’s log again');
    this.#told = said;
    told(trouble ?? null, origin);
    return trouble;
  }

  /** Throws AUDIT_POLICY_INVALID, AUDIT_FORK. */
  #read(policyText: Uint8Array, certificates: readonly Certificate[]): LogPolicy {
    const { witnessed, pseudonym, manifest, trustedWitnesses: trusted } = this.#parts;
    const policy = parseLogPolicy(policyText);
    assertOneHistory(policy, pseudonym, (origin) => witnessed.latest(origin)?.note);
    assertVouchedFor(policy, { manifest: manifest(), certificates, trusted });
    return policy;
  }

  #putConsentOnRecord(): void {
    const { trust, goneOn, log } = this.#parts;
    const origin = this.#origin;
    if (trust.isRecorded(origin)) return;
    const forked = trust.forks().map((each) => each.origin);
    goneOn(origin, consentsFor(origin, { forked }) === 2 ? 'fork' : 'new-epoch').catch((thrown: unknown) =>
      log.warn({ err: thrown }, 'that people have agreed is not on record yet; it is tried again'),
    );
  }

  async #seen(note: Uint8Array, { beginning }: ShownFork): Promise<void> {
    const { witnessed, trust, clock, log, keep, forkSeen } = this.#parts;
    const origin = this.#origin;
    const cosigned = witnessed.latest(origin);
    this.#forked.add(origin);
    if (!cosigned) return;
    // Loaded when there is a fork, and never else: an agent that only waits stays small.
    const { formatForkEvidence } = await import('@muster/audit');
    const { name, digest, bytes } = formatForkEvidence({ first: cosigned.note, second: note, beginning });
    log.fatal(
      { code: 'AUDIT_FORK', evidence: name },
      'the federation’s log has signed two histories: nothing is taken part in any more',
    );
    try {
      trust.forked({ origin, evidence: name, atMs: clock.wallMs() });
      await keep(name, Buffer.from(bytes).toString());
      await forkSeen({ origin, size: cosigned.size, evidence: digest });
    } catch (thrown) {
      const { code, message } = asMusterError(thrown);
      log.error({ code }, `the fork could not be put on record whole: ${message}`);
    }
  }
}

function text(status: number, reason: string): WitnessAnswer {
  return { status, contentType: 'text/plain; charset=utf-8', body: Buffer.from(`${reason}\n`) };
}
