/** @module The agent's tables. Forward only, as the coordinator's. */
import { auditTables } from '../audit/schema.ts';
import type { Migration } from '../migrate.ts';

export const siteMigrations: readonly Migration[] = [
  {
    name: 'work',
    sql: `
CREATE TABLE work (
  run TEXT NOT NULL,
  round INTEGER NOT NULL CHECK (round > 0),
  attempt INTEGER NOT NULL CHECK (attempt > 0),
  plan_hash TEXT NOT NULL,
  model_hash TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN
    ('working', 'kept', 'counted', 'refused', 'late', 'lost', 'rejected', 'failed', 'abandoned')),
  update_hash TEXT,
  size_bytes INTEGER,
  weight INTEGER,
  report_json TEXT,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (run, round, attempt),
  CHECK (status <> 'kept' OR (update_hash IS NOT NULL AND size_bytes IS NOT NULL AND weight > 0))
) STRICT;
CREATE INDEX work_unsettled ON work (at_ms) WHERE status IN ('working', 'kept');
`,
  },
  {
    name: 'receipts',
    sql: `
CREATE TABLE receipt (
  run TEXT NOT NULL,
  round INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  code TEXT NOT NULL,
  reason TEXT NOT NULL,
  message BLOB NOT NULL,
  signed_by TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (run, round, attempt)
) STRICT;
CREATE INDEX work_by_time ON work (at_ms, run, round, attempt);
`,
  },
  {
    name: 'journal head',
    sql: `
CREATE TABLE journal_head (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seq INTEGER NOT NULL CHECK (seq > 0),
  hash TEXT NOT NULL
) STRICT;
`,
  },
  { name: 'audit log', sql: auditTables },
  {
    name: 'approvals by hand',
    sql: `
CREATE TABLE asked_plan (
  plan_hash TEXT PRIMARY KEY,
  task TEXT NOT NULL,
  asks_json TEXT NOT NULL,
  since_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE plan_decision (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  plan_hash TEXT NOT NULL REFERENCES asked_plan (plan_hash),
  decision TEXT NOT NULL CHECK (decision IN ('approved', 'refused')),
  decided_by TEXT NOT NULL,
  why TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  recorded INTEGER NOT NULL DEFAULT 0 CHECK (recorded IN (0, 1))
) STRICT;
CREATE INDEX plan_decision_newest ON plan_decision (plan_hash, seq);
`,
  },
  {
    name: 'trust in logs',
    sql: `
CREATE TABLE audit_fork (
  origin TEXT PRIMARY KEY,
  evidence TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE audit_consent (
  origin TEXT NOT NULL,
  agreed_by TEXT NOT NULL,
  why TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  recorded INTEGER NOT NULL DEFAULT 0 CHECK (recorded IN (0, 1)),
  PRIMARY KEY (origin, agreed_by)
) STRICT;
`,
  },
  {
    name: 'rounds of secure aggregation',
    sql: `
CREATE TABLE masked_part (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  run TEXT NOT NULL,
  round INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  state BLOB NOT NULL
) STRICT;
CREATE TABLE masked_attempt (
  task BLOB PRIMARY KEY,
  round INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  tries INTEGER NOT NULL
) STRICT;
`,
  },
];
