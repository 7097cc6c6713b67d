/** @module The tables of an audit log, which lie beside those of what it is about: an act and its entry are one transaction. */

/** What a witness has cosigned last. */
export const witnessedTable = `CREATE TABLE audit_witnessed (
  origin TEXT PRIMARY KEY,
  size INTEGER NOT NULL CHECK (size >= 0),
  root BLOB NOT NULL,
  note BLOB NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;
`;

export const auditTables = `
CREATE TABLE audit_entry (
  idx INTEGER PRIMARY KEY,
  entry BLOB NOT NULL,
  source TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 0),
  type TEXT NOT NULL,
  subject TEXT NOT NULL,
  UNIQUE (source, seq)
) STRICT;
CREATE INDEX audit_entry_subject ON audit_entry (subject, type, source);
CREATE TABLE audit_source (
  source TEXT PRIMARY KEY,
  seq INTEGER NOT NULL,
  prev TEXT NOT NULL
) STRICT;
CREATE TABLE audit_epoch (epoch INTEGER PRIMARY KEY CHECK (epoch > 0)) STRICT;
CREATE TABLE audit_edge (
  level INTEGER PRIMARY KEY,
  size INTEGER NOT NULL,
  hashes BLOB NOT NULL
) STRICT;
${witnessedTable}`;
