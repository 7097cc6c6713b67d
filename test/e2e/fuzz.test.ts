import { afterAll, expect, it } from 'vitest';
import { runLive } from '../../tools/fuzz/live/live.ts';
import type { RunningProcess } from '../../tools/processes/processes.ts';

const processes: RunningProcess[] = [];
afterAll(async () => {
  await Promise.all(processes.map((each) => each.stop()));
});

it('an honest federation trains its models, bit for bit, beside people who throw frames at its coordinator', async () => {
  const { checks, frames, outcomes, finding } = await runLive({
    seed: 20_261_121,
    frames: 6_000,
    timeMsMax: 60_000,
    lanes: 12,
    rate: 5_000,
    rounds: 8,
    warmUp: { frames: 1_500, looksMax: 1 },
    restMs: 1_000,
    // A coordinator grows for half a minute, whether it is disturbed or not; `npm run fuzz` waits for that, and holds it to 10 %.
    growthMax: 2,
    log: () => {},
    onProcess: (each) => processes.push(each),
  });
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(checks).toHaveLength(7);
  expect(finding).toBeUndefined();
  expect(frames).toBeGreaterThanOrEqual(6_000);
  expect(Object.keys(outcomes).length).toBeGreaterThan(4);
});
