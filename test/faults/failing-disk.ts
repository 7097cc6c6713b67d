/** @module A disk that answers EIO to one process while the test says so: failing-disk.c, compiled, and what the process is started with. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface FailingFiles {
  /** Those below this folder, */
  readonly under: string;
  /** whose path has this text behind it; '' for all. */
  readonly named: string;
  /** `sync`: writes get as far as the kernel, and fsync tells that they got no further. `write`: only what takes room fails. */
  readonly calls: 'all' | 'sync' | 'write';
}

/** One call that fails, and no other. */
export interface FailingCall extends FailingFiles {
  /** From 1; with 0 none fails. */
  readonly nth: number;
  readonly error: 'EIO' | 'ENOSPC';
  /** Gets a line for each call that could have been the one. */
  readonly trace: string;
}

export class FailingDisk implements Disposable {
  readonly #folder: string;
  readonly #library: string;
  readonly #switch: string;

  /** Throws when it cannot be compiled. */
  constructor() {
    this.#folder = mkdtempSync(join(tmpdir(), 'muster-eio-'));
    this.#library = join(this.#folder, 'failing-disk.so');
    this.#switch = join(this.#folder, 'switch');
    const source = join(import.meta.dirname, 'failing-disk.c');
    execFileSync('cc', ['-shared', '-fPIC', '-O2', '-o', this.#library, source, '-ldl'], { stdio: 'pipe' });
  }

  /** For a process of which one call is to fail, whether or not `fail` was called. */
  environmentOfCall({ nth, error, trace, ...files }: FailingCall): NodeJS.ProcessEnv {
    return {
      ...this.environment(files),
      MUSTER_EIO_NTH: `${nth}`,
      MUSTER_EIO_ERROR: error,
      MUSTER_EIO_TRACE: trace,
    };
  }

  /** For a process whose disk is to fail; `under` must be there. */
  environment({ under, named, calls }: FailingFiles): NodeJS.ProcessEnv {
    return {
      LD_PRELOAD: this.#library,
      MUSTER_EIO_SWITCH: this.#switch,
      MUSTER_EIO_UNDER: realpathSync(under),
      MUSTER_EIO_NAMED: named,
      MUSTER_EIO_CALLS: calls,
    };
  }

  fail(): void {
    writeFileSync(this.#switch, '');
  }

  recover(): void {
    rmSync(this.#switch, { force: true });
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Exits with 0 when a write below the folder that it is told fails by EIO, and a read does not. */
const TRIES = `
  import { readFileSync, writeFileSync } from 'node:fs';
  const file = process.argv[1] + '/file';
  try { writeFileSync(file, 'x'); } catch (fault) { process.exit(fault.code === 'EIO' && readFileSync(file, 'utf8') === 'y' ? 0 : 2); }
  process.exit(1);`;

/** Why there can be no such disk here; '' when there can. */
export const noFailingDisk = ((): string => {
  if (process.platform !== 'linux') return `needs Linux, this is ${process.platform}`;
  if (spawnSync('cc', ['--version']).status !== 0) return 'needs a C compiler, cc';
  const under = mkdtempSync(join(tmpdir(), 'muster-eio-'));
  try {
    using disk = new FailingDisk();
    writeFileSync(join(under, 'file'), 'y');
    disk.fail();
    const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', TRIES, under], {
      env: { ...process.env, ...disk.environment({ under, named: '', calls: 'all' }) },
    });
    return status === 0 ? '' : 'a library before the one of C does not reach the files of node here';
  } catch {
    return 'the library that fails cannot be compiled here';
  } finally {
    rmSync(under, { recursive: true, force: true });
  }
})();
