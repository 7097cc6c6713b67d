/** @module Whenever a coordinator of an end-to-end test has stopped, the logs that it and the sites have left are verified. */
import { dirname } from 'node:path';
import { unsoundness } from '../../tools/audit/sound-logs.ts';
import { daemonWatches } from '../../tools/processes/processes.ts';

const sites = new Set<string>();
const unsound = new Set<string>();

/** The logs that a coordinator in this folder leaves are falsified: they are found not to be sound whenever it stops. */
export function expectUnsound(folder: string): void {
  unsound.add(folder);
}

const folderIn = (args: readonly string[]): string => args[args.indexOf('--dir') + 1] ?? '';

daemonWatches.push({
  started(args) {
    if (args[0] === 'agent') sites.add(folderIn(args));
  },
  async stopped(args) {
    if (args[0] !== 'coordinator') return;
    const folder = folderIn(args);
    // A test may have copies of one federation: those beside this coordinator are its own.
    const own = [...sites].filter((site) => dirname(site) === dirname(folder));
    const found = await unsoundness(folder, own);
    if (unsound.has(folder)) {
      if (found.length === 0) throw new Error(`nothing is found of what was falsified in ${folder}`);
      return;
    }
    if (found.length > 0) throw new Error(`the audit logs are not sound:\n${found.join('\n')}`);
  },
});
