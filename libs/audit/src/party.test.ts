import { describe, expect, it } from 'vitest';
import { readEvent } from './event/event.ts';
import { produce } from './event/producer.ts';
import * as words from './event/words.ts';
import { verifierKey } from './event/words.ts';
import {
  datasetPseudonym,
  logKeyOf,
  originOf,
  outSourceOf,
  PartyKeys,
  personPseudonym,
  producerKeyOf,
  pseudonymOf,
  publicKeysOf,
  sourceOf,
  witnessKeyOf,
} from './party.ts';
import { formatVerifierKey } from './verifier-key.ts';

const seed = new Uint8Array(32).fill(5);
const federation = '0f'.repeat(16);
const site = { federation, role: 'site', pseudonym: pseudonymOf(new Uint8Array(32).fill(1)) } as const;
const coordinator = { federation, role: 'coordinator' } as const;

describe('a party of a federation', () => {
  it('has one key for each purpose, told before it has a name', () => {
    const told = publicKeysOf(seed);
    const keys = new PartyKeys(site, seed);
    const origin = originOf(site, 'audit.example.org', 1);
    expect(producerKeyOf(site, told.producerKey)).toMatchObject({ id: keys.producer.verifier.id });
    expect(witnessKeyOf(site, told.witnessKey)).toMatchObject({ id: keys.witness.verifier.id });
    expect(logKeyOf(origin, told.logKey)).toMatchObject({ id: keys.logKey(origin).verifier.id });
    const all = [told.producerKey, told.witnessKey, told.logKey, keys.secret].map((each) =>
      Buffer.from(each).toString('hex'),
    );
    expect(new Set(all).size).toBe(4);
  });

  it('has names that the log takes', () => {
    for (const party of [site, coordinator]) {
      const keys = new PartyKeys(party, seed);
      const origin = originOf(party, 'audit.example.org', 3);
      expect(words.origin.parse(origin)).toBe(origin);
      for (const key of [keys.producer.verifier, keys.witness.verifier, keys.logKey(origin).verifier])
        expect(verifierKey.parse(formatVerifierKey(key))).toBeDefined();
      const sources = party.role === 'site' ? [sourceOf(party), outSourceOf(party)] : [sourceOf(party)];
      for (const source of sources) {
        const draft = { name: 'clock.skew', role: 'system', data: { skewS: 1 } } as const;
        const at = { id: '019aa0f2-7c5b-7abc-8def-0123456789ab', time: '2025-11-20T20:55:46.123Z' };
        const { entry } = produce({ source, key: keys.producer }, { seq: 0, prev: '' }, draft, at);
        expect(readEvent(entry).source).toBe(source);
      }
    }
  });

  it('has pseudonyms that the log takes, other ones under another key', () => {
    expect(words.site.parse(site.pseudonym)).toBe(site.pseudonym);
    const [one, other] = [new Uint8Array(32), new Uint8Array(32).fill(1)];
    expect(words.dataset.parse(datasetPseudonym('mnist', one))).not.toBe(datasetPseudonym('mnist', other));
    expect(words.person.parse(personPseudonym('a', 'bc', one))).not.toBe(personPseudonym('ab', 'c', one));
  });
});
