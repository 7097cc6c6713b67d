/** @module What a person sees of the demo: a line for every step and round, and between rounds where each site is. */
import type { RunDetail, RunEvent } from '@muster/api';

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
    const { kind, data } = event;
    switch (kind) {
      case 'run-status':
        if (data.status !== 'running')
          this.#print(`  run ${data.status}${data.reason ? `: ${data.reason}` : ''}`);
        return;
      case 'round-opened':
        this.#shares.clear();
        for (const site of data.cohort) this.#shares.set(site, 'asked');
        this.#status(`round ${data.round}: selecting`, true);
        return;
      case 'site-progress':
        this.#shares.set(data.site, `${data.phase} ${Math.round(100 * data.fraction)}%`);
        this.#status(`round ${data.round}`, false);
        return;
      case 'update-received':
        this.#shares.set(data.site, 'done');
        this.#status(`round ${data.round}`, false);
        return;
      case 'site-refused':
      case 'site-failed':
      case 'update-rejected':
        this.#print(`  ${data.site}: ${kind} ${data.code} ${data.reason}`);
        return;
      case 'round-closed':
        this.#print(roundLine(data));
        return;
      case 'evaluation':
        this.#print(
          `          at ${data.sites} sites on their own holdouts: accuracy ${percent(data.accuracy)}, loss ${(data.loss ?? 0).toFixed(4)}`,
        );
        return;
      default:
        kind satisfies never;
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
        secureAggregation: run.secureAggregation,
      });
      return;
    }
    this.#print(
      `\n${run.status}, ${run.reason}: accuracy ${percent(run.accuracy)} on the 10,000 test images after ${run.round} rounds, ${seconds.toFixed(0)} s`,
    );
    if (run.secureAggregation !== 'off') this.#print(sumLine(run));
  }

  /** Where each site is: redrawn in place on a terminal, now and then otherwise. */
  #status(head: string, force: boolean): void {
    const sites = [...this.#shares].map(([site, share]) => `${site} ${share}`);
    const line = statusLine(
      head,
      sites,
      this.#live ? (process.stdout.columns ?? 120) - 1 : Number.POSITIVE_INFINITY,
    );
    if (this.#live) {
      process.stdout.write(`\r\x1b[2K${line}`);
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

/** What the coordinator has seen of updates. */
function sumLine({ history, secureAggregation }: RunDetail): string {
  const group = history.at(-1)?.sum?.groups[0];
  const terms = group ? ` (k ${group.neighbours}, t ${group.threshold})` : '';
  return `the coordinator has seen ${history.length} sums and none of their updates: secure aggregation, profile ${secureAggregation}${terms}`;
}

/** As many sites as fit into `width` columns, and how many there are besides: a line that wraps cannot be drawn over. */
export function statusLine(head: string, sites: readonly string[], width: number): string {
  for (let shown = sites.length; shown > 0; shown -= 1) {
    const more = shown < sites.length ? `, and ${sites.length - shown} more` : '';
    const line = `  ${head}  ${sites.slice(0, shown).join(', ')}${more}`;
    if (line.length <= width) return line;
  }
  return `  ${head}`.slice(0, width);
}

function roundLine(data: Extract<RunEvent, { kind: 'round-closed' }>['data']): string {
  const { members, accuracy, loss } = data;
  const counted = members.filter(({ outcome }) => outcome === 'counted');
  const others = members.filter(({ outcome }) => outcome !== 'counted');
  const why = others.map(
    ({ site, outcome, code, reason }) => `\n          ${site} did not count: ${outcome}, ${code} ${reason}`,
  );
  const figures =
    accuracy === undefined
      ? (data.evaluationFailed ?? data.reason)
      : `accuracy ${percent(accuracy)}  loss ${(loss ?? 0).toFixed(4)}`;
  const attempt = data.attempt > 1 ? `.${data.attempt}` : '';
  return `round ${`${data.round}${attempt}`.padStart(2)}  ${data.status}  ${counted.length} of ${members.length} counted  ${figures}  up ${megabytes(data.bytesUp)}  down ${megabytes(data.bytesDown)}  ${data.seconds.toFixed(1)} s${why.join('')}`;
}

const percent = (share: number | null | undefined): string => `${(100 * (share ?? 0)).toFixed(2)} %`;
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
