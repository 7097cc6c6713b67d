import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_QUORUM, quorumPolicy } from './log-policy.ts';
import { formatLogPolicy, parseLogPolicy } from './log-policy-text.ts';
import { bytes, SECOND_TYPE, sampleKey } from './testing/sample-log.ts';
import { formatVerifierKey, type SignatureType } from './verifier-key.ts';

const refused = expect.objectContaining({ code: 'AUDIT_POLICY_INVALID' });
const vkey = (name: string, type: SignatureType, byte: number) =>
  formatVerifierKey(sampleKey(name, type, byte).verifier);
const LOG = `log ${vkey('log.example', 'ed25519', 1)}`;
const [A, B, C] = ['A', 'B', 'C'].map(
  (name, i) => `witness ${name} ${vkey(`${name}.example`, 'cosignature/v1', 2 + i)}`,
);

describe('the text of a policy', () => {
  it('is read as it is written', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 32 }),
        fc.integer({ min: 1, max: 32 }),
        fc.nat({ max: 31 }),
        (l, w, f) => {
          fc.pre(f < w);
          const logs = Array.from({ length: l }, (_, i) => ({
            key: sampleKey(`log${i}`, 'ed25519', i).verifier,
            url: i % 2 ? 'https://l.example/' : null,
          }));
          const witnesses = Array.from({ length: w }, (_, i) => ({
            name: `w\u00fc${i}`,
            key: sampleKey(`w${i}`, i % 5 ? 'cosignature/v1' : SECOND_TYPE, 100 + i).verifier,
            url: i % 3 ? null : 'https://w.example/',
          }));
          const policy = quorumPolicy(logs, witnesses, f);
          expect(parseLogPolicy(bytes(formatLogPolicy(policy)))).toEqual(policy);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('may hold blank lines, comments, tabs and spaces, and 32 of each kind', () => {
    const text = `# a policy\n\n \t# another\n\t${LOG}  https://log.example/ \n${A}\n${B}\t\nwitness  D\t${vkey('D', SECOND_TYPE, 9)}\ngroup G 2 A B\ngroup H any G D\nquorum H\n# \u00fc`;
    const policy = parseLogPolicy(bytes(`${text}\n`));
    expect(policy.logs.map(({ url }) => url)).toEqual(['https://log.example/']);
    expect(policy.witnesses.map(({ name }) => name)).toEqual(['A', 'B', 'D']);
    expect(policy.groups).toEqual([
      { name: 'G', threshold: 2, members: ['A', 'B'] },
      { name: 'H', threshold: 1, members: ['G', 'D'] },
    ]);
    expect(policy.quorum).toBe('H');
    expect(parseLogPolicy(bytes('quorum none\n'))).toEqual({
      logs: [],
      witnesses: [],
      groups: [],
      quorum: NO_QUORUM,
    });
  });

  it('is of the first key of a log where the runtime cannot verify by the second', () => {
    // A key of that type, whose bytes are none here.
    const second = `log log.example+0a0b0c0d+${Buffer.alloc(1313, 6).toString('base64')}`;
    const text = bytes(`${LOG}\n${second}\nquorum none\n`);
    expect(parseLogPolicy(text, () => false).logs.map(({ key }) => key.type)).toEqual(['ed25519']);
    expect(() => parseLogPolicy(text, () => true)).toThrow(refused);
  });

  it('takes the same key under log and under witness names for what it is: two types', () => {
    const policy = parseLogPolicy(
      bytes(
        `log ${vkey('x.example', 'ed25519', 1)}\nwitness x ${vkey('x.example', 'cosignature/v1', 1)}\nquorum x\n`,
      ),
    );
    expect(policy.witnesses).toHaveLength(1);
  });

  it.each([
    ['no quorum', `${LOG}\n${A}\n`],
    ['nothing', ''],
    ['two quorums', `${A}\nquorum A\nquorum A\n`],
    ['a quorum of nobody', `${A}\nquorum B\n`],
    ['a quorum before its witness', `quorum A\n${A}\n`],
    ['a quorum of two names', `${A}\n${B}\nquorum A B\n`],
    ['a quorum without a name', `${A}\nquorum\n`],
    ['a quorum of Object.prototype', 'quorum constructor\n'],
    ['a threshold that cannot be met', `${A}\n${B}\ngroup G 3 A B\nquorum G\n`],
    ['a threshold of zero', `${A}\ngroup G 0 A\nquorum G\n`],
    ['a threshold with a leading zero', `${A}\ngroup G 01 A\nquorum G\n`],
    ['a negative threshold', `${A}\ngroup G -1 A\nquorum G\n`],
    ['a threshold that is no number', `${A}\ngroup G most A\nquorum G\n`],
    ['a group of nobody', `${A}\ngroup G any\nquorum A\n`],
    ['a member defined later', `group G any A\n${A}\nquorum G\n`],
    ['a group in itself', `${A}\ngroup G any A G\nquorum G\n`],
    ['a member named none', `${A}\ngroup G any A none\nquorum G\n`],
    ['a member twice in a group', `${A}\n${B}\ngroup G 2 A A B\nquorum G\n`],
    ['a member of two groups', `${A}\n${B}\ngroup G any A\ngroup H any A B\nquorum H\n`],
    ['a witness named none', `witness none ${vkey('n', 'cosignature/v1', 8)}\nquorum none\n`],
    ['a group named none', `${A}\ngroup none any A\nquorum none\n`],
    ['a name twice', `${A}\nwitness A ${vkey('other', 'cosignature/v1', 8)}\nquorum A\n`],
    ['a group named like a witness', `${A}\n${B}\ngroup A any B\nquorum A\n`],
    ['a witness twice by other names', `${A}\nwitness B ${vkey('other', 'cosignature/v1', 2)}\nquorum A\n`],
    ['a log twice by another name', `${LOG}\nlog ${vkey('other', 'ed25519', 1)}\nquorum none\n`],
    ['a key of a witness for a log', `log ${vkey('w', 'cosignature/v1', 8)}\nquorum none\n`],
    ['a key of a log for a witness', `witness w ${vkey('w', 'ed25519', 8)}\nquorum none\n`],
    [
      'one ML-DSA-44 key for a log and a witness',
      `log ${vkey('x', SECOND_TYPE, 8)}\nwitness x ${vkey('x', SECOND_TYPE, 8)}\nquorum x\n`,
    ],
    ['a malformed key', 'log nonsense\nquorum none\n'],
    ['no key', 'log\nquorum none\n'],
    ['a witness without a key', 'witness A\nquorum none\n'],
    ['a word too many', `${LOG} https://a https://b\nquorum none\n`],
    ['an unknown keyword', 'logs x\nquorum none\n'],
    ['a keyword in capitals', 'Quorum none\n'],
    ['a comment after a line', 'quorum none # really\n'],
    ['a no-break space between words', 'quorum\u00a0none\n'],
    ['carriage returns', 'quorum none\r\n'],
    ['a zero byte', 'quorum none\0\n'],
    ['a zero byte in a comment', '# \0\nquorum none\n'],
    ['DEL', '# \u007f\nquorum none\n'],
    ['a form feed', 'quorum\fnone\n'],
    ['a byte order mark', '\ufeffquorum none\n'],
    ['a last line without newline', 'quorum none'],
  ])('is refused with %s', (_, text) => {
    expect(() => parseLogPolicy(bytes(text))).toThrow(refused);
  });

  it('is refused when it is no UTF-8, or too long', () => {
    expect(() =>
      parseLogPolicy(Buffer.concat([Uint8Array.of(0x23, 0xff, 0x0a), bytes('quorum none\n')])),
    ).toThrow(refused);
    expect(() => parseLogPolicy(bytes(`quorum none\n${'#\n'.repeat(600_000)}`))).toThrow(refused);
    const many = Array.from({ length: 257 }, (_, i) => `group G${i} any ${i === 0 ? 'A' : `G${i - 1}`}\n`);
    expect(parseLogPolicy(bytes(`${A}\n${many.slice(0, 256).join('')}quorum G255\n`)).groups).toHaveLength(
      256,
    );
    expect(() => parseLogPolicy(bytes(`${A}\n${many.join('')}quorum G256\n`))).toThrow(refused);
  });

  it('says which line is wrong', () => {
    const text = `${A}\n${B}\n${C}\ngroup G 4 A B C\nquorum G\n`;
    expect(() => parseLogPolicy(bytes(text))).toThrow(/^line 4 of the policy: /);
  });

  it('is not written of what cannot be read', () => {
    const policy = quorumPolicy(
      [],
      [{ name: 'two words', key: sampleKey('w', 'cosignature/v1').verifier, url: null }],
      0,
    );
    expect(() => formatLogPolicy(policy)).toThrow(refused);
  });
});
