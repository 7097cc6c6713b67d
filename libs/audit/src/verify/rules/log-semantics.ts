/**
 * @module Whether what a log says is lawful: each entry an event of the catalogue, signed by its source, in the source's order, and each act
 * after what must come before it. Of a federation's log and of a site's; which one it is says its first entry.
 */
import { asMusterError } from '@muster/errors';
import { isEntrySignedBy } from '../../event/event.ts';
import { formatVerifierKey, type VerifierKey } from '../../verifier-key.ts';
import { Budgets } from './budgets.ts';
import { Epoch } from './epoch.ts';
import { EventTimes, millisOf } from './event-times.ts';
import { type Enrolment, FederationRules } from './federation-rules.ts';
import { ProducerKeys } from './producer-keys.ts';
import { type AnyLogged, type RuleReport, readLogged, siteOf } from './rule-report.ts';
import { SeenCheckpoints } from './seen-checkpoints.ts';
import { SiteWork } from './site-work.ts';
import { SourceChains } from './source-chains.ts';
import { federationOf, maySay } from './speakers.ts';

/** An event of the source that is followed. */
export interface Followed {
  readonly index: number;
  readonly seq: number;
  readonly name: string;
  readonly timeMs: number;
  /** Hash of the entry. */
  readonly leaf: Uint8Array;
}

export interface SemanticsTerms {
  readonly origin: string;
  /** Keys that have signed the checkpoint. */
  readonly logKeys: readonly VerifierKey[];
  /** Whose events and seen checkpoints are kept, to be compared with another log: a site, the origin of the other log. */
  readonly follow?: { readonly site: string; readonly origin: string };
}

export class LogSemantics {
  readonly #terms: SemanticsTerms;
  readonly #report: RuleReport;
  readonly #epoch = new Epoch();
  readonly #chains: SourceChains;
  readonly #keys: ProducerKeys;
  readonly #times: EventTimes;
  readonly #budgets: Budgets;
  readonly #federation: FederationRules;
  readonly #work: SiteWork;
  readonly #seen: SeenCheckpoints;
  readonly #followed: Followed[] = [];
  /** Largest index of another log that is referred to, and the entry that does. */
  readonly #refs = new Map<string, { readonly index: number; readonly at: number }>();
  #own = '';
  #producerKey: string | undefined;
  #events = 0;

  constructor(terms: SemanticsTerms, report: RuleReport) {
    this.#terms = terms;
    this.#report = report;
    this.#chains = new SourceChains(report, this.#epoch);
    this.#keys = new ProducerKeys(report);
    this.#times = new EventTimes(report);
    this.#budgets = new Budgets(report);
    this.#federation = new FederationRules(report, terms.origin, this.#epoch);
    this.#work = new SiteWork(report);
    this.#seen = new SeenCheckpoints(report, terms.follow?.origin);
  }

  /** Entries that were events of the catalogue. */
  get events(): number {
    return this.#events;
  }

  get followed(): readonly Followed[] {
    return this.#followed;
  }

  get seen(): SeenCheckpoints {
    return this.#seen;
  }

  get policies(): ReadonlySet<string> {
    return this.#work.policies;
  }

  get references(): ReadonlyMap<string, { readonly index: number; readonly at: number }> {
    return this.#refs;
  }

  /** Milliseconds since 1970 of the newest event of whoever keeps the log. */
  get newestMs(): number | undefined {
    return this.#times.newestOf(this.#own);
  }

  /** With which the keeper of the log has begun to sign. */
  get producerKey(): string | undefined {
    return this.#producerKey;
  }

  enrolmentOf(site: string): Enrolment | undefined {
    return this.#federation.enrolmentOf(site);
  }

  /** The next entry, with its hash. */
  entry(index: number, bytes: Uint8Array, leaf: Uint8Array): void {
    let logged: AnyLogged;
    try {
      logged = readLogged(index, bytes);
    } catch (thrown) {
      const { code, message } = asMusterError(thrown);
      if (code !== 'AUDIT_EVENT_INVALID') throw thrown;
      this.#report.broken('event', index, message);
      return;
    }
    this.#events += 1;
    if (index === 0) this.#begin(logged);
    else if (logged.name === 'log.epoch_started')
      this.#report.broken('epoch', index, 'a log begins once, with its first entry');
    this.#chains.check(logged, leaf);
    if (!this.#isSigned(logged, bytes)) return;
    this.#times.check(logged);
    this.#checkRefs(logged);
    this.#follow(logged, leaf);
    if (this.#isSpeaker(logged)) this.#judge(logged);
  }

  /** After the last entry. `cosignedS`: the newest cosignature on the checkpoint in POSIX seconds; null where there is none. */
  finish(cosignedS: number | null): void {
    this.#times.finish(cosignedS);
    const named = this.#keys.logKeys;
    const signing = this.#terms.logKeys.filter(({ type }) => type === 'ed25519').map(formatVerifierKey);
    if (named.length > 0 && !signing.some((vkey) => named.includes(vkey)))
      this.#report.broken(
        'epoch',
        0,
        'the log names another key than the one that has signed its checkpoint',
      );
  }

  #begin(logged: AnyLogged): void {
    const { event } = logged;
    this.#own = event.source;
    const { origin } = this.#terms;
    const [, ofSite, epoch] = /(?:\/site\/(s-[0-9a-f]{16}))?\/([0-9]+)$/.exec(origin) ?? [];
    if (logged.name !== 'log.epoch_started') {
      this.#report.broken('epoch', 0, 'the first entry does not begin the log');
      return;
    }
    const { data } = logged.event;
    this.#epoch.begin(epoch, event);
    if (data.origin !== origin) this.#report.broken('epoch', 0, `it begins the log ${data.origin}`);
    if (this.#epoch.goesOn && data.previous === undefined)
      this.#report.warn('epoch', 0, 'it does not say where the epoch before it ended');
    if (siteOf(event.source) !== ofSite || event.source.endsWith('/out'))
      this.#report.broken('epoch', 0, `${event.source} keeps no log of this name`);
    this.#producerKey = data.producerKey;
    this.#keys.signsCheckpoints(data.key);
    this.#keys.begin(event.source, data.producerKey, 0);
    if (ofSite !== undefined) this.#keys.begin(`${event.source}/out`, data.producerKey, 0);
  }

  #isSigned({ index, event }: AnyLogged, entry: Uint8Array): boolean {
    const key = this.#keys.at(event.source, index);
    if (!key) {
      this.#report.broken('signature', index, `the log names no key of ${event.source} that signs there`);
      return false;
    }
    if (isEntrySignedBy(entry, event, key)) return true;
    this.#report.broken('signature', index, `it is not signed by the key of ${event.source}`);
    return false;
  }

  /** What it follows from lies before it. */
  #checkRefs({ index, event: { flref = [] } }: AnyLogged): void {
    for (const ref of flref) {
      const [origin = '', at = ''] = ref.split('#');
      const place = Number(at);
      if (origin === this.#terms.origin) {
        if (place >= index)
          this.#report.broken('reference', index, `it refers to entry ${at}, which is not before it`);
      } else if (place >= (this.#refs.get(origin)?.index ?? 0))
        this.#refs.set(origin, { index: place, at: index });
    }
  }

  #follow({ index, name, event }: AnyLogged, leaf: Uint8Array): void {
    const { follow } = this.#terms;
    if (!follow || !event.source.endsWith(`/site/${follow.site}/out`)) return;
    this.#followed.push({
      index,
      seq: event.flseq,
      name,
      timeMs: millisOf(event.time),
      leaf: Uint8Array.from(leaf),
    });
  }

  /** Whether its source may say this in this log. */
  #isSpeaker(logged: AnyLogged): boolean {
    if (maySay(logged, this.#own)) return true;
    const { index, name, event } = logged;
    this.#report.broken('key', index, `${event.source} cannot say this: ${name}`);
    return false;
  }

  #judge(logged: AnyLogged): void {
    if (logged.name === 'key.rotated') this.#keys.rotate(logged, this.#sourceOf(logged.event.data));
    else if (logged.name === 'key.revoked') this.#keys.revoke(logged, this.#sourceOf(logged.event.data));
    else if (logged.name === 'privacy.budget_spent') this.#budgets.spent(logged);
    else if (logged.name === 'witness.checkpoint_seen') this.#seen.seen(logged);
    if (siteOf(this.#own) !== undefined) this.#judgeSite(logged);
    else {
      this.#federation.check(logged);
      if (logged.name === 'site.enrolled') {
        const { site, producerKey } = logged.event.data;
        this.#keys.begin(this.#sourceOf({ site }), producerKey, logged.index);
      }
    }
  }

  #judgeSite(logged: AnyLogged): void {
    if (logged.name === 'policy.changed') this.#work.policyChanged(logged);
    else if (logged.name === 'task.accepted') this.#work.accepted(logged);
    else if (logged.name === 'dataset.accessed') this.#work.accessed(logged);
    else if (logged.name === 'update.released') this.#work.released(logged);
    this.#work.check(logged);
  }

  /** The source in this log of whose key is spoken. */
  #sourceOf({
    site,
    holder,
  }: {
    readonly site?: string | undefined;
    readonly holder?: string | undefined;
  }): string {
    if (site === undefined || holder === 'coordinator' || siteOf(this.#own) !== undefined) return this.#own;
    return `${federationOf(this.#own)}/site/${site}/out`;
  }
}
