/** @module The agent's daemon as a process. */
import { type Briefing, readBriefing, startAgent } from '@muster/agent/daemon';
import { EXIT, type ExitCode } from './exit-code.ts';
import { run } from './outcome.ts';
import type { Output } from './output.ts';
import { untilStopped } from './until-stopped.ts';

/** Runs until it is stopped, or until a person must act: that is thrown. */
export async function runAgent(briefing: Briefing, output: Output): Promise<ExitCode> {
  const running = await startAgent(briefing);
  output.line({ ready: true, site: running.site }, ({ site }) => `Agent of ${site} started`);
  const ended = await untilStopped(running.fatal);
  await running.close();
  if (ended) throw ended;
  return EXIT.ok;
}

/** What `becomeDaemon` starts: the path of a briefing, and perhaps --json. */
export function main([path = '', ...options]: readonly string[]): Promise<void> {
  return run({ json: options.includes('--json') }, (output) => runAgent(readBriefing(path), output));
}
