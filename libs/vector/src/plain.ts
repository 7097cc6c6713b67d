/** @module The kernels in plain TypeScript: what the WASM kernels are tested against, and what runs where there is no SIMD. */
import { type Engine, FOLD_BIAS_TOP, type Workspace } from './engine.ts';

/** 1.5 * 2^52: adding and taking it away again rounds |t| <= 2^50 to a whole number, ties to even. */
const MAGIC = 6755399441055744;
const WORD = 2 ** 32;
const BIAS_HIGH = FOLD_BIAS_TOP * 2 ** 16;

export const plainEngine: Engine = {
  sizeBytesMax: 2 ** 32,
  open: (sizeBytes) => plainWorkspace(new ArrayBuffer(sizeBytes)),
};

function plainWorkspace(buffer: ArrayBuffer): Workspace {
  const floats = new Float32Array(buffer, 0, Math.floor(buffer.byteLength / 4));
  const doubles = new Float64Array(buffer, 0, Math.floor(buffer.byteLength / 8));
  // An i64 is two words, low first: BigInt64Array would give the same bits at a fiftieth of the speed.
  const words = new Uint32Array(buffer, 0, Math.floor(buffer.byteLength / 4));
  const integers = new Int32Array(buffer, 0, Math.floor(buffer.byteLength / 4));
  const halves = new Uint16Array(buffer, 0, Math.floor(buffer.byteLength / 2));

  /** The 64 bits at word `at` += high * 2^32 + low, for 0 <= low < 2^32 and whole `high`. */
  const addAt = (at: number, high: number, low: number): void => {
    const lowSum = (words[at] ?? 0) + low;
    words[at] = lowSum;
    words[at + 1] = (words[at + 1] ?? 0) + high + (lowSum >= WORD ? 1 : 0);
  };

  /** The 64 bits at word `at` -= high * 2^32 + low. */
  const subtractAt = (at: number, high: number, low: number): void => {
    const lowDifference = (words[at] ?? 0) - low;
    words[at] = lowDifference;
    words[at + 1] = (words[at + 1] ?? 0) - high - (lowDifference < 0 ? 1 : 0);
  };

  return {
    buffer,
    fold(sums, values, count, scale) {
      const to = sums / 4;
      const from = values / 4;
      for (let i = 0; i < count; i++) {
        const term = (floats[from + i] ?? 0) * scale + MAGIC - MAGIC;
        const high = Math.floor(term / WORD);
        addAt(to + 2 * i, high + BIAS_HIGH, term - high * WORD);
      }
    },
    add(sums, others, count) {
      const to = sums / 4;
      const from = others / 4;
      for (let i = 0; i < 2 * count; i += 2) addAt(to + i, words[from + i + 1] ?? 0, words[from + i] ?? 0);
    },
    scan(state, values, count) {
      const squares = state / 8;
      const greatest = state / 4 + 16;
      const from = values / 4;
      for (let i = 0; i < count; i++) {
        const value = floats[from + i] ?? 0;
        doubles[squares + (i & 7)] = (doubles[squares + (i & 7)] ?? 0) + value * value;
        words[greatest + (i & 3)] = Math.max(
          words[greatest + (i & 3)] ?? 0,
          (words[from + i] ?? 0) & 0x7fffffff,
        );
      }
    },
    addWords(to, from, sizeBytes, bits) {
      if (bits === 64)
        for (let i = 0; i < sizeBytes / 4; i += 2)
          addAt(to / 4 + i, words[from / 4 + i + 1] ?? 0, words[from / 4 + i] ?? 0);
      else {
        const lanes = bits === 16 ? halves : words;
        const [at, other] = [to / lanes.BYTES_PER_ELEMENT, from / lanes.BYTES_PER_ELEMENT];
        for (let i = 0; i < sizeBytes / lanes.BYTES_PER_ELEMENT; i++)
          lanes[at + i] = (lanes[at + i] ?? 0) + (lanes[other + i] ?? 0);
      }
    },
    subtractWords(to, from, sizeBytes, bits) {
      if (bits === 64)
        for (let i = 0; i < sizeBytes / 4; i += 2)
          subtractAt(to / 4 + i, words[from / 4 + i + 1] ?? 0, words[from / 4 + i] ?? 0);
      else {
        const lanes = bits === 16 ? halves : words;
        const [at, other] = [to / lanes.BYTES_PER_ELEMENT, from / lanes.BYTES_PER_ELEMENT];
        for (let i = 0; i < sizeBytes / lanes.BYTES_PER_ELEMENT; i++)
          lanes[at + i] = (lanes[at + i] ?? 0) - (lanes[other + i] ?? 0);
      }
    },
    quantize(to, values, random, count, scale, bound) {
      for (let i = 0; i < count; i++) {
        const product = Math.fround((floats[values / 4 + i] ?? 0) * scale);
        const scaled = Math.min(Math.max(product, -bound), bound);
        const whole = Math.floor(scaled);
        const threshold = ((words[random / 4 + i] ?? 0) >>> 8) / 2 ** 24;
        // As float32, like the SIMD twin: of a tiny negative value the fraction is 1.
        integers[to / 4 + i] = whole + (threshold < Math.fround(scaled - whole) ? 1 : 0);
      }
    },
    narrow(to, from, count) {
      for (let i = 0; i < count; i++) halves[to / 2 + i] = integers[from / 4 + i] ?? 0;
    },
    flip(values, random, count) {
      for (let i = 0; i < count; i++)
        words[values / 4 + i] = (words[values / 4 + i] ?? 0) ^ ((words[random / 4 + i] ?? 0) & 0x80000000);
    },
    hadamard(values, count) {
      for (let stride = 1; stride < count; stride *= 2)
        for (let start = 0; start < count; start += 2 * stride)
          for (let i = values / 4 + start; i < values / 4 + start + stride; i++) {
            const [a, b] = [floats[i] ?? 0, floats[i + stride] ?? 0];
            floats[i] = a + b;
            floats[i + stride] = a - b;
          }
    },
  };
}
