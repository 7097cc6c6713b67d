/** @module Whether this site may take part in what it is offered: its policy, its data, its engine, and the plan that the offer names. */
import { MusterError } from '@muster/errors';
import { type Request, refusalsToTrain, requestOf, type Terms, termsOf } from '@muster/policy/decision';
import type { EngineReport } from '@muster/protocol';
import type { Plan } from '@muster/task';
import type { Clock } from '@muster/transport';
import { type Answer, accepted, refused } from './answer.ts';
import { fetchPlan } from './fetch.ts';
import type { EgressGate } from './gate.ts';
import type { ManifestPin } from './manifest-pin.ts';
import type { Agreement, PlanApprovals } from './plan-approvals.ts';
import type { SiteConfig } from './site-config.ts';

/** Work that the site may do: the plan, and what of it the policy was asked about. */
export interface Assignment {
  readonly plan: Plan;
  readonly request: Request;
  /** How the site agreed to it. */
  readonly agreement: Agreement;
  readonly terms: Terms;
}

/** The answer that takes the work on. */
export function agreed({ agreement, terms }: Assignment): Answer {
  return accepted({ ...agreement, terms });
}

export interface JudgeParts {
  readonly config: SiteConfig;
  readonly federationId: string;
  readonly engine: EngineReport;
  readonly gate: Pick<EgressGate, 'pull'>;
  readonly approvals: Pick<PlanApprovals, 'judge'>;
  /** The newest manifest of the federation. */
  readonly pin: Pick<ManifestPin, 'current'>;
  readonly clock: Pick<Clock, 'wallMs'>;
  /** Folder to which the paths of data sets are relative. */
  readonly baseDir: string;
  /** Throws as parsePlan of @muster/task. */
  readonly readPlan: (bytes: Uint8Array, hash: string) => Promise<Plan>;
}

export class OfferJudge {
  readonly #parts: JudgeParts;
  #plan: Plan | undefined;

  constructor(parts: JudgeParts) {
    this.#parts = parts;
  }

  /**
   * `quorum`: what the offer says of it; the smaller of this and the plan's counts. `taken`: rounds of the run, but this one, in which
   * the site has worked. Throws what fetching or reading the plan throws:
   * UNAVAILABLE, OBJECT_UNKNOWN, PLAN_MISMATCH, TASK_INVALID.
   */
  async judge(
    planHash: string,
    offered: { readonly round: number; readonly taken: number; readonly quorum?: number },
  ): Promise<Assignment | Answer> {
    const { config, engine, federationId, approvals, clock } = this.#parts;
    if (!engine.selfCheckPassed)
      return refused(
        'ENGINE_UNTRUSTED',
        `the engine ${engine.requested} may not contribute: ${engine.rejected}`,
        { ground: 'engine' },
      );
    const plan = await this.#fetch(planHash);
    const { body } = plan;
    if (body.federation !== federationId)
      return refused('FEDERATION_MISMATCH', 'the plan belongs to another federation');
    const asked = requestOf(body);
    const request = { ...asked, quorum: Math.min(asked.quorum, offered.quorum ?? asked.quorum) };
    if (offered.round > body.rounds.max)
      return refused(
        'PLAN_MISMATCH',
        `the plan has ${body.rounds.max} rounds, and this is round ${offered.round}`,
      );
    if (offered.taken >= config.policy.maxRounds)
      return refused('POLICY_REFUSED', `policy.maxRounds allows ${config.policy.maxRounds} rounds of a run`, {
        ground: 'policy',
      });
    const [refusal] = refusalsToTrain(config.policy, request, clock.wallMs());
    if (refusal !== undefined)
      return refused(refusal.ground === 'expired' ? 'POLICY_EXPIRED' : 'POLICY_REFUSED', refusal.reason, {
        ground: refusal.ground,
      });
    if (!Object.hasOwn(config.datasets, request.dataset))
      return refused('DATASET_UNKNOWN', `the site has no data set "${request.dataset}"`, { ground: 'data' });
    const unallowed = await this.#unallowed(plan);
    if (unallowed) return unallowed;
    const agreement = await approvals.judge(plan, request);
    if ('accepted' in agreement) return agreement;
    return { plan, request, agreement, terms: termsOf(config.policy, request) };
  }

  /** A model that the organisations have not allowed, where they allow some alone. */
  async #unallowed({ body }: Plan): Promise<Answer | undefined> {
    const { modelHashes, epoch } = this.#parts.pin.current;
    if (modelHashes.length === 0) return undefined;
    const { modelHash } = await import('@muster/task');
    const hash = modelHash(body.model);
    if (modelHashes.some((each) => Buffer.from(each).toString('hex') === hash)) return undefined;
    return refused('MODEL_NOT_ALLOWED', `manifest ${epoch} does not allow the model ${hash}`, {
      ground: 'policy',
    });
  }

  /** What the training process must know of the data: where it lies, and what the plan says of it. Throws DATASET_UNKNOWN. */
  dataFor({ body }: Plan) {
    const { config, baseDir } = this.#parts;
    const name = body.data.dataset;
    const dataset = Object.hasOwn(config.datasets, name) ? config.datasets[name] : undefined;
    if (!dataset) throw new MusterError('DATASET_UNKNOWN', `the site has no data set "${name}"`);
    return { model: body.model, schema: body.data, dataset, baseDir };
  }

  /** One run at a time: the last plan is remembered. */
  async #fetch(hash: string): Promise<Plan> {
    if (this.#plan?.hash === hash) return this.#plan;
    const { gate, readPlan } = this.#parts;
    const plan = await readPlan(await fetchPlan(gate, hash), hash);
    this.#plan = plan;
    return plan;
  }
}
