/**
 * @module Approvals by hand, as the daemon sees them: it asks about a plan, waits for what people say beside it, and writes their words into
 * the journal before it acts on them.
 */
import type { Policy } from '@muster/policy';
import type { Request } from '@muster/policy/decision';
import type { Approvals, Journal } from '@muster/store/site';
import type { Plan } from '@muster/task';
import type { Clock } from '@muster/transport';
import { type Answer, type Decided, refused } from './answer.ts';
import type { Logger } from './logger.ts';
import { asksOf, isCovered, parseAsks } from './plan-asks.ts';

export interface ApprovalParts {
  readonly policy: Policy;
  readonly approvals: Pick<
    Approvals,
    'ask' | 'find' | 'approvedOf' | 'countPending' | 'unrecorded' | 'recorded'
  >;
  readonly journal: Pick<Journal, 'append'>;
  readonly clock: Pick<Clock, 'wallMs' | 'after'>;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

/** How the site came to agree to a plan, in the words of the audit log, and the person who agreed. */
export type Agreement = { readonly how: 'automatic' } | { readonly how: 'manual'; readonly decided: Decided };

/** A coordinator could offer plans without end. */
const PENDING_MAX = 100;
const LOOK_MS = 5_000;

export class PlanApprovals {
  readonly #parts: ApprovalParts;
  #writing: Promise<void> = Promise.resolve();

  constructor(parts: ApprovalParts) {
    this.#parts = parts;
  }

  /**
   * Whether the plan, which the policy allows, may go on: how it was agreed to, or the refusal. Asks a person where the policy wants one.
   * Throws STORAGE_* where decisions cannot be read or written down.
   */
  async judge(plan: Plan, request: Request): Promise<Agreement | Answer> {
    await this.record();
    const { policy, approvals, clock, log } = this.#parts;
    const known = approvals.find(plan.hash);
    if (known?.decided?.decision === 'refused')
      return refused('APPROVAL_REFUSED', 'a person at the site has refused this plan', {
        ground: 'manual',
        how: 'manual',
        decided: decidedOf(known.decided),
      });
    if (policy.approval === 'automatic') return { how: 'automatic' };
    if (known?.decided?.decision === 'approved') return { how: 'manual', decided: decidedOf(known.decided) };
    const asks = asksOf(policy, plan.body, request);
    if (policy.approval === 'first-of-task')
      for (const { asks: stored, decided } of approvals.approvedOf(request.task)) {
        const approved = parseAsks(stored);
        if (approved && decided && isCovered(approved, asks))
          return { how: 'manual', decided: decidedOf(decided) };
      }
    const reason = `policy.approval is ${policy.approval}: a person at the site must decide about this plan`;
    if (known === undefined) {
      if (approvals.countPending() >= PENDING_MAX)
        return refused('APPROVAL_PENDING', `${reason}, and ${PENDING_MAX} others wait already`, {
          ground: 'manual',
        });
      approvals.ask({ planHash: plan.hash, task: request.task, asks }, Math.round(clock.wallMs()));
      log.warn({ plan: plan.hash, task: request.task }, 'a person must decide: muster agent pending');
    }
    return refused('APPROVAL_PENDING', reason, { ground: 'manual' });
  }

  /** Why nothing of the plan may leave, although it was agreed to once; undefined when nothing is in the way. */
  denial(planHash: string): string | undefined {
    const { policy, approvals } = this.#parts;
    const decided = approvals.find(planHash)?.decided;
    if (decided?.decision === 'refused') return 'a person at the site has refused this plan';
    if (policy.approval === 'manual' && decided?.decision !== 'approved')
      return 'policy.approval is manual, and nobody has approved this plan';
    return undefined;
  }

  /** Writes down what people have decided since. Throws STORAGE_*. */
  record(): Promise<void> {
    const written = this.#writing.then(() => this.#record());
    this.#writing = written.catch(() => {}); // whoever called hears of it; the next one tries again
    return written;
  }

  /** Looks for new decisions, now and then, until the signal fires: they are in the journal soon, whether or not the plan is offered again. */
  watch(signal: AbortSignal): void {
    if (signal.aborted) return;
    const { clock, log } = this.#parts;
    void this.record()
      .catch((thrown: unknown) => log.warn({ err: thrown }, 'decisions of people cannot be written down yet'))
      .finally(() => clock.after(LOOK_MS, () => this.watch(signal)));
  }

  /** Resolves when nothing is being written down. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  async #record(): Promise<void> {
    const { policy, approvals, journal, log } = this.#parts;
    for (const { seq, planHash, task, decision, by, why, atMs } of approvals.unrecorded()) {
      const said = { plan: planHash, task, by, why };
      await journal.append({
        atMs,
        kind: 'decision',
        body: { what: 'plan', decision, ...said, policyVersion: policy.version },
      });
      approvals.recorded(seq);
      log.info({ plan: planHash, task }, `a person has ${decision} a plan`);
    }
  }
}

function decidedOf({ by, why }: Decided): Decided {
  return { by, why };
}
