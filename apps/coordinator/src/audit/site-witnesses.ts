/**
 * @module The witnesses of the federation's log: the sites that have enrolled and not left. Whose cosignatures count, who can be asked now, and
 * who cosigns. The first log of a federation is cosigned by whoever is there; a later one only where a person of the site has agreed, which
 * is known once the site has answered.
 */
import {
  formatLogPolicy,
  isQuorum,
  type LogPolicy,
  quorumPolicy,
  type VerifierKey,
  type Witness,
  witnessKeyOf,
} from '@muster/audit';
import { MusterError } from '@muster/errors';
import { parseCertificate } from '@muster/identity';
import type { Certificate } from '@muster/protocol';
import type { AuditParties, CoordinatorStore } from '@muster/store';
import type { Fleet } from '../fleet.ts';
import type { Logger } from '../logger.ts';
import type { ExternalWitness } from './external-witnesses.ts';
import { refusalInWords, shortageInWords, type WitnessStanding } from './witness-shortage.ts';

/** Sites that cosign: more would make every checkpoint wait for more, and none of them surer. */
const WITNESSES_MAX = 32;
const ANSWER_MS = 1_000;

export interface SiteWitnessesParts {
  readonly parties: Pick<AuditParties, 'present'>;
  readonly sites: Pick<CoordinatorStore['sites'], 'find'>;
  readonly fleet: Pick<Fleet, 'get'>;
  /** Hex. */
  readonly federationId: string;
  /** Sign the checkpoints. */
  readonly logKeys: readonly VerifierKey[];
  /** Witnesses that may be in league with the coordinator; undefined: a quarter of them. */
  readonly faulty: number | undefined;
  /** Beside the sites. */
  readonly external: readonly ExternalWitness[];
  readonly log: Pick<Logger, 'warn' | 'info'>;
}

interface Known {
  readonly policy: LogPolicy;
  readonly text: string;
  /** Names of the sites by those that they have in the policy. */
  readonly sites: ReadonlyMap<string, string>;
  readonly certificates: readonly Certificate[];
}

export class SiteWitnesses {
  readonly #parts: SiteWitnessesParts;
  #known: Known | undefined;
  /** What witnesses made of this log when they were asked last: null, they cosigned it. */
  readonly #heard = new Map<string, MusterError | null>();

  constructor(parts: SiteWitnessesParts) {
    this.#parts = parts;
  }

  /** How many of whom must have cosigned. */
  get policy(): LogPolicy {
    return this.#read().policy;
  }

  /** C2SP tlog-policy. */
  get policyText(): string {
    return this.#read().text;
  }

  /** Of the sites among them: by these, and by the manifest, a site judges whom the policy names. */
  get certificates(): readonly Certificate[] {
    return this.#read().certificates;
  }

  /** A site has enrolled or left: other cosignatures count from now on. */
  changed(): void {
    this.#known = undefined;
  }

  /** Who can be asked now. */
  get connected(): readonly Witness[] {
    const { policy, sites } = this.#read();
    const there = policy.witnesses.flatMap(({ name, key }): readonly Witness[] => {
      const session = this.#sessionOf(sites.get(name));
      if (!session) return [];
      const ask: Witness['ask'] = async (body) => {
        const answer = await session.request({ kind: 'addCheckpoint', value: { body } }, ANSWER_MS);
        if (answer.kind !== 'witnessAnswer')
          throw new MusterError('UNEXPECTED_MESSAGE', `${answer.kind} is no answer of a witness`);
        return answer.value;
      };
      const newest: Witness['newest'] = async () => {
        const answer = await session.request({ kind: 'logHeadRequest', value: { size: 0 } }, ANSWER_MS);
        if (answer.kind !== 'logHead')
          throw new MusterError('UNEXPECTED_MESSAGE', `${answer.kind} is no head of a log`);
        return answer.value.note;
      };
      return [{ name, keys: [key], ask, newest }];
    });
    return [...there, ...this.#parts.external];
  }

  /** Why no quorum cosigns now, in words; '' when one does. */
  get shortage(): string {
    const { policy } = this.#read();
    const standing = policy.witnesses.map(({ name }) => [name, this.#standingOf(name)] as const);
    const cosigning = standing.flatMap(([name, { stands }]) => (stands === 'cosigns' ? [name] : []));
    if (isQuorum(policy, new Set(cosigning))) return '';
    const needed = policy.groups[0]?.threshold ?? policy.witnesses.length;
    return shortageInWords(
      this.#origin,
      standing.map(([, each]) => each),
      needed,
    );
  }

  /** Sites that are there and do not cosign this log, as far as is known: they are asked again. */
  get reluctant(): readonly WitnessStanding[] {
    const { policy } = this.#read();
    return policy.witnesses
      .map(({ name }) => this.#standingOf(name))
      .filter(({ stands }) => stands === 'refuses' || stands === 'unasked');
  }

  /** Why a site has no part in this log, as it said last; undefined where it has, or was not asked. */
  refusalOf(site: string): MusterError | undefined {
    return this.reluctant.find(({ name }) => name === site)?.refusal;
  }

  /** A witness has cosigned. Of a site that refused before a person is told. */
  cosigned(witness: string): void {
    const before = this.#heard.get(witness);
    this.#heard.set(witness, null);
    const site = this.#read().sites.get(witness);
    if (before && site !== undefined)
      this.#parts.log.info({ site, origin: this.#origin }, 'the site cosigns the audit log now');
  }

  /** A witness has no part in this log. Of a site a person is told, once. */
  refused(witness: string, refusal: MusterError): void {
    const before = this.#heard.get(witness);
    this.#heard.set(witness, refusal);
    const site = this.#read().sites.get(witness);
    if (before?.code !== refusal.code && site !== undefined)
      this.#parts.log.warn({ site, code: refusal.code }, refusalInWords([site], this.#origin, refusal));
  }

  get #origin(): string {
    return this.#parts.logKeys[0]?.name ?? '';
  }

  #standingOf(witness: string): WitnessStanding {
    const site = this.#read().sites.get(witness);
    // Of those beside the sites nobody knows whether they are there before they are asked.
    if (site === undefined) return { name: witness, stands: 'cosigns', refusal: undefined };
    if (!this.#sessionOf(site)) return { name: site, stands: 'away', refusal: undefined };
    const heard = this.#heard.get(witness);
    if (heard) return { name: site, stands: 'refuses', refusal: heard };
    const isUnasked = heard === undefined && !this.#origin.endsWith('/1');
    return { name: site, stands: isUnasked ? 'unasked' : 'cosigns', refusal: undefined };
  }

  #sessionOf(site: string | undefined) {
    const session = site === undefined ? undefined : this.#parts.fleet.get(site)?.session;
    return session && !session.suspect ? session : undefined;
  }

  #read(): Known {
    this.#known ??= this.#make();
    return this.#known;
  }

  #make(): Known {
    const { parties, sites: rows, federationId: federation, faulty, logKeys, external } = this.#parts;
    const present = parties.present(WITNESSES_MAX);
    const ofSites = present.map(({ pseudonym, witnessKey }) => ({
      name: pseudonym,
      key: witnessKeyOf({ federation, role: 'site', pseudonym }, witnessKey),
      url: null,
    }));
    const witnesses = [...ofSites, ...external.map(({ name, key, url }) => ({ name, key, url }))];
    const most = Math.min(faulty ?? Math.floor((witnesses.length - 1) / 4), witnesses.length - 1);
    const logs = logKeys.map((key) => ({ key, url: null }));
    const policy = quorumPolicy(logs, witnesses, Math.max(0, most));
    const sites = new Map(present.map(({ pseudonym, site }) => [pseudonym, site]));
    const certificates = present.flatMap(({ site }) => rows.find(site)?.certificate ?? []);
    return { policy, text: formatLogPolicy(policy), sites, certificates: certificates.map(parseCertificate) };
  }
}
