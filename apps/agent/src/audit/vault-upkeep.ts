/**
 * @module What becomes of the site's vault while the agent runs: what was kept long enough is let go, once a day, and what people have written into
 * the log beside the agent is published. Nothing is loaded for it as long as there is nothing to do.
 */
import type { RetentionTerms } from '@muster/audit';
import type { AuditRows, Vault } from '@muster/store/site-log';
import type { Clock } from '@muster/transport';
import type { Logger } from '../logger.ts';
import type { SiteTrail } from './site-trail.ts';

const LOOK_MS = 5_000;
/** After a fault: it is told once in so long. */
const RETRY_MS = 600_000;
const DAY_MS = 86_400_000;

export interface VaultUpkeepParts {
  readonly rows: Pick<AuditRows, 'size' | 'edge'>;
  /** Looks into the vault; undefined where there is none yet. */
  readonly vault: () => Promise<(Pick<Vault, 'oldestMs' | 'hasUnlogged'> & Disposable) | undefined>;
  readonly trail: Pick<SiteTrail, 'log' | 'publishSoon'>;
  readonly retention: RetentionTerms;
  readonly clock: Pick<Clock, 'wallMs' | 'after'>;
  readonly log: Pick<Logger, 'info' | 'error'>;
}

export class VaultUpkeep {
  readonly #parts: VaultUpkeepParts;
  #lookedMs = Number.NEGATIVE_INFINITY;
  #waitsUntilMs = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> = Promise.resolve();

  constructor(parts: VaultUpkeepParts) {
    this.#parts = parts;
  }

  /** Looks every few seconds until the signal fires. */
  watch(signal: AbortSignal): void {
    if (signal.aborted) return;
    this.#looking = this.look();
    void this.#looking.finally(() => this.#parts.clock.after(LOOK_MS, () => this.watch(signal)));
  }

  /** Resolves when nothing here uses the store any more; call it after the signal has fired. */
  async settled(): Promise<void> {
    await this.#looking;
  }

  /** Never rejects. */
  async look(): Promise<void> {
    const { clock, log } = this.#parts;
    const nowMs = clock.wallMs();
    if (nowMs < this.#waitsUntilMs) return;
    try {
      if (nowMs - this.#lookedMs >= DAY_MS && (await this.#retain(nowMs))) this.#lookedMs = nowMs;
      await this.#publish();
    } catch (thrown) {
      this.#waitsUntilMs = nowMs + RETRY_MS;
      log.error({ err: thrown }, "the site's vault could not be looked after");
    }
  }

  /** Whether it could be done: before the agent knows its federation it has no log to tell of it. */
  async #retain(nowMs: number): Promise<boolean> {
    const { trail, retention, log } = this.#parts;
    if (!(await this.#isDue(nowMs))) return true;
    const own = await trail.log();
    if (!own) return false;
    const eraser = own.eraser();
    eraser.settle();
    const { endsOf } = await import('@muster/audit');
    for (const { caseId, secrets } of eraser.retain(endsOf(retention, nowMs)))
      log.info({ case: caseId, secrets }, 'the vault has let go of what was kept long enough');
    return true;
  }

  async #isDue(nowMs: number): Promise<boolean> {
    const { piiMonths, confMonths } = this.#parts.retention;
    using vault = await this.#parts.vault();
    if (!vault) return false;
    const oldest = vault.oldestMs();
    // Every month has 28 days at least.
    const age = (atMs: number | null) => (atMs === null ? 0 : (nowMs - atMs) / (28 * DAY_MS));
    return vault.hasUnlogged() || age(oldest.pii) >= piiMonths || age(oldest.conf) >= confMonths;
  }

  async #publish(): Promise<void> {
    const { rows, trail } = this.#parts;
    const size = rows.size();
    if (size === 0 || size === rows.edge().size) return;
    if (await trail.log()) trail.publishSoon();
  }
}
