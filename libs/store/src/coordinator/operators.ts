/** @module Operators: people and programs that may use the API, known by the hash of their credential. */
import { MusterError } from '@muster/errors';
import type { Db, Row } from '../db.ts';
import { integerOf, nullable, textOf } from '../row.ts';

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

  /** Throws CONFLICT when the id, the name or the credential is there already. */
  add(operator: Omit<Operator, 'revokedMs'>): void {
    this.#db.run('INSERT INTO operator (id, name, credential_hash, created_ms) VALUES ($1, $2, $3, $4)', [
      operator.id,
      operator.name,
      operator.credentialHash,
      operator.createdMs,
    ]);
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

  /** Ends a credential; a second time keeps the first date. Throws NOT_FOUND. */
  revoke(id: string, nowMs: number): void {
    const changed = this.#db.run('UPDATE operator SET revoked_ms = COALESCE(revoked_ms, $2) WHERE id = $1', [
      id,
      nowMs,
    ]);
    if (changed === 0) throw new MusterError('NOT_FOUND', `no operator ${id}`, { detail: { id } });
  }
}
