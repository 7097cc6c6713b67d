import type { RunInput } from '@muster/rounds';
import { describe, expect, it } from 'vitest';
import { RETRY_MS, UnheardInputs } from './unheard.ts';

const ref = { run: 'r', round: 1, attempt: 1 };

/** A clock that is put forward by hand. */
function open() {
  let due: (() => void) | undefined;
  const heard: RunInput[] = [];
  const lines: unknown[] = [];
  const unheard = new UnheardInputs(
    {
      after: (delayMs, act) => {
        expect(delayMs).toBe(RETRY_MS);
        due = act;
        return () => {
          due = undefined;
        };
      },
    },
    { error: (_detail: unknown, text?: unknown) => void lines.push(text) },
    (input) => heard.push(input),
  );
  return { unheard, heard, lines, pass: () => due?.() };
}

const connected = (index: number): RunInput => ({ type: 'siteConnected', nowMs: 1, site: `s${index}` });

describe('inputs that could not be recorded', () => {
  it('of the own work and of operators outlast any number of words of sites, which are dropped with one line', () => {
    const { unheard, heard, lines, pass } = open();
    for (let index = 0; index < 10_500; index += 1) unheard.add(connected(index));
    const own: RunInput[] = [
      { type: 'sealWritten', nowMs: 1, ref },
      { type: 'aggregated', nowMs: 1, ref },
      { type: 'applied', nowMs: 1, ref, modelHash: 'a' },
      { type: 'committed', nowMs: 1, ref },
      { type: 'cancel', nowMs: 1, reason: 'enough' },
      { type: 'siteRevoked', nowMs: 1, site: 's1' },
    ];
    for (const input of own) unheard.add(input);
    expect(unheard.size).toBe(10_006);
    expect(lines).toHaveLength(1);
    pass();
    expect(heard).toHaveLength(10_006);
    expect(heard.slice(-6)).toEqual(own);
  });

  it('are heard once, in their order, and there is room again', () => {
    const { unheard, heard, lines, pass } = open();
    for (let index = 0; index < 10_001; index += 1) unheard.add(connected(index));
    pass();
    unheard.add(connected(1));
    expect(unheard.size).toBe(1);
    pass();
    expect(heard).toHaveLength(10_001);
    expect(heard.at(-1)).toEqual(connected(1));
    expect(lines).toHaveLength(1);
  });

  it('that come again by themselves are not kept', () => {
    const { unheard } = open();
    unheard.add({ type: 'wake', nowMs: 1 });
    unheard.add({ type: 'readinessChanged', nowMs: 1 });
    unheard.add({ type: 'updateReceived', nowMs: 1, ref, site: 's', updateHash: 'a' });
    expect(unheard.size).toBe(0);
  });
});
