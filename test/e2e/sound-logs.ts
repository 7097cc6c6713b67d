/** @module Whenever a coordinator of an end-to-end test has stopped, the logs that it and the sites have left are verified. */
import { unsoundness } from '../../tools/audit/sound-logs.ts';
import { daemonWatches } from '../../tools/processes/processes.ts';

const sites = new Set<string>();

const folderIn = (args: readonly string[]): string => args[args.indexOf('--dir') + 1] ?? '';

daemonWatches.push({
  started(args) {
    if (args[0] === 'agent') sites.add(folderIn(args));
  },
  async stopped(args) {
    if (args[0] !== 'coordinator') return;
    const found = await unsoundness(folderIn(args), [...sites]);
    if (found.length > 0) throw new Error(`the audit logs are not sound:\n${found.join('\n')}`);
  },
});
