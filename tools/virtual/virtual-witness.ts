/** @module A virtual agent as a witness of the federation's log: the agent's own witness over memory, made when it is first asked. */
import { SiteWitness } from '@muster/agent/parts';
import { PartyKeys, pseudonymOf } from '@muster/audit/witness';
import { type Identity, type Manifest, seedOf } from '@muster/identity';
import { type Certificate, hex, type WitnessAnswer } from '@muster/protocol';
import { type Db, LogTrust, memorySqlite, migrate, siteMigrations, Witnessed } from '@muster/store';
import { type Clock, systemClock } from '@muster/transport';
import pino from 'pino';

/** Clock and memory of a witness. */
export interface VirtualWitnessParts {
  readonly clock: Clock;
  /** Opens a database with the tables of a site. */
  readonly open: () => Db;
}

export class VirtualWitness {
  readonly #parts: VirtualWitnessParts;
  readonly #identity: Identity;
  readonly #manifest: Manifest;
  #policyText: Uint8Array = new Uint8Array();
  #certificates: readonly Certificate[] = [];
  #witness: SiteWitness | undefined;

  constructor(
    identity: Identity,
    manifest: Manifest,
    parts: VirtualWitnessParts = { clock: systemClock, open: siteInMemory },
  ) {
    this.#parts = parts;
    this.#identity = identity;
    this.#manifest = manifest;
  }

  get policyText(): Uint8Array {
    return this.#policyText;
  }

  /** Of thousands of agents those keep it whose cosignatures count. */
  registered(policyText: Uint8Array, certificates: readonly Certificate[]): void {
    const isNamed = Buffer.from(policyText).includes(this.#pseudonym);
    this.#policyText = isNamed ? Uint8Array.from(policyText) : new Uint8Array();
    this.#certificates = isNamed ? certificates : [];
    this.#witness?.registered(this.#policyText, this.#certificates);
  }

  answer(body: Uint8Array): Promise<WitnessAnswer> {
    this.#witness ??= this.#make();
    return this.#witness.answer(body);
  }

  get #pseudonym(): string {
    return pseudonymOf(this.#identity.signing.publicKey);
  }

  #make(): SiteWitness {
    const { clock, open } = this.#parts;
    const db = open();
    const party = {
      federation: hex(this.#manifest.federationId),
      role: 'site',
      pseudonym: this.#pseudonym,
    } as const;
    const witness = new SiteWitness({
      keys: new PartyKeys(party, seedOf(this.#identity.signing)),
      pseudonym: this.#pseudonym,
      manifest: () => this.#manifest,
      trustedWitnesses: [],
      witnessed: new Witnessed(db),
      trust: new LogTrust(db),
      clock,
      log: pino({ level: 'silent' }),
      keep: async () => {},
      told: () => {},
      forkSeen: async () => {},
      goneOn: async () => {},
    });
    witness.registered(this.#policyText, this.#certificates);
    return witness;
  }
}

function siteInMemory(): Db {
  const db = memorySqlite();
  migrate(db, siteMigrations, 0);
  return db;
}
