import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogMirror } from '@muster/agent/parts';
import { parseLogPolicy, verifyLog } from '@muster/audit';
import type { Body } from '@muster/protocol';
import { AuditFolder } from '@muster/store';
import { afterEach, describe, expect, it } from 'vitest';
import { LogCopy } from '../../tools/audit/log-copy.ts';
import type { VirtualAgent } from '../../tools/virtual/virtual-agent.ts';
import { atEnd, closeAll, codeOf, coordinator, tinyTask } from './harness.ts';

afterEach(closeAll);

const makeUpdate = (_offer: unknown, bytes: number) => ({ bytes: new Uint8Array(bytes), weight: 3 });

async function federation() {
  const { folder, join: enter, finish, api } = await coordinator();
  const agents: VirtualAgent[] = [];
  for (const site of ['site-0', 'site-1']) agents.push(await enter(site, { makeUpdate }));
  const [agent] = agents;
  if (!agent) throw new Error('nobody is there');
  const copy = mkdtempSync(join(tmpdir(), 'muster-mirror-'));
  atEnd(() => rmSync(copy, { recursive: true, force: true }));
  const policy = parseLogPolicy(Buffer.from(await api.auditPolicy()));
  const mirror = (ask = (body: Body) => agent.session.request(body)) =>
    new LogMirror({ folderOf: () => new AuditFolder(copy), policy: async () => policy, ask });
  const ask = (body: Body): Promise<Body> => agent.session.request(body);
  return { folder, copy, policy, mirror, finish, ask };
}

const files = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();

describe("a site's copy of the federation's log", () => {
  it('follows, file for file, and is verified by itself', async () => {
    const { folder, copy, policy, mirror, finish } = await federation();
    const rounds = tinyTask('max: 20, cohort: 2, quorum: 2, deadlineS: 20');
    await finish(rounds);
    const first = await mirror().follow();
    expect(await mirror().follow()).toBeGreaterThanOrEqual(first);
    await finish(rounds); // past a whole bundle
    const size = await mirror().follow();
    expect(size).toBeGreaterThan(256);
    const original = join(folder, 'data', 'audit', '1');
    const whole = files(copy).filter((path) => !path.includes('.p') && path !== 'checkpoint');
    expect(whole).toContain(join('tile', 'entries', '000'));
    for (const path of whole)
      expect(readFileSync(join(copy, path))).toEqual(readFileSync(join(original, path)));
    const nowS = Math.floor(Date.now() / 1000);
    const { findings } = await verifyLog({
      source: LogCopy.of(copy),
      policy,
      nowS,
      maxAgeS: 900,
      depth: 'events',
    });
    expect(findings).toEqual([]);
  });

  it('takes no byte that is not under the signed root', async () => {
    const { copy, mirror, finish, ask } = await federation();
    await finish(tinyTask('max: 2, cohort: 2, quorum: 2, deadlineS: 20'));
    const honest = mirror();
    await honest.follow();
    const before = files(copy);
    await finish(tinyTask('max: 2, cohort: 2, quorum: 2, deadlineS: 20'));
    const lying = mirror(async (body) => {
      const answer = await ask(body);
      if (answer.kind !== 'logFile') return answer;
      const data = Uint8Array.from(answer.value.data);
      data[data.length - 1] = (data[data.length - 1] ?? 0) ^ 1;
      return { kind: 'logFile', value: { ...answer.value, data } };
    });
    expect(await codeOf(lying.follow())).toMatch(/AUDIT_(PROOF|TILE)_INVALID/);
    expect(files(copy)).toEqual(before);
    const endless = mirror(async (body) => {
      const answer = await ask(body);
      return answer.kind === 'logFile'
        ? { kind: 'logFile', value: { size: 10_000_000_000, data: answer.value.data } }
        : answer;
    });
    expect(await codeOf(endless.follow())).toBe('AUDIT_TILE_INVALID');
    expect(await honest.follow()).toBeGreaterThan(0);
  });
});
