/** @module What must hold when the fuzzing is over, judged from what was seen before and after: a list that a person can read. */

export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly found: string;
}

/** What the coordinator has open. */
export interface Doors {
  readonly sessions: number;
  readonly handshakes: number;
  /** Sockets that are no session's; undefined where the system does not tell. */
  readonly sockets: number | undefined;
}

export interface Seen {
  readonly pidBefore: number;
  readonly pidAfter: number;
  readonly alive: boolean;
  /** Agents of honest sites that ended. */
  readonly agentsGone: readonly string[];
  /** Resident memory of the coordinator at rest, bytes. */
  readonly rssBefore: number;
  readonly rssAfter: number;
  /** Sites that belong to the federation: each has one session, or is about to come back. */
  readonly sites: number;
  readonly doorsBefore: Doors;
  readonly doorsAfter: Doors;
  /** Rounds that honest sites trained under fire. */
  readonly rounds: number;
  readonly disturbances: readonly string[];
  /** Hashes of the models of the run, by round: undisturbed, and under fire. */
  readonly modelsAlone: readonly string[];
  readonly modelsUnderFire: readonly string[];
  /** Answers and log lines by which the coordinator owns to a fault. */
  readonly faults: readonly string[];
}

/** `growthMax`: memory after over memory before, at most. */
export function verdict(growthMax: number, seen: Seen): readonly Check[] {
  const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
  const growth = seen.rssAfter / seen.rssBefore;
  const { doorsBefore: before, doorsAfter: after } = seen;
  const shown = ({ sessions, handshakes, sockets = 0 }: Doors): string =>
    `${sessions} sessions, ${handshakes} handshakes, ${sockets} other sockets`;
  const same =
    seen.modelsAlone.length > 1 &&
    seen.modelsAlone.length === seen.modelsUnderFire.length &&
    seen.modelsAlone.every((hash, round) => hash === seen.modelsUnderFire[round]);
  const first = <Value>(list: readonly Value[]): string => `${list.length}, the first: ${String(list[0])}`;
  return [
    {
      name: 'the coordinator lives',
      ok: seen.alive && seen.pidBefore === seen.pidAfter,
      found: seen.alive ? `process ${seen.pidAfter}, as before` : 'it has ended',
    },
    {
      name: 'the honest agents live',
      ok: seen.agentsGone.length === 0,
      found: seen.agentsGone.length === 0 ? 'all' : `gone: ${seen.agentsGone.join(', ')}`,
    },
    {
      name: `memory is back within ${Math.round((growthMax - 1) * 100)} %`,
      ok: growth <= growthMax,
      found: `${mb(seen.rssBefore)} before, ${mb(seen.rssAfter)} after (${((growth - 1) * 100).toFixed(1)} %)`,
    },
    {
      name: 'no socket is left over',
      ok:
        (after.sockets ?? 0) <= (before.sockets ?? 0) &&
        after.sessions <= seen.sites &&
        after.handshakes === 0,
      found: `${shown(before)} before, ${shown(after)} after`,
    },
    {
      name: 'every honest site counted in every round',
      ok: seen.rounds > 0 && seen.disturbances.length === 0,
      found: seen.disturbances.length === 0 ? `${seen.rounds} rounds` : first(seen.disturbances),
    },
    {
      name: 'the models are those of the same run alone',
      ok: same,
      found: `${seen.modelsUnderFire.length - 1} rounds, ${same ? 'bit for bit' : 'NOT the same'}`,
    },
    {
      name: 'no fault of its own',
      ok: seen.faults.length === 0,
      found: seen.faults.length === 0 ? 'none' : first(seen.faults),
    },
  ];
}
