/**
 * @module `node tools/kernels/build.ts`: compiles libs/vector/assembly/kernels.ts to libs/vector/build/kernels.wasm. Done at set-up,
 * and skipped when the stamp beside the output names the same source, compiler and options.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const SOURCE = 'kernels.ts';
const sourceFolder = join(import.meta.dirname, '..', '..', 'libs', 'vector', 'assembly');
const outFolder = join(import.meta.dirname, '..', '..', 'libs', 'vector', 'build');
const wasmFile = join(outFolder, 'kernels.wasm');
const stampFile = join(outFolder, 'kernels.stamp');

const OPTIONS = [
  ...['--enable', 'simd', '-O3', '--converge', '--noAssert', '--runtime', 'stub'],
  // The caller brings a memory per accumulator, so that dropping one gives its bytes back.
  ...['--importMemory', '--noExportMemory', '--initialMemory', '1'],
];

/** Reads as little as can tell one build from another: the compiler itself takes half a second to load. */
function stampNow(source: string): string {
  const compiler = createRequire(import.meta.url).resolve('assemblyscript/package.json');
  const { version }: { version: string } = JSON.parse(readFileSync(compiler, 'utf8'));
  const sources = createHash('sha256')
    .update(JSON.stringify([version, OPTIONS, source]))
    .digest('hex');
  return sources;
}

/** The stamp also names the output, so that a file that was cut short or replaced is built again. */
function isFresh(stamp: string): boolean {
  try {
    return readFileSync(stampFile, 'utf8') === `${stamp} ${digest(readFileSync(wasmFile))}`;
  } catch {
    return false;
  }
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Renamed into place: two set-ups at once must not see half a file of each other. */
function writeWhole(file: string, content: Uint8Array | string): void {
  const temporary = join(dirname(file), `.${randomUUID()}`);
  writeFileSync(temporary, content);
  renameSync(temporary, file);
}

async function compile(source: string): Promise<Uint8Array> {
  const { default: asc } = await import('assemblyscript/asc');
  let wasm: Uint8Array | undefined;
  const { error, stderr } = await asc.main([SOURCE, '--outFile', 'kernels.wasm', ...OPTIONS], {
    readFile: (name: string) => (name === SOURCE ? source : null),
    writeFile: (name: string, content: Uint8Array | string) => {
      if (name === 'kernels.wasm' && typeof content !== 'string') wasm = content;
    },
    listFiles: () => [],
  });
  if (error !== null || wasm === undefined)
    throw new Error(`${error?.message ?? 'no output'}\n${stderr.toString()}`);
  return wasm;
}

const source = readFileSync(join(sourceFolder, SOURCE), 'utf8');
const stamp = stampNow(source);
if (!isFresh(stamp)) {
  const wasm = await compile(source);
  mkdirSync(outFolder, { recursive: true });
  writeWhole(wasmFile, wasm);
  writeWhole(stampFile, `${stamp} ${digest(wasm)}`);
}
