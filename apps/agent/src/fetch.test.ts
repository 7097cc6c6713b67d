import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asMusterError, MusterError } from '@muster/errors';
import { type ObjectSink, type Session, systemClock, systemUniform } from '@muster/transport';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchModel, fetchPlan } from './fetch.ts';
import type { EgressGate } from './gate.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-fetch-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => (index * 7) % 251);
const hash = createHash('sha256').update(bytes).digest('hex');
const never = new AbortController().signal;
const patience = { clock: systemClock, uniform: systemUniform };

type PullOptions = Parameters<Session['pull']>[2];
type Pull = (sink: ObjectSink, options: PullOptions) => Promise<number>;

/** A gate whose pulls are these, one after the other; the last for all that follow. */
function gateOf(...pulls: readonly Pull[]): {
  gate: Pick<EgressGate, 'pull' | 'untilConnected' | 'connected'>;
  starts: number[];
} {
  const starts: number[] = [];
  let turn = 0;
  return {
    starts,
    gate: {
      connected: true,
      untilConnected: async () => {},
      pull: (_hash, sink, options) => {
        starts.push(options.resume?.offset ?? 0);
        const pull = pulls[Math.min(turn, pulls.length - 1)];
        turn += 1;
        return pull ? pull(sink, options) : Promise.reject(new Error('no pull'));
      },
    },
  };
}

/** Sends from where the receiver is, to `end`; then all is well, or the connection breaks. Lent bytes are wiped, as a session may. */
const sendTo =
  (end: number, fault?: MusterError): Pull =>
  async (sink, { resume }) => {
    const digest = resume?.hash ?? createHash('sha256');
    for (let at = resume?.offset ?? 0; at < end; at += 8_192) {
      const lent = Uint8Array.from(bytes.subarray(at, Math.min(at + 8_192, end)));
      digest.update(lent);
      await sink.write(at, lent);
      lent.fill(0);
    }
    if (fault) {
      sink.abort(fault);
      throw fault;
    }
    if (digest.digest('hex') !== hash) throw new MusterError('OBJECT_CORRUPT', 'another hash');
    return end;
  };
const whole = sendTo(bytes.length);
const broken = new MusterError('UNAVAILABLE', 'the connection closed');
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => '',
    (thrown: unknown) => asMusterError(thrown).code,
  );

describe('fetching a model', () => {
  it('makes a file of it, once', async () => {
    const { gate, starts } = gateOf(whole);
    const path = await fetchModel(gate, folder, hash, never, patience);
    expect(readFileSync(path).equals(bytes)).toBe(true);
    expect(await fetchModel(gate, folder, hash, never, patience)).toBe(path);
    expect(starts).toEqual([0]);
  });

  it('goes on where a broken connection left off', async () => {
    const { gate, starts } = gateOf(sendTo(16_384, broken), sendTo(65_536, broken), whole);
    const path = await fetchModel(gate, folder, hash, never, patience);
    expect(starts).toEqual([0, 16_384, 65_536]);
    expect(readFileSync(path).equals(bytes)).toBe(true);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('starts over when what came is not what was named', async () => {
    const corrupt = new MusterError('OBJECT_CORRUPT', 'another hash');
    const { gate, starts } = gateOf(sendTo(16_384, corrupt), whole);
    await fetchModel(gate, folder, hash, never, patience);
    expect(starts).toEqual([0, 0]);
  });

  it('gives up on what does not get better, and leaves no part of it', async () => {
    const unknown = new MusterError('OBJECT_UNKNOWN', 'no such object');
    expect(await codeOf(fetchModel(gateOf(sendTo(8_192, unknown)).gate, folder, hash, never, patience))).toBe(
      'OBJECT_UNKNOWN',
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('ends with the round that it is for', async () => {
    const stop = new AbortController();
    const { gate } = gateOf(async (sink, options) => {
      await sendTo(8_192)(sink, options).catch(() => {});
      stop.abort();
      return sendTo(16_384)(sink, { ...options, resume: { offset: 8_192, hash: createHash('sha256') } });
    });
    expect(await codeOf(fetchModel(gate, folder, hash, stop.signal, patience))).toBe('CANCELLED');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('keeps the newest two, and lets older ones go', async () => {
    for (const [index, name] of ['old', 'older', 'oldest'].entries()) {
      writeFileSync(join(folder, `${name}.f32`), name);
      utimesSync(join(folder, `${name}.f32`), 1_000 - index, 1_000 - index);
    }
    const path = await fetchModel(gateOf(whole).gate, folder, hash, never, patience);
    expect(existsSync(path)).toBe(true);
    expect(readdirSync(folder).sort()).toEqual([`${hash}.f32`, 'old.f32'].sort());
  });
});

describe('fetching a plan', () => {
  it('gives its bytes, which stay when the lent ones are gone', async () => {
    const plan = await fetchPlan(gateOf(whole).gate, hash);
    expect(Buffer.from(plan).equals(bytes)).toBe(true);
  });
});
