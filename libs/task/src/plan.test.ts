import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { canonicalJson } from '@muster/canonical';
import { makeLayout } from '@muster/vector';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freezePlan, parsePlan } from './plan.ts';
import { parseTask, type Task } from './task.ts';

const layout = makeLayout([
  { name: 'dense/kernel', shape: [784, 10] },
  { name: 'dense/bias', shape: [10] },
]);
const federationId = '00112233445566778899aabbccddeeff';

function example(name: string, edit: (text: string) => string = (text) => text): Task {
  const text = readFileSync(new URL(`../../../examples/${name}/task.yaml`, import.meta.url), 'utf8');
  const result = parseTask(edit(text), 'task.yaml');
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.value;
}

const plan = freezePlan({ task: example('mnist'), layout, federationId });
const encode = (value: unknown) => new TextEncoder().encode(canonicalJson(value));
const invalid = expect.objectContaining({ code: 'TASK_INVALID' });

describe('a plan', () => {
  it('is its task with the federation, the layout and what the sites are told, under the hash of its bytes', () => {
    expect(plan.body).toMatchObject({
      format: 'muster-plan-1',
      federation: federationId,
      task: 'mnist-digits',
      purpose: 'demonstration',
      codec: 'masked-u32',
      secureAggregation: { profile: 'malicious', minCohort: 3 },
      client: { proximalMu: 0 },
      layout: { tensors: layout.tensors },
    });
    expect(plan.hash).toBe(createHash('sha256').update(plan.bytes).digest('hex'));
  });

  it('reads back as what was frozen, whatever the task says', () => {
    const number = fc.double({ min: 0.001, max: 300, noNaN: true });
    fc.assert(
      fc.property(
        fc
          .string({ minLength: 1, maxLength: 500, unit: 'grapheme' })
          .filter((text) => text.trim().length > 0 && text.trim().length <= 500),
        fc.integer({ min: 1, max: 1000 }),
        number,
        fc.boolean(),
        (purpose, max, mean, isTable) => {
          const task = example(isTable ? 'iris' : 'mnist');
          const data =
            task.data.kind === 'image' ? { ...task.data, normalise: { mean, deviation: 1 } } : task.data;
          const changed: Task = { ...task, purpose: purpose.trim(), data, rounds: { ...task.rounds, max } };
          const frozen = freezePlan({ task: changed, layout, federationId });
          expect(parsePlan(frozen.bytes, frozen.hash)).toEqual(frozen);
          expect(frozen.body).toMatchObject(changed);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('has the same hash whatever the order of the keys in the file', () => {
    const reordered = example('mnist', (text) => {
      const parts = text.split('\n\n');
      return [...parts.slice(1).reverse(), parts[0]].join('\n\n');
    });
    expect(Object.keys(reordered)).toEqual(Object.keys(example('mnist')));
    expect(freezePlan({ task: reordered, layout, federationId }).hash).toBe(plan.hash);
  });

  it('has another hash for another federation, layout or default', () => {
    const task = example('mnist');
    const hashes = [
      plan,
      freezePlan({ task, layout, federationId: federationId.replace('0', 'f') }),
      freezePlan({ task, layout: makeLayout([{ name: 'dense/kernel', shape: [7850] }]), federationId }),
      freezePlan({ task: { ...task, rounds: { ...task.rounds, retryS: 6 } }, layout, federationId }),
    ].map((one) => one.hash);
    expect(new Set(hashes).size).toBe(4);
  });

  it.each([
    [
      'layers',
      'architecture: layers\n  layers: [{ className: dense, config: { units: 3, activation: softmax } }]',
    ],
    ['a model of defaults', 'architecture: logistic'],
  ])('freezes a task with %s', (_, model) => {
    const task = example('iris', (text) => text.replace(/architecture: mlp.*\n.*hidden.*/, model));
    const frozen = freezePlan({ task, layout, federationId });
    expect(parsePlan(frozen.bytes, frozen.hash).body.model).toEqual(task.model);
  });

  it('tells sites the proximal term of fedprox', () => {
    const task = example('mnist', (text) => text.replace('name: fedavg', 'name: fedprox, mu: 0.5'));
    expect(freezePlan({ task, layout, federationId }).body.client).toEqual({ proximalMu: 0.5 });
  });

  it('is not taken for another one', () => {
    expect(() => parsePlan(plan.bytes, '0'.repeat(64))).toThrow(
      expect.objectContaining({ code: 'PLAN_MISMATCH' }),
    );
  });

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['what is no UTF-8', new Uint8Array([0x22, 0xff, 0x22])],
    ['what is no JSON', new TextEncoder().encode('{')],
    ['what is no map', encode([])],
    ['more than 1 MiB', new Uint8Array(1_048_577).fill(0x20)],
    ['another format', encode({ ...plan.body, format: 'muster-plan-2' })],
    ['an unknown key', encode({ ...plan.body, extra: 1 })],
    ['a missing key', encode({ ...plan.body, codec: undefined })],
    ['another codec', encode({ ...plan.body, codec: 'f16' })],
    [
      'a default that is left out',
      encode({ ...plan.body, rounds: { ...plan.body.rounds, retryS: undefined } }),
    ],
    [
      'a task that no task file could hold',
      encode({ ...plan.body, rounds: { ...plan.body.rounds, quorum: 6 } }),
    ],
    ['a target that nothing judges', encode({ ...plan.body, evaluation: {} })],
    ['what the strategy does not ask for', encode({ ...plan.body, client: { proximalMu: 1 } })],
    [
      'a tensor with a side of 0',
      encode({ ...plan.body, layout: { ...plan.body.layout, tensors: [{ name: 'w', shape: [0] }] } }),
    ],
    [
      'two tensors of one name',
      encode({
        ...plan.body,
        layout: {
          ...plan.body.layout,
          tensors: [
            { name: 'w', shape: [1] },
            { name: 'w', shape: [1] },
          ],
        },
      }),
    ],
    [
      'a layout with another hash',
      encode({ ...plan.body, layout: { ...plan.body.layout, hash: '0'.repeat(64) } }),
    ],
    [
      'a layout beyond any memory',
      encode({
        ...plan.body,
        layout: { ...plan.body.layout, tensors: [{ name: 'x', shape: [65536, 65536] }] },
      }),
    ],
    ['white space', new TextEncoder().encode(JSON.stringify(plan.body, null, 1))],
    ['keys in another order', new TextEncoder().encode(JSON.stringify(plan.body))],
    [
      'a key twice',
      new TextEncoder().encode(new TextDecoder().decode(plan.bytes).replace('{', '{"codec":"f32",')),
    ],
    [
      'half a surrogate pair',
      new TextEncoder().encode(new TextDecoder().decode(plan.bytes).replace('demonstration', '\\ud800')),
    ],
    ['a byte order mark', new Uint8Array([0xef, 0xbb, 0xbf, ...plan.bytes])],
  ])('refuses %s', (_, bytes) => {
    expect(() => parsePlan(bytes)).toThrow(invalid);
  });

  it('refuses any plan with one byte changed, or throws TASK_INVALID and nothing else', () => {
    fc.assert(
      fc.property(fc.nat(plan.bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const bytes = plan.bytes.slice();
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        expect(() => parsePlan(bytes, plan.hash)).toThrow(expect.objectContaining({ code: 'PLAN_MISMATCH' }));
        try {
          expect(parsePlan(bytes).hash).not.toBe(plan.hash);
        } catch (error) {
          expect(error).toEqual(invalid);
        }
      }),
      { numRuns: 300 },
    );
  });
});
