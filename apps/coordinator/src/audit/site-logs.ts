/**
 * @module The coordinator as the witness of the sites' own logs: it cosigns what goes on from what it cosigned last, and puts each checkpoint
 * into the federation's log, which all other sites cosign. A site that rewrote its own log would contradict everybody.
 */
import {
  cosign,
  cosignedAnswer,
  decideAddCheckpoint,
  EMPTY_ROOT,
  formatForkEvidence,
  logKeyOf,
  originOf,
  parseAddCheckpoint,
  parseCheckpoint,
  parseNote,
  refusalAnswer,
  type ShownFork,
  type SigningKey,
  type WitnessAnswer,
  type WitnessDecision,
} from '@muster/audit';
import { asMusterError } from '@muster/errors';
import { type AuditParties, type CoordinatorStore, Witnessed } from '@muster/store';
import type { Clock } from '@muster/transport';
import type { Logger } from '../logger.ts';
import type { FederationLog } from './federation-log.ts';

/** Checkpoints that come within it are made durable by one wait for the disk. */
const TOGETHER_MS = 20;

export interface SiteLogsParts {
  readonly federationLog: Pick<FederationLog, 'record'>;
  readonly store: Pick<CoordinatorStore, 'db'> & { readonly parties: Pick<AuditParties, 'of'> };
  /** Hex. */
  readonly federationId: string;
  /** Part of the origins. */
  readonly host: string;
  readonly key: SigningKey;
  readonly clock: Clock;
  readonly log: Logger;
  /** Origins of logs that have signed two histories. */
  readonly forked: readonly string[];
  /** Makes evidence durable. */
  readonly keep: (name: string, evidence: string) => Promise<void>;
}

type Cosigning = Extract<WitnessDecision, { kind: 'cosign' }>;

interface Waiting {
  readonly site: string;
  readonly body: Uint8Array;
  readonly resolve: (answer: WitnessAnswer) => void;
}

export class SiteLogs {
  readonly #parts: SiteLogsParts;
  readonly #witnessed: Witnessed;
  #waiting: Waiting[] = [];
  /** Logs of sites that have signed two histories: nothing of them is cosigned any more. */
  readonly #forks: Set<string>;

  constructor(parts: SiteLogsParts) {
    this.#parts = parts;
    this.#forks = new Set(parts.forked);
    this.#witnessed = new Witnessed(parts.store.db);
  }

  /** Raw: what the cosignatures verify with. */
  get publicKey(): Uint8Array {
    return this.#parts.key.verifier.publicKey;
  }

  /** Answers a request of add-checkpoint about the site's own log. Never rejects for what is in it. */
  answer(site: string, body: Uint8Array): Promise<WitnessAnswer> {
    const { promise, resolve } = Promise.withResolvers<WitnessAnswer>();
    if (this.#waiting.length === 0) this.#parts.clock.after(TOGETHER_MS, () => this.#answerAll());
    this.#waiting.push({ site, body, resolve });
    return promise;
  }

  #answerAll(): void {
    const { store, log } = this.#parts;
    const asked = this.#waiting;
    this.#waiting = [];
    let answers: readonly (() => WitnessAnswer)[];
    try {
      answers = store.db.tx(() => asked.map(({ site, body }) => this.#decide(site, body)));
    } catch (thrown) {
      const { code, message } = asMusterError(thrown);
      log.error({ code }, `checkpoints of sites are not cosigned: ${message}`);
      answers = asked.map(() => () => text(503, 'the checkpoint could not be recorded'));
    }
    for (const [index, { resolve }] of asked.entries())
      resolve(answers[index]?.() ?? text(503, 'the checkpoint could not be recorded'));
  }

  /** In the transaction that is open: what is cosigned is on record first. */
  #decide(site: string, body: Uint8Array): () => WitnessAnswer {
    const { key, clock, log } = this.#parts;
    const nowMs = clock.wallMs();
    const decision = decideAddCheckpoint(body, (origin) => this.#logOf(site, origin));
    if (decision.kind === 'cosign') {
      this.#advance(decision, body, nowMs);
      return () => cosignedAnswer(cosign(decision.text, [key], Math.floor(nowMs / 1000)));
    }
    if (decision.suspicion?.kind === 'fork') this.#forked(site, decision.suspicion.note, decision.suspicion);
    else if (decision.status !== 409)
      log.warn({ site, status: decision.status }, `its log is not cosigned: ${decision.reason}`);
    return () => refusalAnswer(decision);
  }

  #logOf(site: string, origin: string) {
    const { store, federationId: federation, host } = this.#parts;
    const known = store.parties.of(site);
    if (!known || this.#forks.has(origin)) return undefined;
    const party = { federation, role: 'site', pseudonym: known.pseudonym } as const;
    const epoch = Number(origin.slice(origin.lastIndexOf('/') + 1));
    if (origin !== originOf(party, host, epoch)) return undefined;
    const { size, root } = this.#witnessed.latest(origin) ?? { size: 0, root: EMPTY_ROOT };
    return { keys: [logKeyOf(origin, known.logKey)], latest: { size, root } };
  }

  #advance({ origin, from, to }: Cosigning, body: Uint8Array, atMs: number): void {
    if (to.size === from.size) return; // the same once more, for a newer time
    const { checkpoint: note } = parseAddCheckpoint(body);
    this.#witnessed.advance(from.size, { origin, ...to, note, atMs });
    this.#parts.federationLog.record({
      name: 'witness.checkpoint_seen',
      data: { origin, size: to.size, root: Buffer.from(to.root).toString('base64') },
    });
  }

  /** The entry names the evidence; once a log, unless the evidence could not be kept: then it is seen again. */
  #forked(site: string, note: Uint8Array, { beginning }: ShownFork): void {
    const { federationLog, log, keep } = this.#parts;
    const { origin } = parseCheckpoint(parseNote(note).text);
    const cosigned = this.#witnessed.latest(origin);
    if (!cosigned || this.#forks.has(origin)) return;
    this.#forks.add(origin);
    const { name, digest, bytes } = formatForkEvidence({ first: cosigned.note, second: note, beginning });
    keep(name, Buffer.from(bytes).toString()).catch((thrown: unknown) => {
      this.#forks.delete(origin);
      log.error({ site, err: thrown }, `${name} could not be kept`);
    });
    log.error(
      { site, code: 'AUDIT_FORK', evidence: name },
      `${site} has signed two histories of its own log`,
    );
    federationLog.record({
      name: 'witness.fork_detected',
      data: { origin, size: cosigned.size, evidence: `sha256:${digest}` },
    });
  }
}

function text(status: number, reason: string): WitnessAnswer {
  return { status, contentType: 'text/plain; charset=utf-8', body: Buffer.from(`${reason}\n`) };
}
