import { MusterError } from '@muster/errors';
import { systemClock } from '@muster/transport';
import { describe, expect, it } from 'vitest';
import { faultOfOwnDisk, isOfOwnDisk, onDisk } from './own-disk.ts';

const full = new MusterError('STORAGE_FULL', 'no room');
const log = { error: () => {}, info: () => {} };

describe('a fault of the own disk', () => {
  it('is a refused write, and what may not leave for want of a journal; a denial of the policy is none', () => {
    expect(isOfOwnDisk(full)).toBe(true);
    const unwritten = new MusterError('EGRESS_DENIED', 'no journal', { cause: full });
    expect([isOfOwnDisk(unwritten), faultOfOwnDisk(unwritten)]).toEqual([true, full]);
    const slow = new MusterError('OVERLOADED', 'too many lines wait for the journal');
    expect(faultOfOwnDisk(new MusterError('EGRESS_DENIED', 'no journal', { cause: slow }))).toBe(slow);
    expect(isOfOwnDisk(slow)).toBe(false); // the coordinator's own word
    expect(isOfOwnDisk(new MusterError('EGRESS_DENIED', 'policy.tasks'))).toBe(false);
    expect(isOfOwnDisk(new MusterError('TRAINING_FAILED', 'out of memory'))).toBe(false);
  });

  it('has the work tried again until it works', async () => {
    let tries = 0;
    const act = async (): Promise<number> => {
      tries += 1;
      if (tries === 1) throw full;
      return tries;
    };
    expect(await onDisk(act, { signal: new AbortController().signal, clock: systemClock, log })).toBe(2);
  });

  it('ends it when nobody waits for it any more, as any other fault does at once', async () => {
    const refuse = async () => Promise.reject(full);
    await expect(onDisk(refuse, { signal: AbortSignal.abort(), clock: systemClock, log })).rejects.toBe(full);
    const denied = new MusterError('EGRESS_DENIED', 'policy.tasks');
    const { signal } = new AbortController();
    await expect(
      onDisk(async () => Promise.reject(denied), { signal, clock: systemClock, log }),
    ).rejects.toBe(denied);
  });
});
