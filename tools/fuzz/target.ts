/**
 * @module What is fuzzed: a parser, the inputs that are made for it, and the rule that holds for each of them. The rule that holds for
 * all: it returns, or throws a MusterError with a code of the table that is not INTERNAL.
 */
import { deserialize } from 'node:v8';
import { isErrorCode, MusterError } from '@muster/errors';
import fc from 'fast-check';

/** How inputs ended, by name: `accepted`, or the code with which they were refused. */
export type Outcomes = Readonly<Record<string, number>>;

/** An input that broke a rule, as small as shrinking made it. */
export interface Counterexample {
  readonly input: unknown;
  /** Where fast-check finds it again under the same seed. */
  readonly path: string;
  readonly error: string;
}

export interface CheckResult {
  readonly inputs: number;
  readonly outcomes: Outcomes;
  readonly counterexample: Counterexample | undefined;
}

export interface CheckOptions {
  /** Of all inputs: the same seed makes the same ones. */
  readonly seed: number;
  readonly inputs: number;
  /** No input is begun after this time. */
  readonly timeMsMax: number;
  /** Called before each input, those of shrinking included. */
  onInput(input: unknown): void;
  /** Called after each input; throws when it took what no input may take. */
  onDone(): void;
}

export interface FuzzTarget {
  readonly name: string;
  check(options: CheckOptions): Promise<CheckResult>;
  /** Runs one input, as `serialize` of node:v8 wrote it; its outcome. Throws what breaks a rule. */
  replay(serialized: Uint8Array): Promise<string>;
}

/** `run` throws what the parser throws, or an Error of its own for a rule that is broken. What it returns is the name of the outcome. */
export function fuzzTarget<Input>(
  name: string,
  inputs: fc.Arbitrary<Input>,
  run: (input: Input) => string | Promise<string>,
): FuzzTarget {
  return {
    name,
    async check({ seed, inputs: numRuns, timeMsMax, onInput, onDone }) {
      const outcomes: Record<string, number> = {};
      let count = 0;
      const property = fc.asyncProperty(inputs, async (input) => {
        onInput(input);
        const outcome = await outcomeOf(() => run(input));
        onDone();
        count += 1;
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      });
      const details = await fc.check(property, {
        seed,
        numRuns,
        interruptAfterTimeLimit: timeMsMax,
        markInterruptAsFailure: false,
      });
      const { counterexample, counterexamplePath, errorInstance } = details;
      return {
        inputs: count,
        outcomes,
        counterexample: details.failed
          ? {
              input: counterexample?.[0],
              path: counterexamplePath ?? '',
              error: errorInstance instanceof Error ? (errorInstance.stack ?? '') : String(errorInstance),
            }
          : undefined,
      };
    },
    replay: async (serialized) => outcomeOf(() => run(deserialize(serialized) as Input)),
  };
}

/** The name of the outcome; throws what a parser may not throw. */
export async function outcomeOf(act: () => string | Promise<string>): Promise<string> {
  try {
    return await act();
  } catch (thrown) {
    if (thrown instanceof MusterError && isErrorCode(thrown.code) && thrown.code !== 'INTERNAL')
      return thrown.code;
    throw thrown;
  }
}

/** Throws when a rule does not hold. */
export function rule(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`broken rule: ${what}`);
}

/** What this side made itself must be taken: a refusal of it is a broken rule and no outcome. */
export function mustTake<Value>(what: string, act: () => Value): Value {
  try {
    return act();
  } catch (cause) {
    throw new Error(`broken rule: ${what}: ${String(cause)}`, { cause });
  }
}
