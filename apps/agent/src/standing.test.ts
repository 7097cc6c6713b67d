import { expect, it } from 'vitest';
import { OwnStanding } from './standing.ts';

const SUSPENDED = { code: 'SITE_SUSPENDED', reason: '3 of its updates were refused within 24 h' };

function bench(keeps: (text: string | undefined) => Promise<void> = async () => {}) {
  const kept: (string | undefined)[] = [];
  const logged: string[] = [];
  const say =
    (level: string) =>
    (...said: unknown[]) =>
      void logged.push(`${level} ${said[1]}`);
  const standing = new OwnStanding({
    keep: async (text) => {
      await keeps(text);
      kept.push(text);
    },
    clock: { wallMs: () => 1_000 },
    log: { error: say('error'), info: say('info'), warn: say('warn') },
  });
  return { standing, kept, logged };
}

it('logs and keeps a change of its standing once, with the way back, and forgets what is over', async () => {
  const { standing, kept, logged } = bench();
  for (const told of [null, SUSPENDED, SUSPENDED, { code: '', reason: '' }, null]) standing.heard(told);
  await standing.settled();
  expect(logged).toEqual([
    expect.stringMatching(
      /^error .*3 of its updates were refused within 24 h\. .*muster site reinstate NAME/,
    ),
    'info this site may be asked again',
  ]);
  expect(kept).toEqual([
    undefined, // of an earlier start something may be kept
    `${JSON.stringify({ ...SUSPENDED, at: '1970-01-01T00:00:01.000Z' })}\n`,
    undefined,
  ]);
});

it('goes on when it cannot be kept', async () => {
  const { standing, kept, logged } = bench(async (text) => {
    if (text !== undefined) throw new Error('no room');
  });
  standing.heard(SUSPENDED);
  standing.heard(null);
  await standing.settled();
  expect(logged.at(-1)).toBe('warn the standing of this site could not be kept');
  expect(kept).toEqual([undefined]);
});
