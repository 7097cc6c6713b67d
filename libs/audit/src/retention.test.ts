import { describe, expect, it } from 'vitest';
import { endsOf, isWithinMonth, monthsBefore } from './retention.ts';

const ms = (text: string) => Date.parse(text);

describe('retention', () => {
  it.each([
    ['2027-03-31T10:00:00.500Z', 1, '2027-02-28T10:00:00.500Z'],
    ['2028-03-31T10:00:00.000Z', 1, '2028-02-29T10:00:00.000Z'],
    ['2027-03-28T10:00:00.000Z', 13, '2026-02-28T10:00:00.000Z'],
    ['2027-01-15T00:00:00.000Z', 1, '2026-12-15T00:00:00.000Z'],
    ['2032-02-29T23:59:59.999Z', 72, '2026-02-28T23:59:59.999Z'],
    ['2027-05-31T00:00:00.000Z', 0, '2027-05-31T00:00:00.000Z'],
  ])('counts months of the calendar: from %s back %i', (now, months, before) => {
    expect(new Date(monthsBefore(ms(now), months)).toISOString()).toBe(before);
  });

  it('has a term for each class', () => {
    const ends = endsOf({ piiMonths: 13, confMonths: 72 }, ms('2027-11-21T00:00:00Z'));
    expect(ends).toEqual({ piiMs: ms('2026-10-21T00:00:00Z'), confMs: ms('2021-11-21T00:00:00Z') });
  });

  it('knows whether the month is over in which a request is to be met', () => {
    expect(isWithinMonth(ms('2027-02-28T09:00:00Z'), ms('2027-03-28T08:00:00Z'))).toBe(true);
    expect(isWithinMonth(ms('2027-02-28T07:00:00Z'), ms('2027-03-28T08:00:00Z'))).toBe(false);
  });
});
