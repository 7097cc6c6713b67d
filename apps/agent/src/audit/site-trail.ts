/**
 * @module The site's log as its work knows it: opened when the first offer comes, so that an agent that waits stays small, and silent in a
 * federation that keeps no log.
 */
import type { WitnessTrouble } from '@muster/audit';
import type { LogPolicy, PartyKeys } from '@muster/audit/witness';
import { asMusterError, MusterError } from '@muster/errors';
import type { Body, Registered, RoundRef } from '@muster/protocol';
import type { Plan } from '@muster/task';
import type { Clock } from '@muster/transport';
import type { OwnRecord } from '../answer.ts';
import type { Logger } from '../logger.ts';
import type { ForkSeen } from '../witness.ts';
import type { Leaving } from './logged-work.ts';
import type { SiteLog, SiteLogParts } from './site-log.ts';

/** What a log is kept in, and the policy that the agent works by. */
type Kept = Pick<SiteLogParts, 'rows' | 'lock' | 'vault' | 'folderOf' | 'basis'>;

export interface SiteTrailParts
  extends Omit<SiteLogParts, keyof Kept | 'host' | 'cosigner' | 'noticed' | 'keys'> {
  /** Whose log it is; undefined where the federation keeps none. */
  readonly policy: () => Promise<LogPolicy | undefined>;
  /** Opens what the log is kept in. */
  readonly open: () => Promise<Kept>;
  /** Asks the coordinator. Throws UNAVAILABLE without a connection. */
  readonly ask: (body: Body) => Promise<Body>;
  readonly keys: () => Promise<PartyKeys>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The log is published, and cosigned, at most so often. */
const PUBLISH_MS = 5_000;

export class SiteTrail {
  readonly #parts: SiteTrailParts;
  #opening: Promise<SiteLog | undefined> | undefined;
  #log: SiteLog | undefined;
  /** Number of the event that the coordinator waits for; undefined until it has said. */
  #due: number | undefined;
  /** Raw, of the coordinator as the witness of our log. */
  #witnessKey: Uint8Array | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #cancelPublish: (() => void) | undefined;
  #closed = false;

  constructor(parts: SiteTrailParts) {
    this.#parts = parts;
  }

  /** The coordinator has said which event of ours it has not, and with which key it cosigns. */
  registered({ nextEvent, witnessKey }: Pick<Registered, 'nextEvent' | 'witnessKey'>): void {
    this.#due = nextEvent;
    this.#witnessKey = witnessKey.length === 0 ? undefined : Uint8Array.from(witnessKey);
    // An earlier process may have left something that only the coordinator's cosignature lets us publish.
    void this.#publishLeft();
  }

  /**
   * Opens the log, where the federation has one. Rejects with what keeps it from being opened, and with AUDIT_ROLLED_BACK where the coordinator has
   * events that this site has signed and has no more: then nothing is agreed to.
   */
  async ready(): Promise<void> {
    const log = await this.log();
    if (!log || this.#due === undefined || this.#due <= log.outNext) return;
    const error = new MusterError(
      'AUDIT_ROLLED_BACK',
      `the federation's log has ${this.#due} events of this site, and there are ${log.outNext} here: its database is an old one`,
    );
    this.#parts.log.error({ code: error.code }, error.message);
    throw error;
  }

  /** The site's log; undefined where the federation keeps none, or has not said. Rejects with what keeps it from being opened. */
  async log(): Promise<SiteLog | undefined> {
    if (this.#log || this.#closed) return this.#log;
    this.#opening ??= this.#open().finally(() => {
      this.#opening = undefined;
    });
    this.#log = await this.#opening;
    return this.#log;
  }

  /** In the transaction that puts the work on record. `offer`: where it is in the federation's log. */
  accepted(ref: RoundRef, { how = 'automatic', decided }: OwnRecord, offer: string | undefined): void {
    this.#log?.accepted(ref, { how, decided }, offer);
  }

  refused(ref: RoundRef, { ground, how = 'automatic', decided }: OwnRecord, offer: string | undefined): void {
    this.#log?.refused(ref, ground ?? 'other', { how, decided }, offer);
  }

  /** Before the training process reads anything. */
  accessed(ref: RoundRef, plan: Plan, use: 'training' | 'evaluation'): void {
    this.#log?.accessed(ref, plan, use);
    this.publishSoon();
  }

  /** In the transaction that keeps the update; before the figures of an evaluation are sent. */
  released(ref: RoundRef, leaving: Leaving): void {
    this.#log?.released(ref, leaving);
  }

  /** The federation's log has signed two histories. */
  async forkSeen(fork: ForkSeen): Promise<void> {
    (await this.log())?.forkSeen(fork);
    this.publishSoon();
  }

  /** In the transaction that marks it as being on record. Call `ready` before. */
  goneOn(after: Parameters<SiteLog['goneOn']>[0]): void {
    this.#log?.goneOn(after);
    this.publishSoon();
  }

  /** No quorum of witnesses has seen the federation's log lately. */
  async stale(seen: Parameters<SiteLog['stale']>[0]): Promise<void> {
    (await this.log())?.stale(seen);
    this.publishSoon();
  }

  /** Brings the coordinator the events that it lacks, in their order. Rejects with what it answers, or UNAVAILABLE. */
  deliver(): Promise<void> {
    const done = this.#turn.then(() => this.#deliver());
    this.#turn = done.catch(() => {}); // whoever asked hears of it
    return done;
  }

  /** What is written is published in a while, with what comes until then. */
  publishSoon(): void {
    if (this.#closed || !this.#log) return;
    this.#cancelPublish ??= this.#parts.clock.after(PUBLISH_MS, () => {
      this.#cancelPublish = undefined;
      this.#turn = this.#turn.then(() => this.#publish());
    });
  }

  async #publishLeft(): Promise<void> {
    try {
      await this.log();
    } catch {
      return; // whoever is asked for something hears of it
    }
    if (!this.#closed) await this.leave();
  }

  /** Publishes what is written while the coordinator is there to cosign it. A session may be shorter than the wait for more to publish. */
  async leave(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#publish());
    await this.#turn;
  }

  /** Publishes what is written. Resolves when nothing here uses the store any more. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelPublish?.();
    await this.#turn;
    await this.#opening?.catch(() => undefined);
    await this.#publish();
  }

  async #open(): Promise<SiteLog | undefined> {
    const { open, clock, random, keys } = this.#parts;
    const policy = await this.#parts.policy();
    if (!policy) return undefined;
    const origin = policy.logs[0]?.key.name ?? '';
    const { SiteLog: Log } = await import('./site-log.ts');
    const log = new Log({
      random,
      keys: await keys(),
      ...(await open()),
      clock,
      host: origin.slice(0, origin.indexOf('/')),
      cosigner: () => this.#witnessKey && { key: this.#witnessKey, ask: this.#parts.ask },
      noticed: (trouble) => this.#noticed(trouble),
    });
    await log.open();
    return log;
  }

  async #deliver(): Promise<void> {
    const log = await this.log();
    while (log && this.#due !== undefined && this.#due < log.outNext) {
      const answer = await this.#parts.ask({
        kind: 'auditEvents',
        value: { entries: [...log.outFrom(this.#due)] },
      });
      if (answer.kind !== 'auditEventsTaken')
        throw new MusterError('UNEXPECTED_MESSAGE', `${answer.kind} is no answer to audit events`);
      if (answer.value.next <= this.#due)
        throw new MusterError('AUDIT_EVENT_INVALID', 'the coordinator takes no event of this site');
      this.#due = answer.value.next;
    }
    this.publishSoon();
  }

  /** That it is not cosigned now is nothing that hurts; that it cannot be is. */
  #noticed({ kind, error }: WitnessTrouble): void {
    const { log } = this.#parts;
    if (kind === 'unreachable' && error.code !== 'AUDIT_ROLLED_BACK')
      log.debug({ code: error.code }, `the site's log is not cosigned: ${error.message}`);
    else log.error({ code: error.code }, `the coordinator does not cosign the site's log: ${error.message}`);
  }

  async #publish(): Promise<void> {
    try {
      await this.#log?.publish();
    } catch (thrown) {
      const error = asMusterError(thrown);
      this.#parts.log.error({ code: error.code }, `the site's log could not be published: ${error.message}`);
    }
  }
}
