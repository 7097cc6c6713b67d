/**
 * @module The IDX format of MNIST (yann.lecun.com/exdb/mnist): bytes 0, 0, element type, number of dimensions; each
 * dimension as a big-endian 32-bit number; the elements. Only type 0x08, unsigned byte, carries images and labels.
 */
import { schemaFault, unreadable } from './fault.ts';
import { ByteReader, openSource, type Source } from './source.ts';

const UNSIGNED_BYTE = 0x08;

/** No deflate stream expands by more than 1032 to 1 (zlib's technical details); its 18 bytes of frame are slack. */
const DEFLATE_RATIO_MAX = 1032;

/**
 * Reads and checks the header, and the file length against it, before a byte of the elements is read or allocated.
 * @param rank dimensions that the file must have: 1 for labels, 3 for grey images, 4 for images with channels
 * @returns the dimensions, each a whole number in [0, 2^32)
 * @throws DATA_UNREADABLE for another format, or a length that contradicts the header
 */
export async function readIdxHeader(
  source: Source,
  reader: ByteReader,
  rank: number,
): Promise<readonly number[]> {
  const { role, path } = source;
  const headerBytes = 4 + 4 * rank;
  const header = new Uint8Array(headerBytes);
  const found = await reader.fill(header);
  const view = new DataView(header.buffer);
  const magic = view.getUint32(0);
  const magicWanted = (UNSIGNED_BYTE << 8) | rank;
  if (found >= 4 && magic !== magicWanted) {
    throw unreadable(
      `The ${role} does not begin as IDX of unsigned bytes in ${rank} ${rank === 1 ? 'dimension' : 'dimensions'}: ` +
        `expected ${hex(magicWanted)}, found ${hex(magic)}.`,
      { role, expected: hex(magicWanted), found: hex(magic) },
      path,
    );
  }
  if (found < headerBytes) throw lengthFault(source, headerBytes, found, 'in its header');
  const dimensions = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const wanted = headerBytes + dimensions.reduce((product, size) => product * size, 1);
  if (!source.gzip && source.fileBytes !== wanted) {
    throw lengthFault(source, wanted, source.fileBytes, `for ${dimensions.join(' x ')} elements`);
  }
  if (source.gzip && wanted > (source.fileBytes + 18) * DEFLATE_RATIO_MAX) {
    throw unreadable(
      `The ${role} announces ${wanted} bytes, more than its ${source.fileBytes} bytes of gzip can hold.`,
      { role, expectedBytes: wanted, fileBytes: source.fileBytes },
      path,
    );
  }
  return dimensions;
}

/** Number of dimensions that a file says it has, 0 for one that is no IDX of unsigned bytes. Throws DATA_UNREADABLE. */
export async function readIdxRank(path: string, role: string): Promise<number> {
  await using source = await openSource(path, role);
  const reader = new ByteReader(source);
  try {
    const magic = new Uint8Array(4);
    await reader.fill(magic);
    return magic[0] === 0 && magic[1] === 0 && magic[2] === UNSIGNED_BYTE ? (magic[3] ?? 0) : 0;
  } finally {
    reader.close();
  }
}

/**
 * Reads elements into `out`. With `toEnd`, the file must end with them.
 * @throws DATA_UNREADABLE if the file ends early or goes on
 */
export async function readIdxElements(
  source: Source,
  reader: ByteReader,
  out: Uint8Array,
  headerBytes: number,
  toEnd: boolean,
): Promise<void> {
  const found = await reader.fill(out);
  if (found < out.length)
    throw lengthFault(source, headerBytes + out.length, headerBytes + found, 'once unpacked');
  if (toEnd && !(await reader.atEnd())) {
    const { role, path } = source;
    const expectedBytes = headerBytes + out.length;
    throw unreadable(
      `The ${role} goes on after the ${expectedBytes} bytes that its header announces.`,
      { role, expectedBytes },
      path,
    );
  }
}

/** The size of a dimension against the schema. */
export function checkDimension(role: string, name: string, found: number, expected: number): void {
  if (found !== expected) {
    throw schemaFault(`The ${role} has images of ${name} ${found}; the task declares ${name} ${expected}.`, {
      role,
      dimension: name,
      expected,
      found,
    });
  }
}

function lengthFault(source: Source, expectedBytes: number, foundBytes: number, where: string): Error {
  const { role, path } = source;
  const kind = foundBytes < expectedBytes ? 'is truncated' : 'is longer than its header says';
  return unreadable(
    `The ${role} ${kind}: expected ${expectedBytes} bytes ${where}, found ${foundBytes}.`,
    { role, expectedBytes, foundBytes },
    path,
  );
}

function hex(word: number): string {
  return `0x${word.toString(16).padStart(8, '0')}`;
}
