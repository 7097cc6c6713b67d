/** @module The persons behind the acts of a coordinator: a pseudonym for the log, and for the vault who it was and why. */
import { actorOf, type PersonVault } from '@muster/audit';
import { systemRandom } from '@muster/identity';

/** A person who acts: an operator, by the id that stays with the credential. */
export type Operator = string;

export interface PeopleParts {
  readonly vault: PersonVault;
  /** Of an operator; undefined for one that is not known. */
  readonly nameOf: (operator: Operator) => string | undefined;
  readonly wallMs: () => number;
}

/** What is hidden of an act of a person. */
export interface Said {
  readonly operator: { readonly id: string; readonly name?: string };
  readonly why?: string;
}

export class People {
  readonly #parts: PeopleParts;

  constructor(parts: PeopleParts) {
    this.#parts = parts;
  }

  /** The pseudonym of an operator, which the vault alone resolves. */
  actor(operator: Operator): string {
    const { vault, wallMs } = this.#parts;
    const person = { issuer: 'operator', subject: operator };
    return actorOf(vault, person, { atMs: wallMs(), random: systemRandom });
  }

  said(operator: Operator, why?: string): Said {
    const name = this.#parts.nameOf(operator);
    return {
      operator: { id: operator, ...(name === undefined ? {} : { name }) },
      ...(why === undefined || why === '' ? {} : { why }),
    };
  }
}
