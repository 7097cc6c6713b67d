/** @module A small file system of the test's own, in memory, which is full when the test says so, and folders that become read-only. */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export class SmallDisk implements Disposable {
  readonly path: string;
  readonly #filler: string;

  private constructor(path: string) {
    this.path = path;
    this.#filler = join(path, 'filler');
  }

  /** Mounts it at `path`, which is made when it is not there. */
  static mount(path: string, megabytes: number): SmallDisk {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'muster-faults', path], {
      stdio: 'pipe',
    });
    return new SmallDisk(path);
  }

  /** Takes all the room that is left. */
  fill(): void {
    const file = openSync(this.#filler, 'a');
    try {
      // Halved until not even a byte fits.
      for (let bytes = 1 << 20; bytes >= 1; )
        try {
          if (writeSync(file, Buffer.alloc(bytes)) < bytes) bytes >>= 1;
        } catch {
          bytes >>= 1;
        }
    } finally {
      closeSync(file);
    }
  }

  makeRoom(): void {
    rmSync(this.#filler, { force: true });
  }

  [Symbol.dispose](): void {
    execFileSync('umount', ['-l', this.path], { stdio: 'pipe' });
  }
}

/** From now until it is disposed of, nothing can be written below `path`: EROFS, as from a disk that the kernel has given up. */
export function readOnly(path: string): Disposable {
  execFileSync('mount', ['--bind', path, path], { stdio: 'pipe' });
  execFileSync('mount', ['-o', 'remount,bind,ro', path], { stdio: 'pipe' });
  return { [Symbol.dispose]: () => void execFileSync('umount', ['-l', path], { stdio: 'pipe' }) };
}

/** Why there can be no such file system here; '' when there can. */
export const noSmallDisk = ((): string => {
  if (process.platform !== 'linux') return `needs Linux, this is ${process.platform}`;
  if (process.getuid?.() !== 0) return 'needs root, to mount a tmpfs';
  const path = mkdtempSync(join(tmpdir(), 'muster-disk-'));
  try {
    SmallDisk.mount(path, 1)[Symbol.dispose]();
    return '';
  } catch {
    return 'a tmpfs cannot be mounted here';
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
})();
