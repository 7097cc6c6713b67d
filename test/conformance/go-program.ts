/** @module A Go program beside these tests: built at their start, or the reason why it cannot be. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Time for Go to fetch what it needs and to build it on a slow machine. */
const BUILD_MS_MAX = 300_000;

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class GoProgram {
  /** Why it cannot be run; empty when it can. */
  readonly missing: string;
  readonly #folder = mkdtempSync(join(tmpdir(), 'muster-go-'));
  readonly #source: string;

  /** `source` is a folder with a Go module, `modules` names what it is built from. */
  constructor(source: string, modules: string) {
    this.#source = source;
    const go = (...args: readonly string[]) =>
      spawnSync('go', args, { cwd: source, encoding: 'utf8', timeout: BUILD_MS_MAX });
    if (go('version').status !== 0) this.missing = 'needs Go';
    else {
      const { status } = go('build', '-buildvcs=false', '-o', this.#binary, '.');
      this.missing = status === 0 ? '' : `needs the Go modules of ${modules}`;
    }
    // Where all its tests are skipped, nobody comes to remove it.
    if (this.missing !== '') this.remove();
  }

  get #binary(): string {
    return join(this.#folder, 'program');
  }

  run(args: readonly string[], input = ''): Outcome {
    return spawnSync(this.#binary, args, { encoding: 'utf8', input, maxBuffer: 64 * 1024 * 1024 });
  }

  /** Where Go keeps the source of a module that the program is built from. */
  sourceOf(module: string): string {
    const list = spawnSync('go', ['list', '-m', '-f', '{{.Dir}}', module], {
      cwd: this.#source,
      encoding: 'utf8',
    });
    return list.stdout.trim();
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
