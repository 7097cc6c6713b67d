/** @module The words of an update, made from its file and written to another, inside the thread that does nothing else. */
import { open, readFile } from 'node:fs/promises';
import { applyMasks, encodeUpdate, encodingFor, MaskedVector, wipeMasks } from '@muster/secagg';
import { fileFault } from '@muster/store/site';
import { loadKernels } from '@muster/vector';
import type { MaskedFile, MaskingJob } from './masked-file.ts';

/** Throws STORAGE_*; INVALID_ARGUMENT for a file of another length than the terms say. */
export async function writeMasked(job: MaskingJob): Promise<MaskedFile> {
  const { updateFile, target, terms, sitesMax, roundId, roundingKey, masks } = job;
  const kernels = await loadKernels();
  using vector = new MaskedVector(kernels, encodingFor(terms, sitesMax));
  const update = await floatsIn(updateFile);
  const { examples, lossSum, metrics } = job;
  const contribution = { update, examples, lossSum, metrics };
  const encoded = encodeUpdate(kernels, vector, contribution, { roundId, roundingKey });
  update.fill(0);
  applyMasks(vector, masks);
  wipeMasks(masks);
  roundingKey.fill(0);
  try {
    await using file = await open(target, 'w', 0o600);
    await file.writeFile(vector.parameters.bytes);
    await file.writeFile(vector.tail.bytes);
    await file.sync();
  } catch (thrown) {
    throw fileFault(thrown, 'writing a masked update');
  }
  return { sha256: vector.digest(), sizeBytes: vector.encoding.sizeBytes, encoded };
}

async function floatsIn(path: string): Promise<Float32Array> {
  try {
    const { buffer, byteOffset, length } = await readFile(path);
    const bytes = byteOffset % 4 === 0 ? buffer : buffer.slice(byteOffset, byteOffset + length);
    return new Float32Array(bytes, byteOffset % 4 === 0 ? byteOffset : 0, length / 4);
  } catch (thrown) {
    throw fileFault(thrown, 'reading an update');
  }
}
