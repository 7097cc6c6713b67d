/** @module The order of work in a site's own log: a policy first, then consent, then access to data, and only then does anything leave. */
import { type AnyLogged, attemptKey, type Logged, type RuleReport } from './rule-report.ts';

/** Attempts whose steps are remembered; a site works at one or few at a time. */
const ATTEMPTS_KEPT = 1_024;

export class SiteWork {
  readonly #accepted = new Set<string>();
  readonly #accessed = new Set<string>();
  readonly #policies = new Set<string>();
  #policy: string | undefined;
  readonly #report: RuleReport;

  constructor(report: RuleReport) {
    this.#report = report;
  }

  /** All policies that the site has had. */
  get policies(): ReadonlySet<string> {
    return this.#policies;
  }

  /** What an act relies on is a policy that the site had by then. */
  check({ index, event: { flbasis } }: AnyLogged): void {
    if (flbasis?.startsWith('policy/') && !this.#policies.has(flbasis))
      this.#report.broken(
        'policy',
        index,
        `it relies on ${flbasis}, which was not this site's policy by then`,
      );
  }

  policyChanged({ index, event: { data } }: Logged<'policy.changed'>): void {
    if (this.#policy !== undefined && data.old !== this.#policy)
      this.#report.broken('policy', index, `it does not replace ${this.#policy}, the policy before it`);
    this.#policy = data.new;
    this.#policies.add(data.new);
  }

  accepted({ event: { data } }: Logged<'task.accepted'>): void {
    keep(this.#accepted, attemptKey(data));
  }

  accessed({ index, event: { data } }: Logged<'dataset.accessed'>): void {
    if (data.use === 'training' && !this.#accepted.has(attemptKey(data)))
      this.#report.broken('order', index, `data were read for ${attemptKey(data)}, which was not accepted`);
    keep(this.#accessed, attemptKey(data));
  }

  released({ index, event: { data } }: Logged<'update.released'>): void {
    if (data.kind === 'update' && !this.#accepted.has(attemptKey(data)))
      this.#report.broken('order', index, `an update left for ${attemptKey(data)}, which was not accepted`);
    if (!this.#accessed.has(attemptKey(data)))
      this.#report.broken(
        'order',
        index,
        `something left for ${attemptKey(data)}, and no access to data is logged`,
      );
  }
}

function keep(among: Set<string>, key: string): void {
  among.delete(key);
  among.add(key);
  const [oldest] = among;
  if (oldest !== undefined && among.size > ATTEMPTS_KEPT) among.delete(oldest);
}
