import { describe, expect, it } from 'vitest';
import type { CheckResult } from './target.ts';
import { TARGETS } from './targets.ts';

/** A part of what `npm run fuzz` does, always the same. */
const SEED = 20_261_121;
const INPUTS = 120;

/** Drivers that get hardly anything past a parser, or nothing refused, would try nothing. */
const ONLY_ACCEPTED = ['refusals'];

describe('what is nearly right breaks no parser', { timeout: 60_000 }, () => {
  it.each(TARGETS)('$name', async ({ check }) => {
    const result: CheckResult = await check({
      seed: SEED,
      inputs: INPUTS,
      timeMsMax: 50_000,
      onInput: () => {},
      onDone: () => {},
    });
    expect(result.counterexample).toBeUndefined();
    expect(result.inputs).toBe(INPUTS);
  });
});

it('the inputs are of both kinds: some are taken, some are refused, and for more than one reason', async () => {
  const quick = TARGETS.filter(({ name }) =>
    /messages|envelopes|certificates|manifests|handed|frames|yaml|plans|as agent/.test(name),
  );
  for (const { name, check } of quick.filter((each) => !ONLY_ACCEPTED.includes(each.name))) {
    const { outcomes } = await check({
      seed: 1,
      inputs: 150,
      timeMsMax: 20_000,
      onInput: () => {},
      onDone: () => {},
    });
    const most = Math.max(...Object.values(outcomes));
    expect([name, Object.keys(outcomes).length > 1, most < 145]).toEqual([name, true, true]);
  }
}, 60_000);
