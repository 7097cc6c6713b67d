import { createHash } from 'node:crypto';
import { makeKeyPair, sign, systemRandom } from '@muster/identity';
import { afterEach, expect, it } from 'vitest';
import { atEnd, closeAll, coordinator } from './harness.ts';

afterEach(closeAll);

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const trainsNothing = { makeUpdate: () => undefined };

it('keeps the policy that a site publishes under its signature, and shows it to whoever operates', async () => {
  const { api, enrol, enter } = await coordinator();
  const north = await enrol('north');
  expect(await api.site('north')).toMatchObject({ name: 'north', status: 'offline', policy: null });
  const publish = async (text: string) => {
    const document = bytes(text);
    const signature = sign('policy/published', [document], north.identity.signing);
    const agent = await enter(north, { ...trainsNothing, policy: { document, signature } });
    atEnd(() => agent.close());
    return Buffer.from(signature).toString('base64');
  };
  for (const text of ['{"version":1}', '{"version":2}']) {
    const signature = await publish(text);
    const shown = {
      site: 'north',
      document: text,
      hash: createHash('sha256').update(text).digest('hex'),
      signature,
      signingKey: Buffer.from(north.identity.signing.publicKey).toString('hex'),
    };
    await expect.poll(async () => (await api.site('north')).policy).toMatchObject(shown);
    expect(await api.policies()).toMatchObject([shown]);
  }
  await enter(north, trainsNothing); // an agent that publishes none takes nothing back
  expect((await api.site('north')).policy).toMatchObject({ document: '{"version":2}' });
  await api.revoke('north', 'left');
  expect(await api.policies()).toEqual([]);
  await expect(api.site('nobody')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('takes no policy that another key has signed, and none that is no text', async () => {
  const { api, enrol, enter } = await coordinator();
  const north = await enrol('north');
  const document = bytes('{"version":1}');
  const other = sign('policy/published', [document], makeKeyPair('ed25519', systemRandom));
  const otherLabel = sign('policy', [document], north.identity.signing);
  const noText = new Uint8Array([0xff]);
  const cases = [
    [{ document, signature: other }, 'SIGNATURE_INVALID'],
    [{ document, signature: otherLabel }, 'SIGNATURE_INVALID'],
    [
      { document: noText, signature: sign('policy/published', [noText], north.identity.signing) },
      'MALFORMED',
    ],
  ] as const;
  for (const [policy, code] of cases) {
    await expect(enter(north, { ...trainsNothing, policy })).rejects.toMatchObject({ code });
    expect(await api.site('north')).toMatchObject({ policy: null, status: 'offline' });
  }
});
