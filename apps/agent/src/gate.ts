/**
 * @module The one gate out of a site. Every message about work leaves through it: it asks the policy, takes out what may not leave,
 * writes the line of the journal, and only then sends. Whatever goes wrong here, nothing leaves. The session lives in here and
 * nowhere else, so there is no other way out. (Heartbeats and the acknowledgement of chunks carry no word about data; they are transport's.)
 */
import { policyBasis } from '@muster/audit/witness';
import { asMusterError, ERRORS, isErrorCode, MusterError } from '@muster/errors';
import type { Metric, Policy } from '@muster/policy';
import { decide, EVALUATION_METRICS, mayLeave, type Request } from '@muster/policy/decision';
import { type Body, hex } from '@muster/protocol';
import type { Journal } from '@muster/store/site';
import type { Clock, ObjectSink, ObjectSource, Session } from '@muster/transport';
import type { OwnRecord } from './answer.ts';
import { faultOfOwnDisk } from './own-disk.ts';
import type { PlanApprovals } from './plan-approvals.ts';

export interface GateOptions {
  readonly policy: Policy;
  readonly journal: Pick<Journal, 'append'>;
  readonly clock: Clock;
  /** Asked besides the policy about what was made for a plan: why nothing of it may leave. */
  readonly approvals: Pick<PlanApprovals, 'denial'>;
}

/** What is about to leave, and under which request it was made: the policy is asked again at the gate. */
interface Egress {
  readonly body: Body;
  readonly request?: Request;
  /** For which plan it was made, by its hash. */
  readonly plan?: string;
  readonly bytes?: number;
  /** How the plan was agreed to, and on which terms: for the journal alone. */
  readonly own?: OwnRecord;
}

/** The person who decided stands in the journal once, where the decision is: not with each answer that follows from it. */
function journaled({ decided: _, ...own }: OwnRecord = {}): OwnRecord {
  return own;
}

export class EgressGate {
  readonly #options: GateOptions;
  #session: Session | undefined;
  readonly #waiting = new Set<() => void>();

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** A connection is up. */
  connect(session: Session): void {
    this.#session = session;
    for (const wake of this.#waiting) wake();
  }

  disconnect(): void {
    this.#session = undefined;
  }

  get connected(): boolean {
    return this.#session !== undefined && !this.#session.closed;
  }

  /** See `Session.beatEvery`: a sign of life says nothing but that. */
  beatEvery(heartbeatMs: number): void {
    this.#session?.beatEvery(heartbeatMs);
  }

  /** Resolves when there is a connection, at once or later; throws CANCELLED when the signal fires first. */
  async untilConnected(signal: AbortSignal): Promise<void> {
    while (!this.connected) {
      if (signal.aborted) throw new MusterError('CANCELLED', 'the work was cancelled');
      const { promise, resolve } = Promise.withResolvers<void>();
      const wake = (): void => resolve();
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
      await promise;
      this.#waiting.delete(wake);
      signal.removeEventListener('abort', wake);
    }
  }

  /** Asks the coordinator. Throws EGRESS_DENIED, UNAVAILABLE, or what the coordinator answers. */
  async request(egress: Egress, timeoutMs?: number): Promise<Body> {
    const body = await this.#release(egress);
    return this.#open().request(body, timeoutMs);
  }

  async notify(egress: Egress): Promise<void> {
    const body = await this.#release(egress);
    this.#session?.notify(body);
  }

  /** Announces an update and sends its bytes. The source is closed in any case. */
  async push(egress: Egress, source: ObjectSource, timeoutMs: number): Promise<Body> {
    let body: Body;
    try {
      body = await this.#release({ ...egress, bytes: source.sizeBytes });
      this.#open();
    } catch (thrown) {
      source.close();
      throw thrown;
    }
    return this.#open().push(body, source, timeoutMs);
  }

  /** Fetches an object; all that leaves is its hash, which came from the coordinator, and that is written down as well. */
  async pull(hash: string, sink: ObjectSink, options: Parameters<Session['pull']>[2]): Promise<number> {
    await this.#write({ what: 'pull', object: hash, decision: 'allowed' });
    return this.#open().pull(hash, sink, options);
  }

  /** An answer to the coordinator's request, released like everything else. */
  async answer(make: () => Promise<Egress>): Promise<Body> {
    try {
      return await this.#release(await make());
    } catch (thrown) {
      const error = asMusterError(thrown);
      // A denial is in the journal already, or there is no journal: then what leaves is that nothing leaves, and that a disk is why.
      const code = faultOfOwnDisk(error)?.code ?? error.code;
      if (error.code !== 'EGRESS_DENIED') await this.#write({ what: 'error', decision: 'allowed', code });
      // An error's own words may name files or cells: what leaves is the code, and the table's sentence for it.
      throw new MusterError(code, sentence(code));
    }
  }

  #open(): Session {
    if (!this.#session || this.#session.closed)
      throw new MusterError('UNAVAILABLE', 'there is no connection to the coordinator');
    return this.#session;
  }

  async #release(egress: Egress): Promise<Body> {
    const { policy, clock, approvals } = this.#options;
    let verdict: Verdict;
    try {
      const denial = egress.plan === undefined ? undefined : approvals.denial(egress.plan);
      verdict =
        denial === undefined ? judge(policy, egress, clock.wallMs()) : { allowed: false, reason: denial };
    } catch (cause) {
      verdict = { allowed: false, reason: 'the policy could not be asked', cause };
    }
    const { body } = egress;
    await this.#write({
      what: body.kind,
      ...roundOf(body),
      ...(egress.bytes === undefined ? {} : { bytes: egress.bytes }),
      ...journaled(egress.own),
      decision: verdict.allowed ? 'allowed' : 'denied',
      ...(verdict.allowed ? figuresOf(verdict.body) : { reason: verdict.reason }),
    });
    if (!verdict.allowed) throw new MusterError('EGRESS_DENIED', verdict.reason, { cause: verdict.cause });
    return verdict.body;
  }

  /** A line of the journal, on disk when this resolves. Throws EGRESS_DENIED: what is not written down does not leave. */
  async #write(line: Readonly<Record<string, unknown>>): Promise<void> {
    const { policy, journal, clock } = this.#options;
    try {
      await journal.append({
        atMs: Math.round(clock.wallMs()),
        kind: 'egress',
        body: { ...line, policyVersion: policy.version },
      });
    } catch (cause) {
      throw new MusterError('EGRESS_DENIED', 'the journal cannot be written, so nothing leaves', { cause });
    }
  }
}

type Verdict =
  | { readonly allowed: true; readonly body: Body }
  | { readonly allowed: false; readonly reason: string; readonly cause?: unknown };

/** What the policy makes of a message at `nowMs` (wall clock): the same, the same with less in it, or nothing. Pure. */
export function judge(policy: Policy, { body, request }: Egress, nowMs: number): Verdict {
  const may = (metric: Metric): boolean => mayLeave(policy, metric);
  const allow = (released: Body): Verdict => ({ allowed: true, body: released });
  const needsRequest = (): Verdict | undefined => {
    if (!request) return { allowed: false, reason: 'it belongs to no request that the policy allowed' };
    const decision = decide(policy, request, nowMs);
    return decision.allowed ? undefined : { allowed: false, reason: decision.reason };
  };
  switch (body.kind) {
    // Events hold nothing but what the catalogue of audit events allows, and a checkpoint is a hash over them.
    case 'auditEvents':
    case 'logHeadRequest':
    case 'logTrustRequest':
    case 'logFileRequest':
    case 'addCheckpoint':
    case 'register':
    case 'renewalRequest':
    case 'manifestsRequest':
    case 'offerAnswer':
    // Keys, signatures and sealed shares of a round of secure aggregation: none of them is made of data.
    case 'advertise':
    case 'shares':
    case 'consistency':
    case 'unmask':
    case 'abort':
    case 'ok':
      return allow(body);
    case 'failure':
      return allow({ kind: 'failure', value: { ...body.value, reason: sentence(body.value.code) } });
    case 'progress': {
      if (!may('progress')) return { allowed: false, reason: 'policy.metrics does not allow "progress"' };
      const loss = may('loss') ? body.value.loss : Number.NaN;
      const etaMs = may('timing') ? body.value.etaMs : 0;
      const counts = may('examples') ? {} : { step: 0, steps: 0 };
      return allow({ kind: 'progress', value: { ...body.value, loss, etaMs, ...counts } });
    }
    case 'report': {
      const refused = needsRequest();
      if (refused) return refused;
      if (!may('examples'))
        return {
          allowed: false,
          reason: 'policy.metrics does not allow "examples", which is the weight of the update',
        };
      const { figures } = body.value;
      const kept = figures && {
        examples: figures.examples,
        steps: figures.steps,
        lossFirst: may('loss') ? figures.lossFirst : Number.NaN,
        lossLast: may('loss') ? figures.lossLast : Number.NaN,
        trainMs: may('timing') ? figures.trainMs : 0,
        updateNorm: may('norm') ? figures.updateNorm : Number.NaN,
      };
      return allow({ kind: 'report', value: { ...body.value, figures: kept } });
    }
    case 'evaluationReport': {
      const refused = needsRequest();
      if (refused) return refused;
      const missing = EVALUATION_METRICS.find((metric) => !may(metric));
      return missing ? { allowed: false, reason: `policy.metrics does not allow "${missing}"` } : allow(body);
    }
    default:
      return { allowed: false, reason: `${body.kind} is nothing that a site sends` };
  }
}

/** An error as the coordinator may hear of it: its code, and the table's sentence for that. */
export function publicError({ code }: MusterError): MusterError {
  return new MusterError(code, sentence(code));
}

/** The table's sentence for a code: text that cannot carry data. */
function sentence(code: string): string {
  return ERRORS[isErrorCode(code) ? code : 'INTERNAL'].meaning;
}

/** The round that a message is about, as the journal names it. */
function roundOf({ value }: Body): { round?: string } {
  if (!('ref' in value) || !value.ref) return {};
  const { run, round, attempt } = value.ref;
  return { round: `${run} ${round}.${attempt}` };
}

/** What a reader of the journal wants to know of a message, beyond its kind. */
function figuresOf(body: Body): Record<string, unknown> {
  switch (body.kind) {
    case 'report': {
      const { weight, updateHash, figures } = body.value;
      return { updateHash: hex(updateHash), weight, figures: finite(figures ?? {}) };
    }
    case 'evaluationReport':
      return {
        figures: {
          examples: body.value.evaluation?.examples ?? 0,
          lossSum: body.value.evaluation?.lossSum ?? 0,
          confusionOfClasses: body.value.evaluation?.classes ?? 0,
        },
      };
    case 'offerAnswer':
      return { accepted: body.value.accepted, code: body.value.code, note: body.value.reason };
    case 'failure':
      return { code: body.value.code };
    case 'progress':
      return { note: `${body.value.phase} ${Math.round(body.value.fraction * 100)} %` };
    case 'register':
      return {
        datasets: body.value.datasets.map(({ name }) => name),
        ...(body.value.policy ? { basis: policyBasis(body.value.policyVersion, body.value.policy) } : {}),
      };
    default:
      return {};
  }
}

function finite(figures: object): Record<string, number> {
  return Object.fromEntries(
    Object.entries(figures).filter(([, value]) => typeof value === 'number' && Number.isFinite(value)),
  );
}
