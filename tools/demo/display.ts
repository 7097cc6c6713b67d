/** @module What a person sees of the demo: a line for every step and round, and between rounds where each site is. */
import type { RunDetail, RunEvent } from '@muster/api';

type Data = Record<string, unknown>;

export class Display {
  readonly #json: boolean;
  readonly #live = process.stdout.isTTY === true;
  readonly #shares = new Map<string, string>();
  #lastPrintMs = 0;

  constructor(json: boolean) {
    this.#json = json;
  }

  step(text: string): void {
    if (this.#json) this.#line({ kind: 'step', text });
    else this.#print(`· ${text}`);
  }

  say(text: string): void {
    if (this.#json) this.#line({ kind: 'text', text });
    else this.#print(text);
  }

  /** How the labels are dealt: the sites are unlike one another. */
  slices(
    sites: readonly {
      readonly site: string;
      readonly rows: number;
      readonly labelCounts: readonly number[];
    }[],
  ): void {
    if (this.#json) {
      this.#line({
        kind: 'slices',
        sites: sites.map(({ site, rows, labelCounts }) => ({ site, rows, labelCounts })),
      });
      return;
    }
    const width = Math.max(...sites.map(({ site }) => site.length));
    this.#print(
      `  ${'site'.padEnd(width)}  images   share of each digit: ${[...'0123456789'].map((digit) => digit.padStart(4)).join('')}`,
    );
    for (const { site, rows, labelCounts } of sites) {
      const shares = labelCounts.map((count) => `${Math.round((100 * count) / rows)}%`.padStart(4)).join('');
      this.#print(`  ${site.padEnd(width)}  ${String(rows).padStart(6)}                        ${shares}`);
    }
  }

  event(event: RunEvent): void {
    if (this.#json) {
      this.#line(event);
      return;
    }
    const { data } = event;
    switch (event.kind) {
      case 'run-status':
        if (data.status !== 'running')
          this.#print(`  run ${text(data.status)}${data.reason ? `: ${text(data.reason)}` : ''}`);
        return;
      case 'round-opened':
        this.#shares.clear();
        for (const site of list(data.cohort)) this.#shares.set(text(site), 'asked');
        this.#status(`round ${text(data.round)}: selecting`, true);
        return;
      case 'site-progress':
        this.#shares.set(text(data.site), `${text(data.phase)} ${Math.round(100 * number(data.fraction))}%`);
        this.#status(`round ${text(data.round)}`, false);
        return;
      case 'update-received':
        this.#shares.set(text(data.site), 'done');
        this.#status(`round ${text(data.round)}`, false);
        return;
      case 'site-refused':
      case 'site-failed':
      case 'update-rejected':
        this.#print(`  ${text(data.site)}: ${event.kind} ${text(data.code)} ${text(data.reason)}`);
        return;
      case 'round-closed':
        this.#print(roundLine(data));
        return;
      case 'evaluation':
        this.#print(
          `          at ${text(data.sites)} sites on their own holdouts: accuracy ${percent(data.accuracy)}, loss ${number(data.loss).toFixed(4)}`,
        );
        return;
      default:
    }
  }

  end(run: RunDetail, seconds: number): void {
    if (this.#json) {
      this.#line({
        kind: 'end',
        status: run.status,
        reason: run.reason,
        accuracy: run.accuracy,
        rounds: run.round,
        seconds,
        model: run.model,
      });
      return;
    }
    this.#print(
      `\n${run.status}, ${run.reason}: accuracy ${percent(run.accuracy)} on the 10,000 test images after ${run.round} rounds, ${seconds.toFixed(0)} s`,
    );
  }

  /** Where each site is: redrawn in place on a terminal, now and then otherwise. */
  #status(head: string, force: boolean): void {
    const line = `  ${head}  ${[...this.#shares].map(([site, share]) => `${site} ${share}`).join(', ')}`;
    if (this.#live) {
      process.stdout.write(`\r\x1b[2K${line.slice(0, (process.stdout.columns ?? 120) - 1)}`);
      return;
    }
    if (!force && performance.now() - this.#lastPrintMs < 3_000) return;
    this.#lastPrintMs = performance.now();
    process.stdout.write(`${line}\n`);
  }

  #print(line: string): void {
    process.stdout.write(`${this.#live ? '\r\x1b[2K' : ''}${line}\n`);
  }

  #line(value: object): void {
    process.stdout.write(`${JSON.stringify(value)}\n`);
  }
}

function roundLine(data: Data): string {
  const members = list(data.members).map((member) =>
    member !== null && typeof member === 'object' ? { ...member } : {},
  ) as Data[];
  const counted = members.filter(({ outcome }) => outcome === 'counted');
  const others = members.filter(({ outcome }) => outcome !== 'counted');
  const why = others.map(
    ({ site, outcome, code, reason }) =>
      `\n          ${text(site)} did not count: ${text(outcome)}, ${text(code)} ${text(reason)}`,
  );
  const figures =
    typeof data.accuracy === 'number'
      ? `accuracy ${percent(data.accuracy)}  loss ${number(data.loss).toFixed(4)}`
      : text(data.reason);
  const attempt = number(data.attempt) > 1 ? `.${text(data.attempt)}` : '';
  return `round ${`${text(data.round)}${attempt}`.padStart(2)}  ${text(data.status)}  ${counted.length} of ${members.length} counted  ${figures}  up ${megabytes(data.bytesUp)}  down ${megabytes(data.bytesDown)}  ${number(data.seconds).toFixed(1)} s${why.join('')}`;
}

const text = (value: unknown): string => (value === undefined || value === null ? '' : String(value));
const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const percent = (value: unknown): string => `${(100 * number(value)).toFixed(2)} %`;
const megabytes = (value: unknown): string => `${(number(value) / 1e6).toFixed(1)} MB`;
