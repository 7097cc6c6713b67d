/**
 * @module The coordinator's tables. Forward only: a released migration is never edited, the next one is appended.
 * Times are milliseconds since 1970 UTC, hashes lower-case hex, `*_json` documents whose writer knows their meaning.
 */
import { auditTables } from '../audit/schema.ts';
import type { Migration } from '../migrate.ts';

export const coordinatorMigrations: readonly Migration[] = [
  {
    name: 'federation, sites, runs, rounds, models, events',
    sql: `
CREATE TABLE federation (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE operator (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  credential_hash TEXT NOT NULL UNIQUE,
  created_ms INTEGER NOT NULL,
  revoked_ms INTEGER
) STRICT;

CREATE TABLE invitation (
  token_hash TEXT PRIMARY KEY,
  site TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  expires_ms INTEGER NOT NULL,
  used_ms INTEGER,
  used_by TEXT
) STRICT;
CREATE INDEX invitation_site ON invitation (site);

CREATE TABLE site (
  name TEXT PRIMARY KEY,
  certificate BLOB NOT NULL,
  serial TEXT NOT NULL UNIQUE,
  certificate_hash TEXT NOT NULL UNIQUE,
  signing_key TEXT NOT NULL,
  enrolled_ms INTEGER NOT NULL,
  revoked_ms INTEGER,
  revoke_reason TEXT NOT NULL DEFAULT '',
  last_seen_ms INTEGER,
  clock_skew_ms INTEGER,
  engine_json TEXT,
  agent_version TEXT
) STRICT;

CREATE TABLE run (
  id TEXT PRIMARY KEY,
  request_id TEXT NOT NULL UNIQUE,
  task TEXT NOT NULL,
  task_text TEXT NOT NULL,
  plan_hash TEXT NOT NULL,
  state_json TEXT NOT NULL,
  status TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  started_ms INTEGER,
  ended_ms INTEGER,
  reason TEXT NOT NULL DEFAULT '',
  created_by TEXT NOT NULL
) STRICT;
CREATE INDEX run_active ON run (created_ms) WHERE ended_ms IS NULL;

CREATE TABLE round (
  run TEXT NOT NULL REFERENCES run (id),
  round INTEGER NOT NULL CHECK (round > 0),
  attempt INTEGER NOT NULL CHECK (attempt > 0),
  status TEXT NOT NULL CHECK (status IN ('open', 'committed', 'abandoned')),
  opened_ms INTEGER NOT NULL,
  closed_ms INTEGER,
  model_in_hash TEXT NOT NULL,
  model_out_hash TEXT,
  figures_json TEXT NOT NULL,
  PRIMARY KEY (run, round, attempt),
  CHECK ((status = 'open') = (closed_ms IS NULL)),
  CHECK ((status = 'committed') = (model_out_hash IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX round_committed_once ON round (run, round) WHERE status = 'committed';

CREATE TABLE member (
  run TEXT NOT NULL,
  round INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  site TEXT NOT NULL REFERENCES site (name),
  outcome TEXT CHECK (outcome IN ('counted', 'refused', 'late', 'lost', 'rejected', 'failed', 'abandoned')),
  code TEXT NOT NULL,
  reason TEXT NOT NULL,
  weight INTEGER,
  update_hash TEXT,
  bytes_up INTEGER NOT NULL,
  bytes_down INTEGER NOT NULL,
  figures_json TEXT NOT NULL,
  PRIMARY KEY (run, round, attempt, site),
  FOREIGN KEY (run, round, attempt) REFERENCES round (run, round, attempt),
  CHECK (outcome <> 'counted' OR (weight > 0 AND update_hash IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX member_counted_once ON member (run, round, site) WHERE outcome = 'counted';

CREATE TABLE model (
  id TEXT PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id),
  round INTEGER NOT NULL CHECK (round >= 0),
  hash TEXT NOT NULL,
  parent_hash TEXT,
  plan_hash TEXT NOT NULL,
  layout_json TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  created_ms INTEGER NOT NULL,
  metrics_json TEXT NOT NULL,
  UNIQUE (run, round)
) STRICT;
CREATE INDEX model_hash ON model (hash);

CREATE TABLE optimizer_slot (
  run TEXT NOT NULL REFERENCES run (id),
  slot TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (run, slot)
) STRICT;
CREATE TABLE optimizer_scalars (
  run TEXT PRIMARY KEY REFERENCES run (id),
  round INTEGER NOT NULL,
  scalars_json TEXT NOT NULL
) STRICT;

CREATE TABLE evaluation (
  run TEXT NOT NULL REFERENCES run (id),
  round INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('central', 'federated')),
  site TEXT NOT NULL,
  examples INTEGER NOT NULL,
  loss_sum REAL,
  confusion_json TEXT NOT NULL,
  model_hash TEXT NOT NULL,
  PRIMARY KEY (run, round, kind, site)
) STRICT;

CREATE TABLE event (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms INTEGER NOT NULL,
  run TEXT,
  kind TEXT NOT NULL,
  body_json TEXT NOT NULL
) STRICT;
CREATE INDEX event_run ON event (run, seq);
`,
  },
  {
    name: 'updates on their way in',
    sql: `
CREATE TABLE upload (
  file TEXT PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id),
  round INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  site TEXT NOT NULL,
  update_hash TEXT NOT NULL,
  size_bytes INTEGER NOT NULL CHECK (size_bytes > 0),
  weight INTEGER NOT NULL CHECK (weight > 0),
  admitted INTEGER NOT NULL CHECK (admitted IN (0, 1)),
  UNIQUE (run, round, attempt, site)
) STRICT;
`,
  },
  {
    name: 'seals, quarantine, suspended sites',
    sql: `
CREATE TABLE seal (
  run TEXT NOT NULL,
  round INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  sum_hash TEXT NOT NULL,
  members INTEGER NOT NULL CHECK (members > 0),
  sealed_ms INTEGER NOT NULL,
  PRIMARY KEY (run, round, attempt),
  FOREIGN KEY (run, round, attempt) REFERENCES round (run, round, attempt)
) STRICT;

CREATE TABLE quarantine (
  id TEXT PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run (id),
  round INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  site TEXT NOT NULL REFERENCES site (name),
  code TEXT NOT NULL,
  reason TEXT NOT NULL,
  update_hash TEXT,
  size_bytes INTEGER,
  weight INTEGER,
  file TEXT UNIQUE,
  figures_json TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('held', 'released', 'dropped')),
  decided_ms INTEGER,
  decided_by TEXT,
  CHECK ((state = 'held') = (decided_ms IS NULL)),
  CHECK (state = 'held' OR file IS NULL)
) STRICT;
CREATE INDEX quarantine_run ON quarantine (run, at_ms);
CREATE INDEX quarantine_site ON quarantine (site, at_ms);

ALTER TABLE site ADD COLUMN suspended_ms INTEGER;
ALTER TABLE site ADD COLUMN suspend_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE site ADD COLUMN forgiven_ms INTEGER NOT NULL DEFAULT 0;
`,
  },
  {
    name: 'renewed certificates that no site has shown yet',
    sql: `
CREATE TABLE renewal (
  certificate_hash TEXT PRIMARY KEY,
  site TEXT NOT NULL REFERENCES site (name),
  certificate BLOB NOT NULL,
  serial TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX renewal_site ON renewal (site);
`,
  },
  {
    name: 'one record of a refused update',
    sql: 'CREATE INDEX quarantine_update ON quarantine (run, round, attempt, site, update_hash);',
  },
  { name: 'audit log', sql: auditTables },
  {
    name: 'sites as the log knows them',
    sql: `
CREATE TABLE audit_party (
  pseudonym TEXT PRIMARY KEY,
  site TEXT NOT NULL,
  producer_key BLOB NOT NULL,
  witness_key BLOB NOT NULL,
  log_key BLOB NOT NULL,
  enrolled_ms INTEGER NOT NULL,
  left_ms INTEGER
) STRICT;
CREATE UNIQUE INDEX audit_party_present ON audit_party (site) WHERE left_ms IS NULL;
`,
  },
  {
    name: 'policies of sites',
    sql: `
CREATE TABLE site_policy (
  site TEXT PRIMARY KEY REFERENCES site (name),
  hash TEXT NOT NULL,
  document TEXT NOT NULL,
  signature BLOB NOT NULL,
  since_ms INTEGER NOT NULL
) STRICT;
`,
  },
  {
    // Updates on their way when the change comes are brought again, by sites that seal them.
    name: 'updates are sealed or masked',
    sql: `
DELETE FROM upload;
ALTER TABLE upload ADD COLUMN codec TEXT NOT NULL DEFAULT 'sealed-f32';
`,
  },
  {
    name: 'manifests, sites by organisation, certificates that were issued',
    sql: `
CREATE TABLE manifest (
  epoch INTEGER PRIMARY KEY CHECK (epoch > 0),
  signed BLOB NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;
ALTER TABLE site ADD COLUMN organisation TEXT NOT NULL DEFAULT '';
ALTER TABLE site ADD COLUMN not_before_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE site ADD COLUMN revoked_by TEXT NOT NULL DEFAULT 'operator' CHECK (revoked_by IN ('operator', 'manifest'));
ALTER TABLE renewal ADD COLUMN not_before_ms INTEGER NOT NULL DEFAULT 0;
CREATE TABLE issued (
  certificate_hash TEXT PRIMARY KEY,
  site TEXT NOT NULL,
  not_after_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX issued_site ON issued (site);
`,
  },
  {
    name: 'rounds of secure aggregation',
    sql: `
CREATE TABLE masked_round (
  run TEXT NOT NULL REFERENCES run (id),
  round INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  state BLOB NOT NULL,
  PRIMARY KEY (run, round, attempt)
) STRICT;
CREATE TABLE masked_words (
  run TEXT NOT NULL REFERENCES run (id),
  round INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  site TEXT NOT NULL,
  message BLOB NOT NULL,
  PRIMARY KEY (run, round, attempt, site)
) STRICT;
CREATE TABLE sum_record (
  run TEXT NOT NULL REFERENCES run (id),
  round INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  record_json TEXT NOT NULL,
  PRIMARY KEY (run, round, attempt)
) STRICT;
`,
  },
];
