/** @module A change of keys, signed by the old key and by the new one: neither whoever keeps the log nor a thief of one key can make it. */
import { canonicalJson } from '@muster/canonical';
import { signRaw, verifyRaw } from '../signature-scheme.ts';
import type { SigningKey } from '../signing-key.ts';
import { decodeBase64, encodeBase64 } from '../strict-text.ts';
import { formatVerifierKey, parseVerifierKey, schemeOf } from '../verifier-key.ts';
import type { EventData } from './catalogue.ts';

type Rotation = EventData<'key.rotated'>;
type Signatures = 'oldSignature' | 'newSignature';

const LABEL = Buffer.from('fl-audit/rotation/v1\n');

/** The data of `key.rotated`: both keys sign `fl-audit/rotation/v1\n` and the other fields in canonical JSON. */
export function signRotation(
  change: Omit<Rotation, Signatures | 'old' | 'new'>,
  oldKey: SigningKey,
  newKey: SigningKey,
): Rotation {
  const named = {
    ...change,
    old: formatVerifierKey(oldKey.verifier),
    new: formatVerifierKey(newKey.verifier),
  };
  const message = messageOf(named);
  return {
    ...named,
    oldSignature: encodeBase64(signRaw(oldKey.privateKey, message)),
    newSignature: encodeBase64(signRaw(newKey.privateKey, message)),
  };
}

/** Whether both keys have signed the change; of a lost key nothing is asked. */
export function rotationHolds({ oldSignature, newSignature, ...change }: Rotation): boolean {
  const message = messageOf(change);
  return (
    isBy(change.new, message, newSignature) &&
    (change.reason === 'lost' || isBy(change.old, message, oldSignature))
  );
}

function messageOf(change: Omit<Rotation, Signatures>): Uint8Array {
  return Buffer.concat([LABEL, Buffer.from(canonicalJson(change))]);
}

function isBy(vkey: string, message: Uint8Array, base64: string): boolean {
  try {
    const key = parseVerifierKey(vkey);
    const signature = decodeBase64(base64);
    return signature !== null && verifyRaw(schemeOf(key.type), key.verifying, message, signature);
  } catch {
    return false;
  }
}
