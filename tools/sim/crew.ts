/** @module Seeds shared out among processes: each takes the next as soon as it is done with one. */
import { type ChildProcess, fork } from 'node:child_process';
import type { InvariantName } from './violation.ts';

/** Of one process. */
const JOBS_MAX = 300;

export interface Job {
  readonly seed: string;
  /** Name of a fault; '' for the code as it is. */
  readonly fault: string;
}

/** What is left of a simulation when it has crossed to another process. */
export interface Outcome {
  readonly violation: { readonly invariant: InvariantName; readonly message: string } | undefined;
  readonly steps: number;
  readonly virtualMs: number;
  readonly cpuMs: number;
}

/** Does all jobs with so many processes; `done` hears of each, and says whether to go on. */
export async function work(
  jobs: Iterator<Job>,
  workers: number,
  done: (job: Job, outcome: Outcome) => void,
): Promise<void> {
  await Promise.all(Array.from({ length: workers }, () => employInTurn(jobs, done)));
}

/** One process after the other: the collector is slow to find the memory of sums, which lies outside its heap. */
async function employInTurn(jobs: Iterator<Job>, done: (job: Job, outcome: Outcome) => void): Promise<void> {
  for (let goesOn = true; goesOn; ) {
    const child = fork(new URL('./worker.ts', import.meta.url));
    try {
      goesOn = await employ(child, jobs, done);
    } finally {
      if (child.connected) child.disconnect();
    }
  }
}

/** False when there are no more jobs. */
async function employ(
  child: ChildProcess,
  jobs: Iterator<Job>,
  done: (job: Job, outcome: Outcome) => void,
): Promise<boolean> {
  for (let count = 0; count < JOBS_MAX; count += 1) {
    const next = jobs.next();
    if (next.done) return false;
    const job = next.value;
    const outcome = await new Promise<Outcome>((resolve, reject) => {
      const ended = (code: number | null, signal: string | null): void => {
        const what = job.fault === '' ? `seed ${job.seed}` : `seed ${job.seed} with the fault ${job.fault}`;
        reject(new Error(`the process that simulated ${what} ended with ${signal ?? code}`));
      };
      child.once('exit', ended);
      child.once('message', (message: Outcome) => {
        child.off('exit', ended);
        resolve(message);
      });
      child.send(job);
    });
    done(job, outcome);
  }
  return true;
}
