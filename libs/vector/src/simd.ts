/** @module The kernels in WASM with SIMD, from libs/vector/assembly, each workspace with a memory of its own. */
import { readFile } from 'node:fs/promises';
import { MusterError } from '@muster/errors';
import type { Engine, Workspace } from './engine.ts';

const WASM = new URL('../build/kernels.wasm', import.meta.url);
const PAGE_BYTES = 65_536;
/** 32-bit addresses; the last page stays out of reach so that no end of a range is 2^32, which is 0. */
const PAGES_MAX = 65_535;

/** The part of the global that is used here; its types come with the DOM only, which nothing else here needs. */
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<object>;
  readonly Memory: new (size: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (
    module: object,
    imports: { env: { memory: object } },
  ) => { readonly exports: object };
};

/** 1.5 * 2^52, and all bits of a float32 but its sign: see the kernels for why they are handed in. */
const MAGIC = 6_755_399_441_055_744;
const MAGNITUDE_MASK = 0x7fffffff;

interface Exports {
  fold(sums: number, values: number, count: number, scale: number, magic: number): void;
  add(sums: number, others: number, count: number): void;
  scan(state: number, values: number, count: number, magnitudeMask: number): void;
  add16: WordKernel;
  subtract16: WordKernel;
  add32: WordKernel;
  subtract32: WordKernel;
  subtract64: WordKernel;
  quantize: Workspace['quantize'];
  narrow: Workspace['narrow'];
  flip: Workspace['flip'];
  hadamard: Workspace['hadamard'];
}

type WordKernel = (words: number, others: number, sizeBytes: number) => void;

const KERNELS: readonly (keyof Exports)[] = [
  'fold',
  'add',
  'scan',
  'add16',
  'subtract16',
  'add32',
  'subtract32',
  'subtract64',
  'quantize',
  'narrow',
  'flip',
  'hadamard',
];

/** Compiles the kernels; the engine may be used for as long as the process lives. ENGINE_UNAVAILABLE if they are not built or have no SIMD. */
export async function loadSimdEngine(): Promise<Engine> {
  const module = await readFile(WASM)
    .then((bytes) => WebAssembly.compile(bytes))
    .catch((cause: unknown) => {
      throw new MusterError(
        'ENGINE_UNAVAILABLE',
        'the kernels do not load: build them with node tools/kernels/build.ts',
        {
          cause,
        },
      );
    });
  return {
    sizeBytesMax: PAGES_MAX * PAGE_BYTES,
    open(sizeBytes) {
      const pages = Math.ceil(sizeBytes / PAGE_BYTES);
      // No room to grow: the buffer is never detached, so that views of it stay good.
      const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
      const { exports } = new WebAssembly.Instance(module, { env: { memory } });
      if (!hasKernels(exports)) throw new MusterError('INTERNAL', 'kernels.wasm lacks a kernel');
      const { fold, add, scan, add16, subtract16, add32, subtract32, subtract64 } = exports;
      const { quantize, narrow, flip, hadamard } = exports;
      const add64: WordKernel = (words, others, sizeBytes) => add(words, others, sizeBytes / 8);
      const adding = { 16: add16, 32: add32, 64: add64 };
      const subtracting = { 16: subtract16, 32: subtract32, 64: subtract64 };
      return {
        buffer: memory.buffer,
        fold: (sums, values, count, scale) => fold(sums, values, count, scale, MAGIC),
        add,
        scan: (state, values, count) => scan(state, values, count, MAGNITUDE_MASK),
        addWords: (words, others, sizeBytes, bits) => adding[bits](words, others, sizeBytes),
        subtractWords: (words, others, sizeBytes, bits) => subtracting[bits](words, others, sizeBytes),
        quantize,
        narrow,
        flip,
        hadamard,
      };
    },
  };
}

function hasKernels(exports: object): exports is Exports {
  return KERNELS.every((name) => name in exports);
}
