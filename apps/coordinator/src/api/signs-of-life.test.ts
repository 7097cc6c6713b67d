import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { withSignsOfLife } from './signs-of-life.ts';

it('lines come as they are, with empty ones while nothing is said, and the source is ended with the reader', async () => {
  let isEnded = false;
  async function* lines(): AsyncGenerator<string> {
    try {
      yield 'first\n';
      await pause(120);
      yield 'second\n';
      yield 'third\n';
    } finally {
      isEnded = true;
    }
  }
  const heard: string[] = [];
  for await (const line of withSignsOfLife(lines(), 20)) {
    heard.push(line);
    if (line === 'third\n') break;
  }
  expect(heard.filter((line) => line !== '\n')).toEqual(['first\n', 'second\n', 'third\n']);
  expect(heard[1]).toBe('\n');
  expect(isEnded).toBe(true);
});

it('ends with its source, and passes on how that failed', async () => {
  async function* lines(): AsyncGenerator<string> {
    yield 'one\n';
    throw new Error('the disk');
  }
  const all = withSignsOfLife(lines());
  expect(await all.next()).toEqual({ done: false, value: 'one\n' });
  await expect(all.next()).rejects.toThrow('the disk');
});
