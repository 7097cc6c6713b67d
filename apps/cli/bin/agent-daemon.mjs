/** @module Entry of the agent's daemon; `muster agent start` turns into it. Without a briefing it loads its code and ends. */
import module from 'node:module';
import { join } from 'node:path';
import { workspaceRoot } from './node24.mjs';

module.enableCompileCache?.(join(workspaceRoot, 'node_modules', '.cache', 'muster'));
const { main } = await import('../src/agent-daemon.ts');
if (process.argv.length > 2) await main(process.argv.slice(2));
