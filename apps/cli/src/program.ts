/** @module The tree of commands. */
import { Command } from 'commander';
import { agentCommand } from './commands/agent.ts';
import { auditCommand } from './commands/audit.ts';
import { completionCommand } from './commands/completion.ts';
import { coordinatorCommand } from './commands/coordinator.ts';
import { docsCommand } from './commands/docs.ts';
import { federationCommand } from './commands/federation.ts';
import { modelCommand } from './commands/model.ts';
import { operatorCommand } from './commands/operator.ts';
import { quarantineCommand } from './commands/quarantine.ts';
import { runCommand } from './commands/run.ts';
import { siteCommand } from './commands/site.ts';
import { taskCommand } from './commands/task.ts';

/** `silent`: faults of usage are thrown, and nothing is said of them on standard error. */
export function program({ silent = false }: { readonly silent?: boolean } = {}): Command {
  const muster = new Command('muster')
    .description('Train one model over data that may not leave its owners.')
    .version('0.1.0')
    .addHelpText(
      'after',
      '\nExit codes: 0 ok, 1 failed, 2 usage, 3 refused, 4 unreachable, 5 partial, 6 waits for a person.\nThose of `muster audit`: 0 ok, 1 altered or forked, 2 usage, 3 quorum or stale, 4 unlawful events, 5 unreachable.\nExample:\n  $ muster coordinator init --dir coordinator',
    );
  for (const make of [
    coordinatorCommand,
    federationCommand,
    operatorCommand,
    siteCommand,
    agentCommand,
    taskCommand,
    runCommand,
    quarantineCommand,
    modelCommand,
    auditCommand,
    docsCommand,
  ]) {
    muster.addCommand(make());
  }
  muster.addCommand(completionCommand(muster));
  throwInsteadOfExit(muster);
  if (silent) saysNothing(muster);
  return muster;
}

/** commander would call process.exit, and lose what is still to be written. */
function saysNothing(command: Command): void {
  command.configureOutput({ writeErr: () => {} });
  for (const child of command.commands) saysNothing(child);
}

function throwInsteadOfExit(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) throwInsteadOfExit(child);
}
