/** @module One process of the crew: simulates the seeds that it is given, one after the other. */
import type { Job, Outcome } from './crew.ts';
import { FAULTS } from './faults.ts';
import { drawSchedule } from './schedule.ts';
import { simulate } from './simulation.ts';

process.on('disconnect', () => process.exit());

process.on('message', ({ seed, fault }: Job) => {
  const before = process.cpuUsage();
  const broken = FAULTS.find(({ name }) => name === fault);
  simulate(drawSchedule(seed), { fault: broken }).then(
    ({ violation, steps, virtualMs }) => {
      const { user, system } = process.cpuUsage(before);
      const outcome: Outcome = { violation, steps, virtualMs, cpuMs: (user + system) / 1_000 };
      process.send?.(outcome);
    },
    (thrown: unknown) => {
      console.error(`seed ${seed} could not be simulated:`, thrown);
      process.exit(1);
    },
  );
});
