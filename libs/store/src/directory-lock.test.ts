import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCoordinatorStore } from './coordinator/store.ts';
import { lockDirectory } from './directory-lock.ts';
import { openSiteStore } from './site/store.ts';
import { refused } from './testing/refusal.ts';

let directory: string;
beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), 'muster-lock-')), 'data');
});
afterEach(() => rmSync(join(directory, '..'), { recursive: true, force: true }));

/** Keeps no reference to the lock: it must hold all the same after a collection of garbage. */
const HOLDER = `
const { lockDirectory } = await import(process.argv[1]);
lockDirectory(process.argv[2]);
await new Promise((done) => setTimeout(done, 10));
gc();
await new Promise((done) => setTimeout(done, 10));
console.log('held');
setInterval(() => undefined, 1000);
`;

async function holder() {
  const module = new URL('./directory-lock.ts', import.meta.url).href;
  const child = spawn(
    process.execPath,
    ['--expose-gc', '--input-type=module', '-e', HOLDER, module, directory],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  await once(child.stdout, 'data');
  return child;
}

test('a second process is refused with the id of the first, and takes over when the first is killed', async () => {
  const child = await holder();
  try {
    const fault = await refused('STORAGE_BUSY', () => lockDirectory(directory));
    expect(fault.detail.pid).toBe(child.pid);
    expect(fault.message).toContain(`process ${child.pid}`);
    await refused('STORAGE_BUSY', () => openCoordinatorStore(directory, 0));
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  lockDirectory(directory).release();
});

test('within one process too, until it is released', async () => {
  const lock = lockDirectory(directory);
  expect(statSync(directory).mode & 0o077).toBe(0);
  expect((await refused('STORAGE_BUSY', () => lockDirectory(directory))).detail.pid).toBe(process.pid);
  lock.release();
  lock.release();
  using again = lockDirectory(directory);
  expect(again).toBeDefined();
});

test('a store holds its directory until it is closed, and lets go when opening fails', async () => {
  const store = await openCoordinatorStore(directory, 0);
  await refused('STORAGE_BUSY', () => openSiteStore(directory, 0));
  store.close();
  await (await openSiteStore(directory, 0)).close();
  rmSync(join(directory, 'blobs'), { recursive: true });
  writeFileSync(join(directory, 'blobs'), 'in the way');
  await refused('STORAGE_FAILED', () => openCoordinatorStore(directory, 0));
  lockDirectory(directory).release();
});
