/** @module What must hold of the logs of the federation and its sites, from commit to commit and from checkpoint to checkpoint. */
import {
  type LogPolicy,
  originOf,
  outSourceOf,
  parseCheckpoint,
  parseNote,
  verifyLogProof,
} from '@muster/audit';
import { asMusterError, type MusterError } from '@muster/errors';
import { CoordinatorActs } from './coordinator-acts.ts';
import type { CoordinatorHost } from './coordinator-host.ts';
import { AUDIT, LOG_HOST } from './coordinator-log.ts';
import type { CoordinatorObserver } from './coordinator-process.ts';
import { History, hex } from './history.ts';
import { type LoggedEvent, LoggedEvents } from './logged-events.ts';
import { federation, partyOf } from './parties.ts';
import type { VirtualRows } from './rows.ts';
import { SiteActs } from './site-acts.ts';
import type { SiteHost } from './site-host.ts';
import { SITE_AUDIT } from './site-process.ts';
import { Violation } from './violation.ts';

interface KeptLog {
  readonly events: LoggedEvents;
  readonly history: History;
}

interface SiteKept extends KeptLog {
  readonly host: SiteHost;
  readonly acts: SiteActs;
  /** Of its events for the coordinator. */
  readonly source: string;
}

export class LogInvariants {
  readonly #coordinator: CoordinatorHost;
  readonly #federation: KeptLog;
  readonly #acts: CoordinatorActs;
  readonly #sites = new Map<string, SiteKept>();
  /** Of the federation's log. */
  readonly origin: string;
  /** By origin. */
  readonly #histories = new Map<string, History>();
  /** The newest note of each log that each machine has cosigned. */
  readonly #cosigned = new Map<string, Uint8Array>();
  #broken: Violation | undefined;

  constructor(coordinator: CoordinatorHost, sites: readonly SiteHost[]) {
    this.#coordinator = coordinator;
    const { disk } = coordinator;
    const events = new LoggedEvents(disk.rows);
    const commitments = new Map<string, string>();
    this.origin = originOf({ federation, role: 'coordinator' }, LOG_HOST, 1);
    this.#federation = { events, history: new History(this.origin, `${AUDIT}/1`, disk, events) };
    this.#histories.set(this.origin, this.#federation.history);
    this.#acts = new CoordinatorActs(disk.rows, events, commitments);
    for (const host of sites) {
      const { pseudonym } = partyOf(host.name);
      const party = { federation, role: 'site', pseudonym } as const;
      const own = new LoggedEvents(host.disk.rows);
      const origin = originOf(party, LOG_HOST, 1);
      const history = new History(origin, `${SITE_AUDIT}/1`, host.disk, own);
      this.#histories.set(origin, history);
      this.#sites.set(host.name, {
        host,
        events: own,
        acts: new SiteActs(host.name, host.disk.rows, own, commitments),
        history,
        source: outSourceOf(party),
      });
    }
  }

  /** A host has committed. */
  committed(name: string): void {
    this.#guard(() => {
      const site = this.#sites.get(name);
      if (!site) this.#checkCoordinator();
      else {
        const fresh = site.events.look();
        site.acts.check(fresh);
        for (const logged of fresh) this.#checkVault(logged, site.host.disk.vault);
        this.#checkWitnessed(name, site.host.disk.rows);
      }
    });
  }

  /** The disk of a host is as it is when the power has gone. */
  lostPower(name: string): void {
    this.#guard(() => {
      const site = this.#sites.get(name);
      const { events, history } = site ?? this.#federation;
      events.forget();
      if (!site) this.#acts.forget();
      events.look();
      history.lostPower();
      for (const each of site ? [site] : this.#sites.values())
        for (const logged of this.#federation.events.of(each.source)) this.#checkOwn(each, logged);
    });
    this.committed(name);
  }

  /** A checkpoint of a host's log was signed and locked. */
  locked(name: string): void {
    this.#guard(() => this.#of(name).history.locked());
  }

  /** Another checkpoint of a host's log is served. */
  published(name: string, folder: string): void {
    this.#guard(() => this.#of(name).history.published(folder));
  }

  /** An offer leaves the coordinator: that it is logged is under a checkpoint that is served, and that a quorum has cosigned. */
  offers(...[{ ref, site }, logged]: Parameters<CoordinatorObserver['offers']>): void {
    const policy = this.#coordinator.process?.trail.log?.witnesses.policy;
    if (!policy) return;
    this.#guard(() => {
      const offer = `the offer of round ${ref.round}.${ref.attempt} to ${site}`;
      const size = logged ? provenSize(logged, policy) : undefined;
      if (size === undefined)
        throw new Violation('published-is-served', `${offer} leaves without a proof that it is logged`);
      if (size > this.#federation.history.servedSize)
        throw new Violation('published-is-served', `${offer} is proven by a checkpoint that is not served`);
    });
  }

  /** A site is about to read data. */
  trains(name: string, run: string, round: number): void {
    this.#guard(() => this.#sites.get(name)?.acts.checkTraining(run, round));
  }

  /** A start, or a process, has found another log than was signed. */
  rolledBack(error: MusterError): void {
    this.#broken ??= new Violation('never-two-histories', error.message);
  }

  /** Throws the first Violation of what was heard. */
  check(): void {
    if (this.#broken) throw this.#broken;
  }

  #of(name: string): KeptLog {
    return this.#sites.get(name) ?? this.#federation;
  }

  #checkCoordinator(): void {
    const fresh = this.#federation.events.look();
    this.#acts.check(fresh);
    const { disk } = this.#coordinator;
    const own = fresh.filter(({ event }) => event.source.endsWith('/coordinator'));
    for (const logged of own) this.#checkVault(logged, disk.vault);
    this.#checkWitnessed('coordinator', disk.rows);
    for (const logged of fresh)
      for (const site of this.#sites.values())
        if (logged.event.source === site.source) this.#checkOwn(site, logged);
  }

  /** What the coordinator has of a site's events the site has, too. */
  #checkOwn({ host, events, source }: SiteKept, { index, name, entry, event }: LoggedEvent): void {
    const own = events.of(source)[event.flseq];
    if (own && Buffer.compare(own.entry, entry) === 0) return;
    throw new Violation(
      'no-event-without-act',
      `entry ${index} of the federation's log is ${name} by ${host.name}, whose own log has ${own ? 'another' : 'none'}`,
    );
  }

  /** What a machine has cosigned is of the history of whose log it is. */
  #checkWitnessed(name: string, rows: VirtualRows): void {
    const notes = rows.all('SELECT origin, note FROM audit_witnessed', [], ({ origin, note }) => ({
      origin: `${origin}`,
      note: note instanceof Uint8Array ? note : new Uint8Array(),
    }));
    for (const { origin, note } of notes) {
      const known = this.#cosigned.get(`${name} ${origin}`);
      if (known && Buffer.compare(known, note) === 0) continue;
      const { size, root } = parseCheckpoint(parseNote(note).text);
      const history = this.#histories.get(origin);
      if (!history)
        throw new Violation('never-two-histories', `${name} has cosigned ${origin}, which is no log`);
      history.seen(size, hex(root));
      this.#cosigned.set(`${name} ${origin}`, note);
    }
  }

  /** What a log commits to is in the vault of whoever wrote it. */
  #checkVault({ event: { flconf, flpii }, index, name }: LoggedEvent, vault: VirtualRows): void {
    for (const commitment of [flconf, flpii])
      if (commitment !== undefined && !hasSecret(vault, commitment))
        throw new Violation(
          'no-event-without-act',
          `entry ${index}, ${name}, commits to what the vault of its author does not have`,
        );
  }

  /** Not thrown here: who commits would take it for a fault of the disk. */
  #guard(act: () => void): void {
    if (this.#broken) return;
    try {
      act();
    } catch (thrown) {
      if (!(thrown instanceof Violation)) throw thrown;
      this.#broken = thrown;
    }
  }
}

type Logged = NonNullable<Parameters<CoordinatorObserver['offers']>[1]>;

/** Entries under the checkpoint of a proof; undefined where it proves nothing. */
function provenSize({ entry, proof }: Logged, policy: LogPolicy): number | undefined {
  try {
    return verifyLogProof(proof, entry, policy).checkpoint.size;
  } catch (thrown) {
    asMusterError(thrown);
    return undefined;
  }
}

function hasSecret(vault: VirtualRows, commitment: string): boolean {
  return vault.get('SELECT 1 FROM secret WHERE commitment = $1', [commitment], () => true) === true;
}
