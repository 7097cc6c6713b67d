import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Chance } from '../../tools/sim/random.ts';
import { everything } from './extent.ts';
import { LogWatcher } from './log-watcher.ts';
import { Acknowledged, LogWriter } from './log-writer.ts';

const KILLS = everything ? 200 : 15;
/** Of the writer, from when it is ready. */
const LIFE_MS_MAX = 600;
const LOOK_MS_MAX = 15;

describe('F13 kill -9 of a process that appends to its audit log: no entry that was acknowledged is lost, no checkpoint that was seen cannot be served or is taken back, no act is without its event', () => {
  it(
    `${KILLS} times`,
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'muster-audit-crash-'));
      const chance = new Chance(`audit-crash ${KILLS}`);
      const held = new Acknowledged();
      const watcher = new LogWatcher(folder, held);
      try {
        for (let kill = 0; kill < KILLS; kill += 1) {
          const { due } = held;
          await using writer = new LogWriter(folder, 'load', held);
          const looking = new AbortController();
          const looks = (async () => {
            while (!looking.signal.aborted) {
              await watcher.look();
              await pause(chance.between(0, LOOK_MS_MAX));
            }
          })();
          // At times in the middle of its start, when it takes up what the one before left.
          if (chance.happens(0.2))
            await Promise.race([writer.said('ready'), pause(chance.between(300, 900))]);
          else {
            expect(await writer.said('ready'), writer.errors).toBe(true);
            await watcher.find(due);
            await Promise.race([looks, pause(chance.between(5, LIFE_MS_MAX))]);
          }
          await writer.kill();
          expect(writer.failures).toEqual([]);
          looking.abort();
          await looks;
          await watcher.look();
        }
        await using last = new LogWriter(folder, 'script', held);
        expect(await last.said('done'), last.errors).toBe(true);
        await last.kill();
        await watcher.findAll();
        expect(watcher.count).toBeGreaterThan(KILLS / 2);
        expect(held.entries.size).toBeGreaterThan(50 * KILLS);
        expect(held.acts.size).toBeGreaterThan(KILLS / 2);
        if (everything)
          console.info(
            `${held.entries.size} acknowledged, ${watcher.count} checkpoints, ${held.acts.size} acts`,
          );
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    KILLS * 10_000,
  );
});
