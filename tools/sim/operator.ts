/**
 * @module The person at the coordinator, who starts the run, lets it go on when it has paused for good, and gives it up when too many sites have
 * masked their updates of its round as often as they do.
 */
import type { Runs } from '@muster/coordinator/parts';
import { asMusterError } from '@muster/errors';
import { waitsForPerson } from '@muster/rounds';
import type { CoordinatorStore } from '@muster/store';
import type { Clock } from '@muster/transport';
import type { Trace } from './trace.ts';

const FIRST_MS = 500;
/** A wall-clock second until the next look. */
const LOOK_MS = 1_000;

interface Desk {
  readonly clock: Clock;
  readonly runs: Runs;
  readonly store: CoordinatorStore;
  /** task.yaml. */
  readonly task: string;
  readonly trace: Trace;
  /** Too few sites are left that would mask their updates of the round once more. */
  readonly isSpent: () => boolean;
}

/** As long as the clock of the process goes. */
export function operate({ clock, runs, store, task, trace, isSpent }: Desk): void {
  const act = async (): Promise<void> => {
    try {
      const run = store.runs.findByRequest('sim');
      if (!run) await runs.start(task, 'task.yaml', 'sim', 'operator');
      else if (runs.active?.state.status === 'paused' && isSpent()) {
        trace.say('operator', `gives the run up: ${run.reason}`);
        runs.cancel(run.id, 'its sites have masked their updates twice');
      } else if (runs.active && waitsForPerson(runs.active.state)) {
        trace.say('operator', `lets the run go on: ${run.reason}`);
        runs.resumeRun(run.id);
      }
    } catch (thrown) {
      trace.say('operator', `is told: ${asMusterError(thrown).message}`);
    }
    clock.after(LOOK_MS, () => void act());
  };
  clock.after(FIRST_MS, () => void act());
}
