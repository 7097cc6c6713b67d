/** @module Operators: people and programs that may use the API, known by the hash of their credential. */
import { MusterError } from '@muster/errors';
import type { Db, Row } from '../db.ts';
import { integerOf, nullable, textOf } from '../row.ts';

/** Somebody who may use the API. Times are milliseconds since 1970. */
export interface Operator {
  readonly id: string;
  readonly name: string;
  /** SHA-256 of the credential, hex; the credential itself is never stored. */
  readonly credentialHash: string;
  readonly createdMs: number;
  readonly revokedMs: number | null;
}

const COLUMNS = 'id, name, credential_hash, created_ms, revoked_ms';

const operatorOf = (row: Row): Operator => ({
  id: textOf(row, 'id'),
  name: textOf(row, 'name'),
  credentialHash: textOf(row, 'credential_hash'),
  createdMs: integerOf(row, 'created_ms'),
  revokedMs: nullable(row, 'revoked_ms', integerOf),
});

export class Operators {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Throws CONFLICT when the id, the name or the credential is there already, be it of one who was revoked: records name them. */
  add({ id, name, credentialHash, createdMs }: Omit<Operator, 'revokedMs'>): void {
    this.#db.atomically(() => {
      const known = this.#find(name);
      if (known !== undefined)
        throw new MusterError(
          'CONFLICT',
          known.revokedMs === null
            ? `there is an operator ${name}`
            : `operator ${name} was revoked, and records go by this name: take another`,
          { detail: { name } },
        );
      this.#db.run('INSERT INTO operator (id, name, credential_hash, created_ms) VALUES ($1, $2, $3, $4)', [
        id,
        name,
        credentialHash,
        createdMs,
      ]);
    });
  }

  /** The operator in force whose credential has this hash. Throws UNAUTHENTICATED: unknown, or revoked. */
  authenticate(credentialHash: string): Operator {
    const found = this.#db.get(
      `SELECT ${COLUMNS} FROM operator WHERE credential_hash = $1 AND revoked_ms IS NULL`,
      [credentialHash],
      operatorOf,
    );
    if (found === undefined) throw new MusterError('UNAUTHENTICATED', 'no operator has this credential');
    return found;
  }

  list(): Operator[] {
    return this.#db.all(`SELECT ${COLUMNS} FROM operator ORDER BY created_ms, id`, [], operatorOf);
  }

  /** Ends a credential; a second time keeps the first date. Throws NOT_FOUND, and LAST_OPERATOR when no other is in force. */
  revoke(name: string, nowMs: number): Operator {
    return this.#db.atomically(() => {
      const found = this.#find(name);
      if (found === undefined)
        throw new MusterError('NOT_FOUND', `no operator ${name}`, { detail: { name } });
      if (found.revokedMs !== null) return found;
      const changed = this.#db.run(
        `UPDATE operator SET revoked_ms = $2 WHERE name = $1
           AND EXISTS (SELECT 1 FROM operator AS other WHERE other.name <> $1 AND other.revoked_ms IS NULL)`,
        [name, nowMs],
      );
      if (changed === 0)
        throw new MusterError('LAST_OPERATOR', `${name} is the last operator, and stays`, {
          detail: { name },
        });
      return { ...found, revokedMs: nowMs };
    });
  }

  #find(name: string): Operator | undefined {
    return this.#db.get(`SELECT ${COLUMNS} FROM operator WHERE name = $1`, [name], operatorOf);
  }
}
