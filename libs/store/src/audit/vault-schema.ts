/** @module The tables of a vault. */

export const vaultMigrations = [
  {
    name: 'secrets, persons, keys of pseudonyms',
    sql: `
CREATE TABLE secret (
  commitment TEXT PRIMARY KEY,
  hidden TEXT NOT NULL CHECK (hidden IN ('conf', 'pii')),
  salt BLOB NOT NULL,
  payload_json TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX secret_at ON secret (hidden, at_ms);
CREATE TABLE pseudonym_key (
  epoch TEXT PRIMARY KEY,
  key BLOB NOT NULL
) STRICT;
CREATE TABLE person (
  pseudonym TEXT PRIMARY KEY,
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  epoch TEXT NOT NULL REFERENCES pseudonym_key (epoch)
) STRICT;
`,
  },
  {
    name: 'where commitments stand, erasures under way',
    sql: `
ALTER TABLE secret ADD COLUMN origin TEXT;
ALTER TABLE secret ADD COLUMN entry INTEGER CHECK (entry >= 0);
ALTER TABLE secret ADD COLUMN actor TEXT;
CREATE INDEX secret_place ON secret (origin, entry);
CREATE INDEX secret_actor ON secret (actor);
CREATE INDEX person_subject ON person (subject);
CREATE TABLE searched (
  origin TEXT PRIMARY KEY,
  size INTEGER NOT NULL CHECK (size >= 0)
) STRICT;
CREATE TABLE erasure (
  case_id TEXT PRIMARY KEY,
  terms_json TEXT NOT NULL,
  secrets_json TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;
`,
  },
];
