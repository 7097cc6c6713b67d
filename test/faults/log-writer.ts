/** @module The process of audit-writer.ts, and what it has said so far. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/** What writers have acknowledged, one after the other, of one log. */
export class Acknowledged {
  /** Leaf hashes in base64, by index. */
  readonly entries = new Map<number, string>();
  readonly acts = new Set<string>();
  policy: Uint8Array | undefined;
  #due = 0;
  #twice: number | undefined;

  /** Entries that the log has at least. Throws when one was acknowledged, and then another in its place. */
  get due(): number {
    if (this.#twice !== undefined) throw new Error(`entry ${this.#twice} was acknowledged twice`);
    return this.#due;
  }

  add(index: number, hash: string): void {
    if (this.entries.has(index)) this.#twice = index;
    this.entries.set(index, hash);
    this.#due = Math.max(this.#due, index + 1);
  }
}

export class LogWriter implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #gone: Promise<number | null>;
  readonly #failures: string[] = [];
  #text = '';
  #errors = '';
  #listeners: (() => void)[] = [];
  readonly #said = new Set<string>();
  #isGone = false;

  constructor(folder: string, mode: 'load' | 'script', held: Acknowledged, env: NodeJS.ProcessEnv = {}) {
    this.#child = spawn(process.execPath, [join(import.meta.dirname, 'audit-writer.ts'), folder, mode], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stderr?.on('data', (data: Buffer) => {
      this.#errors += data.toString();
    });
    this.#child.stdout?.on('data', (data: Buffer) => this.#read(data.toString(), held));
    this.#gone = new Promise((resolve) =>
      this.#child.on('close', (code) => {
        this.#isGone = true;
        this.#wake();
        resolve(code);
      }),
    );
  }

  /** Codes of what failed and was tried again. */
  get failures(): readonly string[] {
    return this.#failures;
  }

  /** Resolves when it has said it; false when it ended before. */
  async said(word: 'ready' | 'done'): Promise<boolean> {
    while (!this.#said.has(word) && !this.#isGone)
      await new Promise<void>((resolve) => this.#listeners.push(resolve));
    return this.#said.has(word);
  }

  /** What it wrote for people, when it ended by itself. */
  get errors(): string {
    return this.#errors;
  }

  /** Resolves with its exit code; all that it has said is read then. */
  async kill(): Promise<number | null> {
    this.#child.kill('SIGKILL');
    return await this.#gone;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }

  #read(text: string, held: Acknowledged): void {
    const lines = (this.#text + text).split('\n');
    this.#text = lines.pop() ?? '';
    for (const line of lines) {
      const [word = '', first = '', second = ''] = line.split(' ');
      if (word === 'durable') held.add(Number(first), second);
      else if (word === 'act') held.acts.add(first);
      else if (word === 'failed') this.#failures.push(first);
      else this.#said.add(word);
      if (word === 'ready') held.policy = Buffer.from(first, 'base64');
    }
    this.#wake();
  }

  #wake(): void {
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const listener of listeners) listener();
  }
}
