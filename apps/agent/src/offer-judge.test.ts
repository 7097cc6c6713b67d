import { join } from 'node:path';
import { makeManifest } from '@muster/identity';
import { testFederation } from '@muster/identity/testing';
import { policySchema } from '@muster/policy';
import { freezePlan, modelHash, parsePlan } from '@muster/task';
import { makeLayout } from '@muster/vector';
import { describe, expect, it } from 'vitest';
import { OfferJudge } from './offer-judge.ts';
import { siteConfigSchema } from './site-config.ts';
import { readTask } from './task-check.ts';

const nowMs = Date.parse('2026-11-21T12:00:00Z');
const { manifest } = testFederation({ nowMs });
const federationId = Buffer.from(manifest.federationId).toString('hex');
const task = await readTask(join(import.meta.dirname, '../../../examples/iris/task.yaml'));
const plan = freezePlan({ task, layout: makeLayout([{ name: 'kernel', shape: [4, 3] }]), federationId });
const policy = policySchema.parse({
  version: 1,
  purposes: { demonstration: ['not-personal'] },
  tasks: ['*'],
  architectures: ['mlp'],
  datasets: { flowers: {} },
  minCohort: 3,
  maxRounds: 100,
  metrics: ['examples', 'accuracy', 'loss', 'confusion'],
});

/** What a site of this data set and policy says to the offer, under a manifest that allows these models. */
function judged(modelHashes: readonly Uint8Array[]) {
  const datasets = { flowers: { type: 'csv', file: 'a.csv' } };
  const judge = new OfferJudge({
    config: { ...siteConfigSchema.parse({ site: 'north', datasets }), policy },
    federationId,
    engine: {
      requested: 'cpu',
      selected: 'cpu',
      version: '1',
      selfCheckMaxRelErr: 0,
      selfCheckPassed: true,
      overrides: [],
      rejected: '',
    },
    gate: {
      pull: async (_hash, sink) => {
        sink.write(0, plan.bytes);
        return plan.bytes.length;
      },
    },
    approvals: { judge: async () => ({ how: 'automatic' }) },
    pin: { current: makeManifest({ ...manifest, modelHashes }) },
    clock: { wallMs: () => nowMs },
    baseDir: '',
    readPlan: async (bytes, hash) => parsePlan(bytes, hash),
  });
  return judge.judge(plan.hash, { round: 1, taken: 0 });
}

describe('a model', () => {
  const own = Buffer.from(modelHash(task.model), 'hex');
  const other = Buffer.from(modelHash({ architecture: 'logistic' }), 'hex');

  it('is worked on where the manifest allows it, or says nothing about models', async () => {
    for (const allowed of [[], [own], [other, own].sort(Buffer.compare)])
      expect(await judged(allowed)).toMatchObject({ plan: { hash: plan.hash } });
  });

  it('is refused where the manifest allows others alone', async () => {
    expect(await judged([other])).toMatchObject({
      accepted: false,
      code: 'MODEL_NOT_ALLOWED',
      reason: expect.stringContaining(own.toString('hex')),
    });
  });
});
