import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { workspace } from '../../tools/processes/processes.ts';

const demoFolder = mkdtempSync(join(tmpdir(), 'muster demo-'));
afterAll(() => rmSync(demoFolder, { recursive: true, force: true }));

/** `npm run demo` without its set-up, which the gate has done. */
function demo(args: readonly string[]) {
  const child = spawn(
    process.execPath,
    [join(workspace, 'tools', 'demo', 'main.ts'), '--dir', demoFolder, ...args],
    {
      cwd: workspace,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let stdout = '';
  const waiting: { text: string; met: () => void }[] = [];
  child.stdout.on('data', (data: Buffer) => {
    stdout += data.toString('utf8');
    for (const { text, met } of waiting) if (stdout.includes(text)) met();
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    child,
    ended,
    output: () => stdout,
    said: (text: string) =>
      new Promise<void>((resolve, reject) => {
        if (stdout.includes(text)) resolve();
        waiting.push({ text, met: resolve });
        void ended.then(() => reject(new Error(`it ended without "${text}":\n${stdout}`)));
      }),
  };
}

/** Processes that name the demo's folder among their arguments. */
function processesOfDemo(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const args = readFileSync(join('/proc', pid, 'cmdline'), 'utf8').replaceAll('\0', ' ');
        return args.includes(demoFolder) ? [`${pid} ${args}`] : [];
      } catch {
        return []; // it has gone meanwhile
      }
    });
}

describe.skipIf(process.platform !== 'linux')('npm run demo', () => {
  it('trains to its target, says what was made, and leaves no process behind', async () => {
    const run = demo(['--sites', '2', '--rounds', '2', '--target', '0.6', '--split', 'iid']);
    expect(await run.ended).toBe(0);
    const text = run.output();
    expect(text).toMatch(/round +1/);
    expect(text).toMatch(/amsterdam/);
    for (const next of ['model predict', 'run show']) expect(text).toContain(next);
    expect(text).toMatch(/agent journal --dir '[^']* demo-[^']*amsterdam'/);
    expect(text).toMatch(
      /npm run demo -- --dir '[^']* demo-[^']*' --sites 2 --rounds 2 --target 0.6 --split iid/,
    );
    expect(processesOfDemo()).toEqual([]);
    // The last word: a command that verifies all of it, without any process, and sees every byte that is another.
    const command = /npx muster (audit verify .*)$/m.exec(text)?.[1] ?? '';
    const verify = (): Promise<{ code: number | null; said: string }> => {
      const script = join(workspace, 'apps', 'cli', 'bin', 'muster.mjs');
      const child = spawn('sh', ['-c', `"${process.execPath}" "${script}" ${command}`], { cwd: workspace });
      let said = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (data: Buffer) => {
          said += data.toString('utf8');
        });
      return new Promise((resolve) => child.on('close', (code) => resolve({ code, said })));
    };
    expect(await verify()).toMatchObject({ code: 0, said: expect.stringContaining('a quorum saw it') });
    const entries = join(demoFolder, 'coordinator', 'data', 'audit', '1', 'tile', 'entries', '000.p');
    for (const name of readdirSync(entries)) {
      const file = join(entries, name);
      const bytes = readFileSync(file);
      const at = Math.min(1_000, bytes.length - 1);
      bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
      writeFileSync(file, bytes);
    }
    expect(await verify()).toMatchObject({
      code: 1,
      said: expect.stringMatching(/tile\/entries\/000\.p\/\d+.*byte/),
    });
  });

  it('says so by its exit code when the target is not reached; --json prints events', async () => {
    const run = demo(['--sites', '1', '--rounds', '1', '--target', '0.9999', '--engine', 'cpu', '--json']);
    expect(await run.ended).toBe(5);
    const lines = run
      .output()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.length).toBeGreaterThan(3);
    expect(JSON.stringify(lines)).toContain('"counted"');
    expect(processesOfDemo()).toEqual([]);
  });

  it('ends everything at Ctrl-C', async () => {
    const run = demo(['--sites', '2', '--split', 'iid']);
    await run.said('bergen');
    await run.said('run ');
    expect(processesOfDemo().length).toBeGreaterThan(2);
    const second = demo([]);
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(/an earlier demo still runs: process \d+ holds/);
    run.child.kill('SIGINT');
    expect(await run.ended).toBe(130);
    expect(processesOfDemo()).toEqual([]);
  });
});
