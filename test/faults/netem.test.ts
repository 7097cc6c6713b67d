import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workspace } from '../../tools/processes/processes.ts';

/** In a network namespace of its own, whose loopback is as bad as `netem` says. */
function inBadNetwork(netem: string, command: string) {
  const script = `ip link set lo up && tc qdisc add dev lo root netem ${netem} && exec ${command}`;
  return spawnSync('unshare', ['--net', 'sh', '-c', script], { cwd: workspace, encoding: 'utf8' });
}

const noNetem = inBadNetwork('delay 1ms', 'true').status === 0 ? '' : 'needs root and tc netem';
const skipped = noNetem === '' ? '' : ` (skipped: ${noNetem})`;
const vitest = join(workspace, 'node_modules', '.bin', 'vitest');
const upload = `${vitest} run --project faults test/faults/network.test.ts -t 'middle of an upload'`;

describe('F3 packets that the kernel drops, doubles or delivers out of order, and resets: no lost round, same bits', () => {
  it.skipIf(noNetem !== '').each([
    ['5 % lost', 'delay 10ms loss 5%'],
    ['20 % lost', 'delay 10ms loss 20%'],
    ['a fifth out of order, some twice', 'delay 20ms reorder 80% duplicate 5%'],
    ['300 ms', 'delay 150ms'],
  ])(`%s${skipped}`, (_what, netem) => {
    const { status, stdout } = inBadNetwork(netem, upload);
    expect(status, stdout).toBe(0);
  });
});
