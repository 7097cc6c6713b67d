/** @module What a benchmark is: a name, and figures that it measures anew each time it runs. */
export interface Benchmark {
  readonly name: string;
  /** The figures, units last in their names; JSON values. What a person may want to see meanwhile goes to `log`. */
  run(log: (line: string) => void): Promise<Record<string, unknown>>;
}
