/** @module What a site has on record of its work and what its log says, commit by commit: the one has the other, in the same commit. */
import { parseKeptReport } from '@muster/agent/parts';
import { updateCommitment } from '@muster/audit';
import { sign } from '@muster/identity';
import { updateFields } from '@muster/protocol';
import { type Work, WorkLedger, type WorkRef } from '@muster/store';
import type { LoggedEvent, LoggedEvents } from './logged-events.ts';
import { partyOf } from './parties.ts';
import type { VirtualRows } from './rows.ts';
import { Violation } from './violation.ts';

/** Rows that are looked at: all of them. */
const WORK_MAX = 1_000;

export class SiteActs {
  readonly #name: string;
  readonly #pseudonym: string;
  readonly #ledger: WorkLedger;
  readonly #events: LoggedEvents;
  /** What the log shows of each update, by `updateKey`: shared by all sites. */
  readonly #commitments: Map<string, string>;

  constructor(name: string, rows: VirtualRows, events: LoggedEvents, commitments: Map<string, string>) {
    this.#name = name;
    this.#pseudonym = partyOf(name).pseudonym;
    this.#ledger = new WorkLedger(rows);
    this.#events = events;
    this.#commitments = commitments;
  }

  /** Throws Violation. `fresh`: what came into the log with the commit. */
  check(fresh: readonly LoggedEvent[]): void {
    const works = this.#ledger.recent(WORK_MAX);
    for (const work of works) this.#checkEvents(work);
    for (const logged of fresh) this.#checkAct(logged, works);
  }

  /** Data are about to be read. Throws Violation. */
  checkTraining(run: string, round: number): void {
    const work = this.#ledger
      .recent(WORK_MAX)
      .find((each) => each.run === run && each.round === round && each.status === 'working');
    const isLogged = work && this.#events.about('dataset.accessed', subjectOf(work)).length > 0;
    if (!isLogged)
      throw new Violation(
        'no-act-without-event',
        `${this.#name} reads data for round ${round}, and its log says nothing of it`,
      );
  }

  #checkEvents(work: Work): void {
    const subject = subjectOf(work);
    if (this.#events.about('task.accepted', subject, this.#pseudonym).length === 0)
      throw new Violation(
        'no-act-without-event',
        `${this.#name} has accepted ${subject}, and its log says nothing of it`,
      );
    const update = this.#commitmentOf(work);
    const released = this.#events.about('update.released', subject, this.#pseudonym);
    if (update === undefined || released.some(({ event }) => isOf(event.data, update))) return;
    throw new Violation(
      'no-act-without-event',
      `${this.#name} keeps an update for ${subject}, and its log says nothing of it`,
    );
  }

  #checkAct({ index, name, event: { subject, data } }: LoggedEvent, works: readonly Work[]): void {
    const work = works.find((each) => subjectOf(each) === subject);
    const isOnRecord = (): boolean => {
      switch (name) {
        case 'task.accepted':
          return work !== undefined;
        case 'dataset.accessed':
          return work?.status === 'working';
        case 'update.released': {
          const update = work && this.#commitmentOf(work);
          return update !== undefined && isOf(data, update);
        }
        default:
          return true;
      }
    };
    if (isOnRecord()) return;
    throw new Violation(
      'no-event-without-act',
      `entry ${index} of the log of ${this.#name} is ${name} of ${subject}, and nothing of it is on record`,
    );
  }

  /** Worked out a second time from what is kept of the report. */
  #commitmentOf(work: Work): string | undefined {
    const { updateHash, report } = work;
    if (updateHash === null) return undefined;
    const key = updateKey(subjectOf(work), this.#pseudonym, updateHash);
    const known = this.#commitments.get(key);
    if (known !== undefined) return known;
    const { planHash, modelHash, layoutHash, ...kept } = parseKeptReport(report);
    const bytes = (hex: string): Uint8Array => Buffer.from(hex, 'hex');
    const hashes = { planHash: bytes(planHash), modelHash: bytes(modelHash), layoutHash: bytes(layoutHash) };
    const fields = updateFields({ ...kept, ...hashes, updateHash: bytes(updateHash) });
    const update = updateCommitment(updateHash, sign('update', fields, partyOf(this.#name).identity.signing));
    this.#commitments.set(key, update);
    return update;
  }
}

/** An update of an attempt: the same bytes may be made for another one. */
export function updateKey(subject: string, pseudonym: string, hash: string): string {
  return `${subject} ${pseudonym} ${hash}`;
}

function subjectOf({ run, round, attempt }: WorkRef): string {
  return `run/${run}/round/${round}/attempt/${attempt}`;
}

function isOf(data: object, update: string): boolean {
  return 'update' in data && data.update === update;
}
