import { describe, expect, it } from 'vitest';
import { quorumPolicy } from '../log-policy.ts';
import { cosign, withCosignatures } from '../signed-checkpoint.ts';
import { parseNote } from '../signed-note.ts';
import { ORIGIN, SampleLog, sampleEntries, sampleKey } from '../testing/sample-log.ts';
import { checkCheckpoint } from './checkpoint-check.ts';

const log = new SampleLog(sampleEntries(3));
const witnesses = [1, 2, 3].map((byte) => sampleKey(`w${byte}`, 'cosignature/v1', byte));
const policy = quorumPolicy(
  [{ key: log.key.verifier, url: null }],
  witnesses.map(({ verifier }) => ({ name: verifier.name, key: verifier, url: null })),
  0,
);
const { text } = parseNote(log.checkpoint());
/** Cosigned by the first so many witnesses, each ten seconds after the one before. */
const cosigned = (count: number, strangers: readonly (typeof witnesses)[number][] = []) =>
  [...witnesses.slice(0, count), ...strangers].reduce(
    (note, key, i) => withCosignatures(note, cosign(text, [key], 1_000 + 10 * i), [key.verifier]),
    log.checkpoint(),
  );
const check = (note: Uint8Array, nowS = 1_100, maxAgeS: number | null = 900) =>
  checkCheckpoint(note, { policy, nowS, maxAgeS });

describe('a checkpoint', () => {
  it('is as old as the quorum that has seen it', () => {
    const { ageS, findings, checkpoint } = check(cosigned(3));
    expect([ageS, findings, checkpoint.origin]).toEqual([90, [], ORIGIN]);
    expect(check(cosigned(3), 2_000).findings.map(({ kind }) => kind)).toEqual(['stale']);
    expect(check(cosigned(3), 2_000, null)).toMatchObject({ ageS: 990, findings: [] });
    expect(check(cosigned(3), 500).findings.map(({ kind }) => kind)).toEqual(['warning']);
  });

  it('needs a quorum', () => {
    expect(check(cosigned(1))).toMatchObject({ ageS: null, findings: [{ kind: 'quorum' }] });
    expect(check(cosigned(2)).findings).toEqual([]);
  });

  it('has no line that is nearly that of a known key', () => {
    const impostor = sampleKey('w3', 'cosignature/v1', 9);
    expect(check(cosigned(2, [impostor])).findings).toMatchObject([{ kind: 'quorum' }]);
    const stranger = sampleKey('elsewhere', 'cosignature/v1', 8);
    expect(check(cosigned(2, [stranger])).findings).toEqual([]);
    const renamed = Buffer.from(Buffer.from(cosigned(3)).toString().replace('— w3 ', '— v3 '));
    expect(check(renamed).findings).toMatchObject([{ kind: 'quorum' }]);
  });
});
