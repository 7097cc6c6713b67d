import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeldomMap } from './seldom-map.ts';

describe('a seldom map', () => {
  it('holds what a Map holds, after whatever was done to both', () => {
    const key = fc.integer({ min: 0, max: 3 });
    const acts = fc.array(fc.oneof(fc.tuple(fc.constant('set'), key), fc.tuple(fc.constant('delete'), key)));
    fc.assert(
      fc.property(acts, (done) => {
        const [seldom, map] = [
          new SeldomMap<number, number | undefined>(),
          new Map<number, number | undefined>(),
        ];
        for (const [at, [act, id]] of done.entries()) {
          const value = at % 2 === 0 ? at : undefined;
          if (act === 'set') {
            seldom.set(id, value);
            map.set(id, value);
          } else {
            seldom.delete(id);
            map.delete(id);
          }
          expect(seldom.size).toBe(map.size);
          expect([seldom.has(id), seldom.get(id)]).toEqual([map.has(id), map.get(id)]);
          expect(seldom.entries).toEqual([...map]);
        }
      }),
    );
  });

  it('gives its entries as they are when it is asked', () => {
    const map = new SeldomMap<string, number>();
    map.set('a', 1);
    map.set('b', 2);
    const seen: string[] = [];
    for (const [key] of map.entries) {
      seen.push(key);
      map.delete('b');
      map.set('c', 3);
    }
    expect(seen).toEqual(['a', 'b']);
    expect(map.entries).toEqual([
      ['a', 1],
      ['c', 3],
    ]);
  });
});
