import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { muster } from '../../tools/processes/processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-completion-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function has(shell: string): boolean {
  try {
    execFileSync(shell, ['-c', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** What a real bash completes after these words. */
async function completed(...words: readonly string[]): Promise<string[]> {
  const line = ['muster', ...words];
  const script = [
    `source ${join(folder, 'muster.bash')}`,
    `COMP_WORDS=(${line.map((word) => `'${word}'`).join(' ')})`,
    `COMP_CWORD=${line.length - 1}`,
    '_muster',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell script
    'printf "%s\\n" "${COMPREPLY[@]}"',
  ].join('\n');
  const { stdout } = await promisify(execFile)('bash', ['--norc', '-c', script], { cwd: folder });
  return stdout.trim().split('\n');
}

beforeAll(async () => {
  for (const shell of ['bash', 'zsh'])
    writeFileSync(join(folder, `muster.${shell}`), (await muster(['completion', shell])).stdout);
  writeFileSync(join(folder, 'task.yaml'), '');
});

describe.skipIf(!has('bash'))('completion in bash (needs bash)', () => {
  it('offers commands, what follows them, options, and files', async () => {
    expect(await completed('')).toEqual(
      expect.arrayContaining(['coordinator', 'operator', 'agent', 'task', 'run']),
    );
    expect(await completed('ag')).toEqual(['agent']);
    expect(await completed('agent', '')).toEqual(
      expect.arrayContaining(['enrol', 'check', 'start', 'journal']),
    );
    expect(await completed('operator', '')).toEqual(expect.arrayContaining(['add', 'list', 'revoke']));
    expect(await completed('operator', 'add', '--o')).toEqual(['--out']);
    expect(await completed('agent', 'start', '--d')).toEqual(['--dir']);
    expect(await completed('task', 'check', 'task')).toEqual(['task.yaml']);
  });
});

describe.skipIf(!has('zsh'))('completion in zsh (needs zsh)', () => {
  it('loads without a fault', async () => {
    const { stderr } = await promisify(execFile)('zsh', ['-f', '-c', `source ${join(folder, 'muster.zsh')}`]);
    expect(stderr).toBe('');
  });
});
