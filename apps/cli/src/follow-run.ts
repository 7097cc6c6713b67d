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

export interface FollowOptions {
  /** Begin after this event. */
  readonly after?: number;
  readonly wait?: (ms: number) => Promise<unknown>;
}

/**
 * Prints events until the run has ended; the exit code says how. A connection that breaks is taken up again where it broke off.
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
  for (;;) {
    try {
      for await (const event of api.events(id, { after: seen, follow: true })) {
        connected = true;
        failures = 0;
        seen = Math.max(seen, event.seq);
        output.line<RunEvent>(event, eventLine);
      }
      const { status, reason } = await api.run(id);
      connected = true;
      failures = 0;
      if (status === 'completed') return reason.includes('target missed') ? EXIT.partial : EXIT.ok;
      if (status === 'cancelled' || status === 'failed') return EXIT.failed;
      await wait(AGAIN_MS);
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

function givenUp({ message }: MusterError, id: string, seen: number): string {
  return `${message}. The run is kept, and goes on once the coordinator is back; follow it again by: muster run watch ${id} --after ${seen}`;
}
