import { defineConfig } from 'vitest/config';
import { faultFiles } from './test/faults/extent.ts';

/** Four suites: `unit` beside the code, `integration` across packages and against other people's programs, `e2e` with real processes, `faults` with whatever goes wrong around them. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{libs,apps,tools}/**/*.test.ts'],
          environment: 'node',
          // No test is about how quick the machine is.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/{integration,conformance}/**/*.test.ts'],
          environment: 'node',
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          setupFiles: ['test/e2e/sound-logs.ts'],
          environment: 'node',
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // Most of their time they wait for processes.
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'faults',
          include: faultFiles,
          environment: 'node',
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
