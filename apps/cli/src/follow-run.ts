/** @module Follows a run to its end: what `muster run watch` and `run start --watch` do. */
import type { ApiClient, RunEvent } from '@muster/api';
import { MusterError } from '@muster/errors';
import { eventLine } from './commands/run-event.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { Output } from './output.ts';

/** Waits between tries after the connection broke: some 25 s in all, in which a coordinator that is restarted is back. */
const WAITS_MS = [1_000, 2_000, 4_000, 8_000, 10_000];
/** The stream ended, and the run has not: the coordinator let go of it. */
const AGAIN_MS = 1_000;

/** Of a run that goes on only when somebody says so, nothing more comes. It may have gone on since. */
function mayWait({ seq, kind, data }: RunEvent): boolean {
  return seq > 0 && kind === 'run-status' && data.status === 'paused';
}

export interface FollowOptions {
  /** Begin after this event. */
  readonly after?: number;
  readonly wait?: (ms: number) => Promise<unknown>;
}

/**
 * Prints events until the run has ended, or waits for a person; the exit code says how. A connection that breaks is taken up again where it broke off.
 * Throws UNAVAILABLE with the command to go on, at once when there was no connection in the first place; and what the API answers.
 */
export async function followRun(
  api: Pick<ApiClient, 'events' | 'run'>,
  id: string,
  output: Pick<Output, 'line' | 'remark'>,
  options: FollowOptions = {},
): Promise<ExitCode> {
  const wait = options.wait ?? ((ms: number) => new Promise((resolve) => setTimeout(resolve, ms)));
  let seen = options.after ?? 0;
  let failures = 0;
  let connected = false;
  /** What has happened before is read first: where it says that the run was paused, it may have gone on long since. */
  let follow = false;
  for (;;) {
    try {
      let isPaused = false;
      for await (const event of api.events(id, { after: seen, follow })) {
        connected = true;
        failures = 0;
        seen = Math.max(seen, event.seq);
        output.line<RunEvent>(event, eventLine);
        isPaused = follow && mayWait(event);
        if (isPaused) break;
      }
      const { status, reason, waitsForPerson } = await api.run(id);
      connected = true;
      failures = 0;
      if (status === 'completed') return reason.includes('target missed') ? EXIT.partial : EXIT.ok;
      if (status === 'cancelled' || status === 'failed') return EXIT.failed;
      if (waitsForPerson) {
        output.remark(waiting(id, reason, seen));
        return EXIT.waits;
      }
      if (follow && !isPaused) await wait(AGAIN_MS);
      follow = true;
    } catch (thrown) {
      if (!connected || !(thrown instanceof MusterError) || thrown.code !== 'UNAVAILABLE') throw thrown;
      const waitMs = WAITS_MS[failures];
      if (waitMs === undefined) throw new MusterError('UNAVAILABLE', givenUp(thrown, id, seen));
      failures += 1;
      output.remark(
        `connection lost, trying again in ${waitMs / 1000} s (${failures} of ${WAITS_MS.length})`,
      );
      await wait(waitMs);
    }
  }
}

function waiting(id: string, reason: string, seen: number): string {
  return [
    `Run ${id} is paused and waits for a person: ${reason}`,
    `  what happened:  muster run show ${id}`,
    `  try again:      muster run resume ${id}, and follow it by: muster run watch ${id} --after ${seen}`,
    `  end it:         muster run cancel ${id}`,
  ].join('\n');
}

function givenUp({ message }: MusterError, id: string, seen: number): string {
  return `${message}. The run is kept, and goes on once the coordinator is back; follow it again by: muster run watch ${id} --after ${seen}`;
}
