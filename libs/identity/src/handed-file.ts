/**
 * @module Files that people of a federation hand to one another: public cards, requests for certificates, certificates, and manifests with their
 * signatures. JSON around the bytes of wire messages; nothing in them is secret, and nothing is believed for standing there.
 */
import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { MusterError } from '@muster/errors';
import {
  type Certificate,
  type CertificateRequest,
  decodeMessage,
  encodeMessage,
  type SignedManifest,
} from '@muster/protocol';
import { parseCertificate } from './certificate.ts';
import { createPrivateFile, replacePrivateFile } from './key-file.ts';

const FORMATS = {
  card: 'muster-card-1',
  request: 'muster-request-1',
  certificate: 'muster-certificate-1',
  manifest: 'muster-manifest-1',
} as const;

/** Thousands of epochs, or hundreds of large ones. */
const FILE_BYTES_MAX = 64 * 1024 * 1024;
const SIGNED_BYTES_MAX = 262_144;

/** The public key of an organisation, or of a coordinator, whose name is ''. */
export interface Card {
  readonly role: 'organisation' | 'coordinator';
  readonly name: string;
  /** Ed25519, 32 bytes. */
  readonly key: Uint8Array;
}

/** A certificate with every manifest of its federation. */
export interface CertificateBundle {
  readonly certificate: Certificate;
  readonly manifests: readonly SignedManifest[];
}

export function formatCard({ role, name, key }: Card): string {
  return format('card', { role, name, key: Buffer.from(key).toString('hex') });
}

export function formatRequest(request: CertificateRequest): string {
  return format('request', { request: base64(encodeMessage('CertificateRequest', request)) });
}

export function formatBundle({ certificate, manifests }: CertificateBundle): string {
  return format('certificate', {
    certificate: base64(encodeMessage('Certificate', certificate)),
    manifests: manifests.map(signedText),
  });
}

/** Where a person has named the file it must be a new one; the one of the usual name takes the place of the one before. Throws CONFLICT. */
export async function writeHanded(text: string, usual: string, named?: string): Promise<string> {
  const file = resolve(named ?? usual);
  await (named === undefined ? replacePrivateFile : createPrivateFile)(file, text);
  return file;
}

/** Every epoch from the first on; of the last one signatures may be missing. */
export function formatManifests(manifests: readonly SignedManifest[]): string {
  return format('manifest', { manifests: manifests.map(signedText) });
}

/** Throws INVALID_ARGUMENT for a file that is none, as the others do. */
export async function readCard(path: string): Promise<Card> {
  const { role, name, key } = await read('card', path);
  const isSound =
    (role === 'organisation' || role === 'coordinator') &&
    typeof name === 'string' &&
    typeof key === 'string' &&
    /^[0-9a-f]{64}$/.test(key);
  if (!isSound) throw damaged(path);
  return { role, name, key: Buffer.from(key, 'hex') };
}

export async function readRequest(path: string): Promise<CertificateRequest> {
  const { request } = await read('request', path);
  return parsed(path, () => decodeMessage('CertificateRequest', bytesOf(request), 2048));
}

export async function readBundle(path: string): Promise<CertificateBundle> {
  const { certificate, manifests } = await read('certificate', path);
  return parsed(path, () => ({
    certificate: parseCertificate(bytesOf(certificate)),
    manifests: signedIn(manifests),
  }));
}

export async function readManifests(path: string): Promise<readonly SignedManifest[]> {
  const { manifests } = await read('manifest', path);
  return parsed(path, () => signedIn(manifests));
}

/** A signed manifest in base64, as it stands in files and in the API. */
export function signedText(signed: SignedManifest): string {
  return base64(encodeMessage('SignedManifest', signed));
}

/** Throws MANIFEST_INVALID. */
export function parseSigned(bytes: Uint8Array): SignedManifest {
  try {
    return decodeMessage('SignedManifest', bytes, SIGNED_BYTES_MAX);
  } catch (cause) {
    throw new MusterError('MANIFEST_INVALID', 'a manifest cannot be read: it is malformed or too large', {
      cause,
    });
  }
}

function signedIn(manifests: unknown): readonly SignedManifest[] {
  if (!Array.isArray(manifests)) throw new TypeError('no list of manifests');
  return manifests.map((text: unknown) => parseSigned(bytesOf(text)));
}

function format(kind: keyof typeof FORMATS, fields: object): string {
  return `${JSON.stringify({ format: FORMATS[kind], ...fields }, null, 2)}\n`;
}

/** Whatever the file says of its size, no more of it is read than may be there. */
async function textIn(path: string): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of createReadStream(path, { end: FILE_BYTES_MAX })) parts.push(part);
  const bytes = Buffer.concat(parts);
  if (bytes.length > FILE_BYTES_MAX) throw damaged(path);
  return bytes.toString('utf8');
}

async function read(kind: keyof typeof FORMATS, path: string): Promise<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(await textIn(path));
  } catch (cause) {
    if (cause instanceof MusterError) throw cause;
    throw new MusterError('INVALID_ARGUMENT', `${path} cannot be read, or is no JSON`, { cause });
  }
  const fields = value !== null && typeof value === 'object' ? { ...value } : {};
  const found: unknown = Reflect.get(fields, 'format');
  if (found === FORMATS[kind]) return fields;
  const [other] = Object.entries(FORMATS).find(([, each]) => each === found) ?? [];
  throw new MusterError(
    'INVALID_ARGUMENT',
    `${path} is no ${kind} file${other ? `: it is a ${other} file` : ''}`,
  );
}

function parsed<T>(path: string, parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    throw damaged(path, cause);
  }
}

function damaged(path: string, cause?: unknown): MusterError {
  return new MusterError('INVALID_ARGUMENT', `${path} is damaged`, { cause });
}

function bytesOf(text: unknown): Uint8Array {
  if (typeof text !== 'string') throw new TypeError('no text');
  return Buffer.from(text, 'base64');
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
