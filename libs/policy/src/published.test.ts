import fc from 'fast-check';
import { expect, it } from 'vitest';
import { policySchema } from './policy.ts';
import { formatPublished, parsePublished } from './published.ts';

const policy = policySchema.parse({
  version: 2,
  purposes: { 'sepsis-research': ['9-2-j'] },
  tasks: ['*'],
  architectures: ['mlp'],
  datasets: { flowers: { columns: ['width'] } },
  minCohort: 2,
  maxRounds: 3,
  metrics: [],
});
const signedAt = '2026-11-21T12:00:00.000Z';
const text = new TextDecoder().decode(formatPublished({ site: 'north', signedAt, policy }));

it('is read back as it was written, with its defaults', () => {
  expect(parsePublished(text)).toEqual({ format: 'muster-policy-1', site: 'north', signedAt, policy });
  expect(text).toContain('"log":"required"');
});

it('has one form: whatever is changed in it is no policy, or is another one', () => {
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.integer({ min: 32, max: 126 }), (at, code) => {
      const other = `${text.slice(0, at)}${String.fromCharCode(code)}${text.slice(at + 1)}`;
      if (other === text) return;
      let read: unknown;
      try {
        read = parsePublished(other);
      } catch (thrown) {
        expect(thrown).toMatchObject({ code: 'INVALID_ARGUMENT' });
        return;
      }
      expect(read).not.toEqual(parsePublished(text));
    }),
    { numRuns: 2000 },
  );
});

it('is refused when it is no JSON, another format, or too long to be published', () => {
  for (const wrong of ['', '{}', ` ${text}`, text.replace('policy-1', 'policy-2'), 'x'.repeat(70_000)])
    expect(() => parsePublished(wrong)).toThrow('the published policy cannot be read');
  const columns = Array.from({ length: 400 }, (_, index) => `${index}`.padEnd(200, 'x'));
  const long = policySchema.parse({ ...policy, datasets: { flowers: { columns } } });
  expect(() => formatPublished({ site: 'north', signedAt, policy: long })).toThrow('name fewer columns');
});
