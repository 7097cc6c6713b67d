import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deserialize } from 'node:v8';
import { decodeMessage, type Pull } from '@muster/protocol';
import { afterAll, describe, expect, it } from 'vitest';
import { type DriverResult, drive } from './driver.ts';
import { readFinding, writeFinding } from './finding.ts';
import { TARGETS as PLANTED } from './planted.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-findings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function find(name: string, change: Partial<Parameters<typeof drive>[0]> = {}): Promise<DriverResult> {
  return drive({
    module: new URL('planted.fixture.ts', import.meta.url).href,
    name,
    seed: 42,
    inputs: 5_000,
    timeMsMax: 20_000,
    hangMs: 15_000,
    memoryBytesMax: 8e9,
    ...change,
  });
}

describe('a bug that is planted is found', { timeout: 60_000 }, () => {
  it('as the smallest message that shows it, which breaks the rule again when it is read from its file', async () => {
    const { finding, inputs } = await find('planted TypeError');
    expect(finding?.error).toMatch(/^TypeError: cannot read 32/);
    expect(inputs).toBeLessThan(5_000);
    if (!finding) return;
    const file = writeFinding(folder, finding);
    const { input = '', seed, target } = readFinding(file);
    expect([seed, target]).toEqual([42, 'planted TypeError']);
    const bytes = Buffer.from(input, 'base64');
    const found: Pull = decodeMessage('Pull', deserialize(bytes), 2 ** 20);
    // Everything that has no part in the bug has shrunk away.
    expect({ ...found, sha256: found.sha256.every((byte) => byte === 0) }).toEqual({
      sha256: true,
      offset: 0,
      transfer: 1,
      credits: 3,
    });
    const planted = PLANTED.find(({ name }) => name === target);
    await expect(planted?.replay(bytes)).rejects.toThrow(TypeError);
  });

  it('when it calls itself INTERNAL', async () => {
    expect((await find('planted INTERNAL')).finding?.error).toMatch(/a fault of ours/);
  });

  it('when it stands still: with the very input', async () => {
    const { finding } = await find('planted hang', { hangMs: 1_500 });
    expect(finding?.error).toMatch(/takes more than 1500 ms/);
    expect([...deserialize(Buffer.from(finding?.input ?? '', 'base64'))]).toContain(0xc1);
  });

  it('when it takes more memory than it may', async () => {
    const memoryBytesMax = process.resourceUsage().maxRSS * 1024 + 300_000_000;
    const { finding } = await find('planted memory', { memoryBytesMax });
    expect(finding?.error).toMatch(/the process holds \d+ bytes/);
  });

  it('by the same input under the same seed', async () => {
    const [one, other] = [await find('planted TypeError'), await find('planted TypeError')];
    expect(one.finding).toEqual(other.finding);
    expect(one.inputs).toBe(other.inputs);
    expect((await find('planted TypeError', { seed: 43 })).inputs).not.toBe(one.inputs);
  });
});

it('a file that is no finding is named', () => {
  expect(() => readFinding(join(folder, 'none.json'))).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
  );
});
