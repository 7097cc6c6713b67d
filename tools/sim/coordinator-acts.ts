/** @module What the coordinator has on record and what its log says, commit by commit: the one has the other, in the same commit. */
import { Cohort, type EventName } from '@muster/audit';
import type { Row } from '@muster/store';
import type { LoggedEvent, LoggedEvents } from './logged-events.ts';
import { partyOf } from './parties.ts';
import type { VirtualRows } from './rows.ts';
import { updateKey } from './site-acts.ts';
import { Violation } from './violation.ts';

/** Something on record that the log must have. */
interface Act {
  /** Of this act alone. */
  readonly key: string;
  readonly events: readonly EventName[];
  readonly subject: string;
  /** Pseudonym of the site that it is about; '' for none. */
  readonly site: string;
  /** What the event says, where that is known. */
  readonly says: Readonly<Record<string, unknown>>;
}

const text = (row: Row, column: string): string => `${row[column] ?? ''}`;
const subjectOf = (row: Row): string =>
  `run/${text(row, 'run')}/round/${text(row, 'round')}/attempt/${text(row, 'attempt')}`;

export class CoordinatorActs {
  readonly #rows: VirtualRows;
  readonly #events: LoggedEvents;
  /** What the log shows of each update that a good site has released, by `updateKey`. */
  readonly #commitments: ReadonlyMap<string, string>;
  /** Acts whose events were found. */
  readonly #found = new Set<string>();

  constructor(rows: VirtualRows, events: LoggedEvents, commitments: ReadonlyMap<string, string>) {
    this.#rows = rows;
    this.#events = events;
    this.#commitments = commitments;
  }

  forget(): void {
    this.#found.clear();
  }

  /** Throws Violation. `fresh`: what came into the log with the commit. */
  check(fresh: readonly LoggedEvent[]): void {
    for (const act of this.#acts()) {
      if (this.#found.has(act.key)) continue;
      for (const name of act.events) this.#checkEvent(name, act);
      this.#found.add(act.key);
    }
    for (const logged of fresh) this.#checkAct(logged);
  }

  #checkEvent(name: EventName, { key, subject, site, says }: Act): void {
    const found = this.#events.about(name, subject, site);
    if (!found.some((logged) => hasSaid(logged, says)))
      throw new Violation('no-act-without-event', `${key} is on record, and the log has no ${name} of it`);
  }

  *#acts(): Generator<Act> {
    const all = (sql: string): Row[] => this.#rows.all(sql, [], (row) => row);
    const none = { site: '', says: {} };
    for (const row of all('SELECT epoch FROM manifest')) {
      const epoch = Number(text(row, 'epoch'));
      const events = ['manifest.changed'] as const;
      yield { ...none, key: `manifest ${epoch}`, events, subject: 'manifest', says: { epoch } };
    }
    for (const row of all('SELECT name, suspended_ms FROM site')) {
      const site = partyOf(text(row, 'name')).pseudonym;
      const of = { subject: `site/${site}`, site, says: {} };
      yield { ...of, key: `site ${text(row, 'name')}`, events: ['site.enrolled'] };
      if (row.suspended_ms !== null)
        yield { ...of, key: `suspended ${text(row, 'name')}`, events: ['site.suspended'] };
    }
    for (const row of all('SELECT run, round, hash FROM model WHERE round = 0'))
      yield {
        ...none,
        key: `run ${text(row, 'run')}`,
        events: ['model.published'],
        subject: `run/${text(row, 'run')}`,
        says: { model: `sha256:${text(row, 'hash')}` },
      };
    for (const row of all('SELECT run, round, attempt, status, model_out_hash FROM round')) {
      const [subject, status] = [subjectOf(row), text(row, 'status')];
      yield { ...none, key: `open ${subject}`, events: ['task.offered'], subject };
      if (status === 'abandoned')
        yield { ...none, key: `abandoned ${subject}`, events: ['round.abandoned'], subject };
      if (status !== 'committed') continue;
      const says = { model: `sha256:${text(row, 'model_out_hash')}` };
      yield { ...none, key: `closed ${subject}`, events: ['cohort.closed'], subject };
      const events = ['aggregate.produced', 'model.published'] as const;
      yield { ...none, key: `committed ${subject}`, events, subject, says };
    }
    yield* this.#updates(all);
  }

  *#updates(all: (sql: string) => Row[]): Generator<Act> {
    const ended = "SELECT * FROM member WHERE outcome IN ('counted', 'rejected')";
    for (const row of [...all('SELECT * FROM upload WHERE admitted = 1'), ...all(ended)]) {
      const subject = subjectOf(row);
      const site = partyOf(text(row, 'site')).pseudonym;
      const of = { subject, site };
      if (row.outcome === 'rejected') {
        const code = text(row, 'code');
        const says = { reason: code };
        yield { ...of, key: `rejected ${subject} ${site} ${code}`, events: ['update.rejected'], says };
        continue;
      }
      const hash = text(row, 'update_hash');
      const update = this.#commitments.get(updateKey(subject, site, hash));
      const events = ['task.accepted', 'update.released', 'update.received'] as const;
      const says = update === undefined ? {} : { update };
      yield { ...of, key: `agreed ${subject} ${site}`, events: events.slice(0, 1), says: {} };
      yield { ...of, key: `received ${subject} ${site} ${hash}`, events: events.slice(1), says };
    }
  }

  /** What the log says by a commit is on record with it. */
  #checkAct({ index, name, event: { subject = '', data } }: LoggedEvent): void {
    const says = new Map(Object.entries(data));
    const ref = [says.get('run'), says.get('round'), says.get('attempt')].map((value) => `${value ?? ''}`);
    const where = 'run = $1 AND round = $2 AND attempt = $3';
    const has = (sql: string, params: readonly string[]): boolean =>
      this.#rows.get(sql, params, () => true) === true;
    const site = siteNamed(`${says.get('site') ?? ''}`, this.#rows);
    const isOnRecord = (): boolean => {
      switch (name) {
        case 'task.offered':
          return has(`SELECT 1 FROM round WHERE ${where}`, ref);
        case 'update.received':
          return has(`SELECT 1 FROM upload WHERE ${where} AND site = $4 AND admitted = 1`, [...ref, site]);
        case 'update.rejected': {
          const sql = `SELECT 1 FROM member WHERE ${where} AND site = $4 AND outcome = 'rejected' AND code = $5`;
          return has(sql, [...ref, site, `${says.get('reason')}`]);
        }
        case 'cohort.closed':
          return this.#isCohort(ref, `${says.get('cohortRoot')}`);
        case 'aggregate.produced':
        case 'model.published':
          return has("SELECT 1 FROM model WHERE run = $1 AND round = $2 AND 'sha256:' || hash = $3", [
            ...ref.slice(0, 2),
            `${says.get('model')}`,
          ]);
        case 'round.abandoned':
          return has(`SELECT 1 FROM round WHERE ${where} AND status = 'abandoned'`, ref);
        case 'site.enrolled':
          return has('SELECT 1 FROM audit_party WHERE site = $1', [site]);
        case 'manifest.changed':
          return has('SELECT 1 FROM manifest WHERE epoch = CAST($1 AS INTEGER)', [`${says.get('epoch')}`]);
        case 'site.suspended':
          return has('SELECT 1 FROM site WHERE name = $1 AND suspended_ms IS NOT NULL', [site]);
        case 'witness.checkpoint_seen':
          return has('SELECT 1 FROM audit_witnessed WHERE origin = $1 AND size = CAST($2 AS INTEGER)', [
            `${says.get('origin')}`,
            `${says.get('size')}`,
          ]);
        default:
          return true;
      }
    };
    if (isOnRecord()) return;
    throw new Violation(
      'no-event-without-act',
      `entry ${index} of the log is ${name} of ${subject}, and nothing of it is on record`,
    );
  }

  #isCohort(ref: readonly string[], root: string): boolean {
    const counted = this.#rows.all(
      "SELECT site FROM member WHERE run = $1 AND round = $2 AND attempt = $3 AND outcome = 'counted'",
      ref,
      (row) => partyOf(text(row, 'site')).pseudonym,
    );
    return Buffer.from(new Cohort(counted).root).toString('base64') === root;
  }
}

function siteNamed(pseudonym: string, rows: VirtualRows): string {
  const sql = 'SELECT site FROM audit_party WHERE pseudonym = $1';
  return rows.get(sql, [pseudonym], ({ site }) => `${site}`) ?? '';
}

function hasSaid({ event: { data } }: LoggedEvent, says: Readonly<Record<string, unknown>>): boolean {
  const said = new Map<string, unknown>(Object.entries(data));
  return Object.entries(says).every(([name, value]) => said.get(name) === value);
}
