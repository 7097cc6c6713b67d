import { expect, it } from 'vitest';
import { extent } from './extent.ts';

it.each([
  ['nothing', {}, { frames: 20_000, inputs: 5_000 }],
  ['frames alone', { frames: 7 }, { frames: 7, inputs: 0 }],
  ['inputs alone', { inputs: 7 }, { frames: 0, inputs: 7 }],
  ['both', { frames: 7, inputs: 8 }, { frames: 7, inputs: 8 }],
  ['no frames', { frames: 0 }, { frames: 0, inputs: 5_000 }],
  ['no inputs', { inputs: 0 }, { frames: 20_000, inputs: 0 }],
  ['some parsers', { frames: 7, only: 'csv' }, { frames: 0, inputs: 5_000 }],
])('%s', (_what, asked, done) => {
  expect(extent({ frames: undefined, inputs: undefined, only: undefined, ...asked })).toEqual(done);
});
