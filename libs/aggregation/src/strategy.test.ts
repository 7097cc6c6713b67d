import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { strategySchema } from './settings.ts';
import { makeStrategy, type Strategy } from './strategy.ts';

const NAMES = ['fedavg', 'fedprox', 'fedavgm', 'fedadagrad', 'fedadam', 'fedyogi'] as const;
const make = (input: object): Strategy => makeStrategy(strategySchema.parse(input));

/** Server state of a strategy, as the coordinator keeps it. */
function start(strategy: Strategy, weights: readonly number[]) {
  return {
    model: Float32Array.from(weights),
    slots: strategy.slots().map(({ initial }) => new Float32Array(weights.length).fill(initial)),
  };
}

/** One parameter through several rounds: the model after each. */
function trace(strategy: Strategy, weight: number, deltas: readonly number[]): number[] {
  const { model, slots } = start(strategy, [weight]);
  let scalars = strategy.prepare({});
  return deltas.map((delta, round) => {
    if (round > 0) scalars = strategy.prepare(scalars);
    strategy.step({ model, meanDelta: Float64Array.of(delta), slots }, scalars);
    return model[0] ?? Number.NaN;
  });
}

/** The recurrences of the papers, in f64 throughout, one parameter. */
const published = {
  /** Hsu, Qi & Brown 2019: v_t = beta v_{t-1} + g_t; w_t = w_{t-1} - gamma v_t, with g = -delta. */
  fedavgm(w0: number, deltas: readonly number[], beta: number, gamma: number): number[] {
    const out: number[] = [];
    let [w, v] = [w0, 0];
    for (const delta of deltas) {
      const gradient = -delta;
      v = beta * v + gradient;
      w = w - gamma * v;
      out.push(w);
    }
    return out;
  },
  /** Reddi et al. 2021, Algorithm 2, lines 13 to 18, v_{-1} = tau^2. */
  adaptive(
    which: 'fedadagrad' | 'fedadam' | 'fedyogi',
    x0: number,
    deltas: readonly number[],
    eta: number,
    beta1: number,
    beta2: number,
    tau: number,
  ): number[] {
    const out: number[] = [];
    let [x, m, v] = [x0, 0, tau ** 2];
    for (const delta of deltas) {
      const d2 = delta ** 2;
      m = beta1 * m + (1 - beta1) * delta;
      if (which === 'fedadagrad') v = v + d2;
      if (which === 'fedadam') v = beta2 * v + (1 - beta2) * d2;
      if (which === 'fedyogi') v = v > d2 ? v - (1 - beta2) * d2 : v < d2 ? v + (1 - beta2) * d2 : v;
      x = x + eta * (m / (v ** 0.5 + tau));
      out.push(x);
    }
    return out;
  },
};

/** Of either sign, and away from tau = 1e-3, where the sign in Yogi hangs on the last bit of the second moment. */
const delta = fc.double({ min: -2, max: 2, noNaN: true }).map((value) => value + Math.sign(value) * 0.002);
const deltas = fc.array(delta, { minLength: 1, maxLength: 20 });
const weight = fc.float({ min: -4, max: 4, noNaN: true });
const unit = fc.double({ min: 0, max: 0.99, noNaN: true });
const rate = fc.double({ min: 1e-3, max: 2, noNaN: true });

/** Each round rounds a few f32 once; the paths stay together to a few parts in 2^24 of what has moved. */
function expectClose(got: readonly number[], wanted: readonly number[], scale: number): void {
  expect(got.length).toBe(wanted.length);
  got.forEach((value, i) => {
    expect(Math.abs(value - (wanted[i] ?? 0))).toBeLessThanOrEqual(scale * (i + 2) * 2 ** -21);
  });
}

describe('the settings', () => {
  it('have the published defaults', () => {
    expect(strategySchema.parse({ name: 'fedavg' })).toEqual({ name: 'fedavg' });
    expect(strategySchema.parse({ name: 'fedprox' })).toEqual({ name: 'fedprox', mu: 0.01 });
    expect(strategySchema.parse({ name: 'fedavgm' })).toEqual({
      name: 'fedavgm',
      momentum: 0.9,
      learningRate: 1,
    });
    const moments = { learningRate: 0.01, beta1: 0.9, beta2: 0.99, tau: 1e-3 };
    expect(strategySchema.parse({ name: 'fedadam' })).toEqual({ name: 'fedadam', ...moments });
    expect(strategySchema.parse({ name: 'fedyogi' })).toEqual({ name: 'fedyogi', ...moments });
    const adagrad = { name: 'fedadagrad', learningRate: 0.01, beta1: 0, tau: 1e-3 };
    expect(strategySchema.parse({ name: 'fedadagrad' })).toEqual(adagrad);
  });

  it.each([
    {},
    { name: 'fedsgd' },
    { name: 'fedavg', mu: 1 },
    { name: 'fedprox', mu: -1 },
    { name: 'fedavgm', momentum: 1 },
    { name: 'fedavgm', learningRate: 0 },
    { name: 'fedadagrad', beta2: 0.99 },
    { name: 'fedadam', beta2: 1 },
    { name: 'fedadam', tau: 0 },
    { name: 'fedyogi', learningRate: Number.NaN },
  ])('refuse %j', (input) => {
    expect(strategySchema.safeParse(input).success).toBe(false);
  });
});

describe('every strategy', () => {
  it.each(NAMES)('%s gives the same bits whatever the windows', (name) => {
    const strategy = make({ name });
    const round = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 24, maxLength: 24 });
    fc.assert(
      fc.property(
        fc.array(round, { minLength: 1, maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 23 }), { maxLength: 5 }),
        (rounds, cuts) => {
          const weights = Array.from({ length: 24 }, (_, i) => Math.cos(i));
          const whole = start(strategy, weights);
          const cut = start(strategy, weights);
          const edges = [0, ...new Set(cuts), 24].sort((a, b) => a - b);
          let scalars = strategy.prepare({});
          for (const list of rounds) {
            const meanDelta = Float64Array.from(list);
            strategy.step({ ...whole, meanDelta }, scalars);
            edges.slice(1).forEach((end, i) => {
              const from = edges[i] ?? 0;
              strategy.step(
                {
                  model: cut.model.subarray(from, end),
                  meanDelta: meanDelta.subarray(from, end),
                  slots: cut.slots.map((slot) => slot.subarray(from, end)),
                },
                scalars,
              );
            });
            scalars = strategy.prepare(scalars);
          }
          expect(cut).toEqual(whole);
        },
      ),
      { numRuns: 40 },
    );
  });

  it.each(NAMES)(
    '%s leaves mean, model and slots finite, and the model alone when nothing changed',
    (name) => {
      const strategy = make({ name });
      expect(trace(strategy, 0.7, [0, 0])).toEqual([Math.fround(0.7), Math.fround(0.7)]);
      for (const value of trace(strategy, 0, [128, -128, 1e-30, 128]))
        expect(Number.isFinite(value)).toBe(true);
    },
  );

  it.each(NAMES)('%s refuses vectors that do not fit each other', (name) => {
    const strategy = make({ name });
    const { model, slots } = start(strategy, [1, 2, 3]);
    const scalars = strategy.prepare({});
    const invalid = expect.objectContaining({ code: 'INVALID_ARGUMENT' });
    expect(() => strategy.step({ model, meanDelta: new Float64Array(2), slots }, scalars)).toThrow(invalid);
    const more = [...slots, new Float32Array(3)];
    expect(() => strategy.step({ model, meanDelta: new Float64Array(3), slots: more }, scalars)).toThrow(
      invalid,
    );
    const shorter = slots.map(() => new Float32Array(2));
    if (slots.length === 0) return;
    expect(() => strategy.step({ model, meanDelta: new Float64Array(3), slots: shorter }, scalars)).toThrow(
      invalid,
    );
  });

  it.each(NAMES)('%s counts its steps', (name) => {
    const { prepare } = make({ name });
    expect(prepare(prepare(prepare({})))).toEqual({ steps: 3 });
  });
});

describe('FedAvg and FedProx', () => {
  it.each(['fedavg', 'fedprox'])('%s adds the mean, rounded once', (name) => {
    fc.assert(
      fc.property(weight, fc.double({ min: -2, max: 2, noNaN: true }), (w, delta) => {
        expect(trace(make({ name }), w, [delta])).toEqual([Math.fround(w + delta)]);
      }),
    );
  });

  it('tell sites the proximal factor, and only FedProx has one', () => {
    expect(make({ name: 'fedprox', mu: 0.3 }).clientSettings()).toEqual({ proximalMu: 0.3 });
    for (const name of NAMES) {
      if (name !== 'fedprox') expect(make({ name }).clientSettings()).toEqual({ proximalMu: 0 });
    }
  });
});

describe('FedAvgM', () => {
  it('follows the published recurrence', () => {
    fc.assert(
      fc.property(weight, deltas, unit, rate, (w, list, momentum, learningRate) => {
        const got = trace(make({ name: 'fedavgm', momentum, learningRate }), w, list);
        const wanted = published.fedavgm(w, list, momentum, learningRate);
        const reach = Math.max(1, ...wanted.map(Math.abs));
        expectClose(got, wanted, reach + (2 * learningRate) / (1 - momentum) ** 2);
      }),
    );
  });

  it('is FedAvg without momentum', () => {
    const list = [0.5, -0.25, 0.125];
    expect(trace(make({ name: 'fedavgm', momentum: 0 }), 1, list)).toEqual(
      trace(make({ name: 'fedavg' }), 1, list),
    );
  });

  it('moves by hand-computed steps', () => {
    // v = 1, 1.5, 1.75; w = 1, 2.5, 4.25
    expect(trace(make({ name: 'fedavgm', momentum: 0.5 }), 0, [1, 1, 1])).toEqual([1, 2.5, 4.25]);
  });
});

describe.each(['fedadagrad', 'fedadam', 'fedyogi'] as const)('%s', (name) => {
  it('follows Algorithm 2', () => {
    const slow = fc.double({ min: 0.9, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(weight, deltas, rate, unit, slow, (w, list, learningRate, beta1, beta2) => {
        const input =
          name === 'fedadagrad' ? { name, learningRate, beta1 } : { name, learningRate, beta1, beta2 };
        const wanted = published.adaptive(name, w, list, learningRate, beta1, beta2, 1e-3);
        const path = wanted.reduce((sum, x, i) => sum + Math.abs(x - (wanted[i - 1] ?? w)), 0);
        const reach = Math.max(1, ...wanted.map(Math.abs));
        expectClose(trace(make(input), w, list), wanted, reach + 8 * path);
      }),
      { endOnFailure: true },
    );
  });

  it('keeps momentum from 0 and the second moment from tau^2', () => {
    expect(make({ name, tau: 0.5 }).slots()).toEqual([
      { name: 'momentum', initial: 0 },
      { name: 'second-moment', initial: 0.25 },
    ]);
  });
});

describe('the adaptive strategies', () => {
  it('move by hand-computed first steps: tau = 1/2, v = 1/4, delta = 1', () => {
    const base = { learningRate: 1, beta1: 0.5, tau: 0.5 };
    // m = 1/2 throughout. Adagrad: v = 5/4. Adam, beta2 = 1/2: v = 5/8. Yogi: v = 1/4 + 1/2.
    const first = (input: object) => trace(make({ ...base, ...input }), 0, [1])[0];
    expect(first({ name: 'fedadagrad' })).toBe(Math.fround(0.5 / (Math.sqrt(1.25) + 0.5)));
    expect(first({ name: 'fedadam', beta2: 0.5 })).toBe(Math.fround(0.5 / (Math.sqrt(0.625) + 0.5)));
    expect(first({ name: 'fedyogi', beta2: 0.5 })).toBe(Math.fround(0.5 / (Math.sqrt(0.75) + 0.5)));
  });
});
