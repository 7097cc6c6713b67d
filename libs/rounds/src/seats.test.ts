import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Seat } from './seat.ts';
import { Seats } from './seats.ts';

const outcome = { outcome: 'lost', code: 'TIMEOUT', reason: '', updateHash: '' } as const;
const seats: readonly Seat[] = [
  { stage: 'offered', connected: true },
  { stage: 'working', connected: false },
  { stage: 'announced', connected: true, updateHash: 'u', weight: 1 },
  { stage: 'received', updateHash: 'u', weight: 1 },
  { stage: 'counted', updateHash: 'u', weight: 1 },
  { stage: 'ended', outcome },
];
const someSeat = fc.constantFrom(...seats);
// Of two pages and a bit.
const NAMES = ['a', 'b', '__proto__', 'constructor', ...Array.from({ length: 140 }, (_, n) => `site-${n}`)];
const someSite = fc.constantFrom(...NAMES);

it('seats are what a record of them would be, and their counts are those of its stages', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(someSite, someSeat), { minLength: 1 }), (moves) => {
      const [drawn] = seats;
      const record = new Map<string, Seat>(drawn ? NAMES.map((site) => [site, drawn]) : []);
      let all = Seats.of(record);
      for (const [site, seat] of moves) {
        const before = JSON.stringify(all);
        const next = all.with(site, seat);
        expect(JSON.stringify(all)).toBe(before); // what was is not changed
        record.set(site, seat);
        all = next;
        expect(all.entries).toEqual([...record]);
        expect(all.sites).toEqual([...record.keys()]);
        expect(all.find(site)).toBe(seat);
        for (const { stage } of seats)
          expect(all.count(stage)).toBe([...record.values()].filter((each) => each.stage === stage).length);
      }
      expect(all.count('received', 'counted')).toBe(all.count('received') + all.count('counted'));
      expect(all.find('nobody')).toBeUndefined();
      expect(() => all.with('nobody', { stage: 'working', connected: true })).toThrow('nobody has no seat');
      expect(Seats.of(all.entries).entries).toEqual(all.entries);
    }),
  );
});

it('a seat that stays as it is changes nothing', () => {
  const [offered] = seats;
  if (!offered) throw new Error('there is one');
  const all = Seats.of([['a', offered]]);
  expect(all.with('a', offered)).toBe(all);
});
