import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assessCheckpoint, openCheckpoint, parseLogPolicy, parseVerifierKey } from '@muster/audit';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../../tools/bench/federation.ts';
import { muster, startDaemon } from '../../tools/processes/processes.ts';
import { atEnd, closeAll, coordinator, tinyTask } from './harness.ts';

afterEach(closeAll);

async function made(name: string) {
  const dir = mkdtempSync(join(tmpdir(), 'muster-external-'));
  atEnd(() => rmSync(dir, { recursive: true, force: true }));
  const { stdout } = await muster(['audit', 'witness', 'init', '--dir', dir, '--name', name]);
  return { name, dir, key: stdout.trim(), port: await freePort() };
}

async function started(dir: string, ...more: readonly string[]) {
  const daemon = await startDaemon('witness', ['audit', 'witness', '--dir', dir, ...more]);
  atEnd(() => daemon.stop());
  return daemon;
}

const makeUpdate = (_offer: unknown, bytes: number) => ({ bytes: new Uint8Array(bytes), weight: 3 });

describe('witnesses that are no sites', () => {
  it('make a quorum with two sites, of whom one may lie, and one of them may be away', async () => {
    const witnesses = [await made('regulator.example.org'), await made('trust.example.org')];
    const entries = witnesses.map(
      ({ name, key, port }) => `    - { name: ${name}, key: '${key}', url: 'http://127.0.0.1:${port}' }\n`,
    );
    const {
      folder,
      url,
      join: enter,
      finish,
      api,
    } = await coordinator(`audit:\n  faultyWitnesses: 1\n  witnesses:\n${entries.join('')}`);
    // No site believes the coordinator alone about who they are: the manifest names them.
    const credential = join(folder, 'at-this-port.json');
    const operator = JSON.parse(readFileSync(join(folder, 'operator.json'), 'utf8'));
    writeFileSync(credential, JSON.stringify({ ...operator, url }), { mode: 0o600 });
    const named = witnesses.flatMap(({ key }) => ['--witness', key]);
    const out = join(folder, 'manifest-2.json');
    const rotated = await muster([
      ...['federation', 'rotate', ...named, '--credential', credential, '--out', out, '--yes'],
    ]);
    expect([rotated.code, rotated.stdout]).toEqual([0, expect.stringContaining('Manifest 2 is in force')]);
    for (const site of ['site-0', 'site-1']) await enter(site, { makeUpdate });
    const text = await api.auditPolicy();
    const policy = parseLogPolicy(Buffer.from(text));
    expect(policy.witnesses.slice(2).map(({ name, url: at }) => [name, at])).toEqual(
      witnesses.map(({ name, port }) => [name, `http://127.0.0.1:${port}`]),
    );
    expect(policy.groups).toMatchObject([{ threshold: 3 }]);
    const assessed = () =>
      assessCheckpoint(readFileSync(join(folder, 'data', 'audit', '1', 'checkpoint')), policy);
    // The witnesses are not there yet: the log is published, and offers wait for a quorum.
    const { id } = await api.startRun(tinyTask('max: 1, cohort: 2, quorum: 2, deadlineS: 20'), 'tiny.yaml');
    await expect.poll(() => assessed().cosigners.length, { timeout: 5_000 }).toBe(2);
    expect(assessed().hasQuorum).toBe(false);

    const file = join(folder, 'policy.txt');
    writeFileSync(file, text);
    const [first, second] = await Promise.all(
      witnesses.map(({ dir, port }) => started(dir, '--policy', file, '--listen', `127.0.0.1:${port}`)),
    );
    await expect.poll(async () => (await api.run(id)).status, { timeout: 30_000 }).toBe('completed');
    await expect.poll(() => assessed().cosigners.length, { timeout: 5_000 }).toBe(4);
    expect(
      (await muster(['audit', 'verify', join(folder, 'data', 'audit', '1'), '--policy', file])).code,
    ).toBe(0);

    second?.child.kill('SIGKILL');
    if (second) await once(second.child, 'exit');
    const { size } = assessed().checkpoint;
    await finish(tinyTask('max: 1, cohort: 2, quorum: 2, deadlineS: 20'));
    await expect
      .poll(() => [assessed().checkpoint.size > size, assessed().hasQuorum], { timeout: 5_000 })
      .toEqual([true, true]);
    expect(assessed().cosigners.map(({ name }) => name)).not.toContain('trust.example.org');
    expect(first?.child.exitCode).toBe(null);

    // One that nobody can ask goes and looks.
    const looking = await made('far.example.org');
    const log = ['--policy', file, '--pull', `${url}/v1/audit/log`, '--credential', credential];
    const far = await started(looking.dir, ...log, '--every', '1');
    let said = '';
    far.child.stdout?.on('data', (data: Buffer) => {
      said += data.toString();
    });
    const pulled = () =>
      said
        .split('\n')
        .flatMap((line) => (line.includes('"pulled"') ? [JSON.parse(line)] : []))
        .at(-1);
    await expect.poll(() => pulled()?.size, { timeout: 10_000 }).toBe(assessed().checkpoint.size);
    const opened = openCheckpoint(Buffer.from(pulled().checkpoint), [parseVerifierKey(looking.key)]);
    expect(opened.checkpoint).toEqual(assessed().checkpoint);
    await api.invite('site-2'); // grows the log
    await expect.poll(() => pulled()?.size, { timeout: 10_000 }).toBeGreaterThan(opened.checkpoint.size);
  });
});
