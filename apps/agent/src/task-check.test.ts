import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { policySchema } from '@muster/policy';
import type { Task } from '@muster/task';
import { afterAll, describe, expect, it } from 'vitest';
import { siteConfigSchema } from './site-config.ts';
import { readTask, taskFinding } from './task-check.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-task-check-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const example = join(import.meta.dirname, '../../../examples/iris/task.yaml');

const NOW = Date.parse('2026-11-21T12:00:00Z');

function held(
  task: Task,
  policy: object = {},
  datasets: object = { flowers: { type: 'csv', file: 'a.csv' } },
) {
  const written = policySchema.parse({
    version: 1,
    purposes: { demonstration: ['not-personal'] },
    tasks: ['iris-*'],
    architectures: ['mlp'],
    datasets: { flowers: {} },
    minCohort: 3,
    maxRounds: 20,
    metrics: ['examples', 'accuracy', 'loss', 'confusion'],
    ...policy,
  });
  return taskFinding(written, siteConfigSchema.parse({ site: 'north', datasets }), task, NOW);
}

describe('a task held against the policy', () => {
  it('is taken part in where every rule allows it', async () => {
    expect(held(await readTask(example))).toMatchObject({ status: 'ok' });
  });

  it.each([
    ['policy.tasks', { tasks: ['mnist-*'] }],
    ['policy.architectures', { architectures: ['cnn'] }],
    ['policy.minCohort', { minCohort: 4 }],
    ['policy.maxRounds', { maxRounds: 19 }],
    ['policy.maxEpochs', { maxEpochs: 4 }],
    ['policy.datasets', { datasets: { other: {} } }],
    ['policy.datasets.flowers.columns', { datasets: { flowers: { columns: ['species'] } } }],
    ['policy.purposes', { purposes: { other: ['6-1-a'] } }],
    ['policy.expires', { expires: '2026-11-20' }],
    ['policy.secureAggregation', { secureAggregation: 'semi-honest' }],
    ['policy.metrics', { metrics: ['accuracy', 'loss', 'confusion'] }],
  ])('is refused by %s, which is named', async (rule, policy) => {
    const { status, finding } = held(await readTask(example), policy);
    expect([status, finding]).toEqual(['failed', expect.stringContaining(rule)]);
  });

  it('is refused with every reason, and for data that the site does not offer', async () => {
    const task = await readTask(example);
    const { finding } = held(task, { tasks: [], maxRounds: 1 });
    expect(finding).toMatch(/policy.tasks.*; policy.maxRounds/);
    const elsewhere = held(task, {}, { patients: { type: 'csv', file: 'a.csv' } });
    expect(elsewhere).toEqual({
      status: 'failed',
      finding: 'it would be refused: the task uses the data set "flowers", and site.yaml offers patients',
    });
  });

  it('that is to be evaluated at the sites warns where the figures may not leave', async () => {
    const found = held(await readTask(example), { metrics: ['examples', 'loss'] });
    expect(found.status).toBe('warning');
    expect(found.finding).toContain('does not allow accuracy, confusion');
  });

  it('is read by its path, which its faults name', async () => {
    const none = join(folder, 'none.yaml');
    await expect(readTask(none)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining(none),
    });
    const bad = join(folder, 'bad.yaml');
    writeFileSync(bad, readFileSync(example, 'utf8').replace('hidden:', 'hiden:'));
    await expect(readTask(bad)).rejects.toMatchObject({
      code: 'TASK_INVALID',
      message: expect.stringMatching(/bad.yaml:\d+:\d+: model.hiden/),
    });
  });
});
