/** @module The witnesses of the federation's log: the sites that have enrolled and not left. Whose cosignatures count, and who can be asked now. */
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
import type { ExternalWitness } from './external-witnesses.ts';

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

  /** Why no quorum could cosign now, in words; '' when one can. */
  get shortage(): string {
    const { policy, sites } = this.#read();
    // Of those beside the sites nobody knows whether they are there before they are asked.
    const there = policy.witnesses.filter(({ name }) => !sites.has(name) || this.#sessionOf(sites.get(name)));
    if (isQuorum(policy, new Set(there.map(({ name }) => name)))) return '';
    const needed = policy.groups[0]?.threshold ?? policy.witnesses.length;
    return `${there.length} of the ${policy.witnesses.length} witnesses of the audit log are there, and ${needed} are needed; revoke those that are gone for good`;
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
