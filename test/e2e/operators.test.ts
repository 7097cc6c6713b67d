import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { muster, type RunningProcess, startDaemon } from '../../tools/processes/processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-operators-'));
const home = join(folder, 'coordinator');
const file = (name: string): string => join(folder, name);
const first = ['--credential', file('first.json')];
let coordinator: RunningProcess;

beforeAll(async () => {
  await muster(['coordinator', 'init', '--dir', home, '--port', '0']);
  const running = await startDaemon('coordinator', ['coordinator', 'start', '--dir', home]);
  coordinator = running;
  const made = JSON.parse(readFileSync(join(home, 'operator.json'), 'utf8'));
  writeFileSync(file('first.json'), JSON.stringify({ ...made, url: running.ready.url }), { mode: 0o600 });
});

afterAll(async () => {
  await coordinator.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('muster operator', () => {
  it('makes a credential that is shown once: on the screen, or in a file of its own', async () => {
    const shown = await muster(['operator', 'add', 'ada', ...first]);
    expect([shown.code, shown.stderr]).toEqual([0, expect.stringContaining('Shown once.')]);
    writeFileSync(file('ada.json'), shown.stdout, { mode: 0o600 });
    const out = ['--out', file('bob.json')];
    const written = await muster(['operator', 'add', 'bob', ...out, ...first, '--json']);
    expect(JSON.parse(written.stdout)).toEqual({ operator: 'bob', file: file('bob.json') });
    expect(statSync(file('bob.json')).mode & 0o777).toBe(0o600);
    const { secret } = JSON.parse(readFileSync(file('bob.json'), 'utf8'));
    expect(written.stdout + written.stderr).not.toContain(secret);
    for (const name of ['ada', 'bob'])
      expect((await muster(['site', 'list', '--credential', file(`${name}.json`)])).code).toBe(0);
    const again = await muster(['operator', 'add', 'eve', ...out, ...first]);
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('code CONFLICT')]);
    const twice = await muster(['operator', 'add', 'ada', '--out', file('other.json'), ...first]);
    expect(twice.stderr).toContain('there is an operator ada');
    expect(() => statSync(file('other.json'))).toThrow(); // no credential, no file
  });

  it('ends one at once, and not the last', async () => {
    const ada = ['--credential', file('ada.json')];
    expect((await muster(['operator', 'revoke', 'bob', ...ada])).stdout).toContain('bob is revoked');
    expect((await muster(['site', 'list', '--credential', file('bob.json')])).code).toBe(3);
    expect((await muster(['operator', 'revoke', 'operator', ...ada])).code).toBe(0);
    const last = await muster(['operator', 'revoke', 'ada', ...ada]);
    expect([last.code, last.stderr]).toEqual([1, expect.stringContaining('code LAST_OPERATOR')]);
    const list = await muster(['operator', 'list', ...ada]);
    expect(list.stdout).toMatch(/^OPERATOR +STATUS +ADDED +REVOKED$/m);
    expect(list.stdout).toMatch(/^ada +active .* -$/m);
    expect(list.stdout).toMatch(/^bob +revoked .*Z$/m);
    const json = JSON.parse((await muster(['operator', 'list', '--json', ...ada])).stdout);
    expect(json.map(({ name, status }: { name: string; status: string }) => `${name} ${status}`)).toEqual(
      expect.arrayContaining(['operator revoked', 'ada active', 'bob revoked']),
    );
  });
});
