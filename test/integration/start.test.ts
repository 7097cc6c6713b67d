import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initCoordinator, startCoordinator } from '@muster/coordinator';
import { asMusterError } from '@muster/errors';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiOf } from '../../tools/processes/processes.ts';
import { tinyTask } from './harness.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-start-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function made(name: string, federation: string): Promise<string> {
  const dir = join(folder, name);
  await initCoordinator({ dir, federation, host: '127.0.0.1', port: 0 });
  return dir;
}
/** The code and the words of a start that is refused; one that is not is stopped. */
async function refusal(dir: string): Promise<string> {
  try {
    await (await startCoordinator(dir)).close();
    return '';
  } catch (thrown) {
    const { code, message } = asMusterError(thrown);
    return `${code} ${message}`;
  }
}

describe('the start of a coordinator', () => {
  it('is that of the federation that was made: not by another name, nor with the keys of another', async () => {
    const heart = await made('heart', 'Heart study');
    const lung = await made('lung', 'Lung study');
    const config = join(heart, 'coordinator.yaml');
    const text = `${readFileSync(config, 'utf8')}log: silent\n`;
    writeFileSync(config, text.replace('Heart', 'Cardiac'));
    expect(await refusal(heart)).toMatch(/^CONFIG_INVALID .*federation is "Cardiac study", but the database/);
    writeFileSync(config, text);
    expect(await refusal(heart)).toBe('');
    copyFileSync(join(lung, 'keys', 'organisation.json'), join(heart, 'keys', 'organisation.json'));
    expect(await refusal(heart)).toMatch(
      /^CONFIG_INVALID .*is no organisation's key by manifest 1 of "Heart study"/,
    );
  });

  it('says where a data set of coordinator.yaml is wrong, and what would be right', async () => {
    const dir = await made('heart', 'Heart study');
    const config = join(dir, 'coordinator.yaml');
    const text = readFileSync(config, 'utf8');
    const line = text.split('\n').length;
    writeFileSync(config, `${text}datasets: { iris: { type: csv, fiel: iris.csv } }\n`);
    expect(await refusal(dir)).toMatch(
      new RegExp(`^CONFIG_INVALID .*:${line}:.*datasets\\.iris\\.fiel.*did you mean 'file'`, 's'),
    );
  });

  it('names the field by which it cannot listen, and the file of TLS that is none', async () => {
    const dir = await made('heart', 'Heart study');
    const config = join(dir, 'coordinator.yaml');
    const text = `${readFileSync(config, 'utf8')}log: silent\n`;
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    writeFileSync(config, text.replace('port: 0', `port: ${port}`));
    expect(await refusal(dir)).toBe(
      `CONFIG_INVALID ${config}: listen.port: another process listens on 127.0.0.1:${port} already`,
    );
    await new Promise((resolve) => taken.close(resolve));
    writeFileSync(
      config,
      text.replace('127.0.0.1', '192.0.2.1').concat('tls: { certificate: tls.pem, key: tls.key }\n'),
    );
    expect(await refusal(dir)).toBe(
      `CONFIG_INVALID ${config}: tls: ${join(dir, 'tls.pem')} cannot be read: there is no such file`,
    );
  });

  it('leaves everything as it was when another process listens there', async () => {
    const dir = await made('heart', 'Heart study');
    const config = join(dir, 'coordinator.yaml');
    const text = `${readFileSync(config, 'utf8')}log: silent\n`;
    writeFileSync(config, text);
    const running = await startCoordinator(dir);
    await apiOf(dir, running.url).startRun(
      tinyTask('max: 1, cohort: 1, quorum: 1, deadlineS: 60'),
      'tiny.yaml',
    );
    await running.close();
    const port = new URL(running.url).port;
    writeFileSync(config, text.replace('port: 0', `port: ${port}`));
    const bytes = () => readFileSync(join(dir, 'data', 'coordinator.db'));
    const before = bytes();
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(Number(port), '127.0.0.1', resolve));
    expect(await refusal(dir)).toContain('another process listens');
    await new Promise((resolve) => taken.close(resolve));
    expect(bytes().equals(before)).toBe(true);
    expect(await refusal(dir)).toBe('');
    expect(bytes().equals(before)).toBe(false); // a start that listens takes the run up
  });

  it('is not prepared for a federation without a name', async () => {
    for (const name of ['', 'x'.repeat(129)])
      await expect(made('nameless', name)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});
