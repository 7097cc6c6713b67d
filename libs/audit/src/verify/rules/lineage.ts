/** @module The models of each run: each made from the one before by an aggregate of the log, from the first on. */
import type { EventData } from '../../event/catalogue.ts';
import type { Epoch } from './epoch.ts';
import type { Logged, RuleReport } from './rule-report.ts';

interface RunModels {
  readonly plan: string;
  current: string;
  round: number;
  /** All that were published. */
  readonly published: Set<string>;
}

/** A model that updates have become, and what it was made from. */
export type Made = Pick<EventData<'aggregate.produced'>, 'model' | 'parent'>;

export class Lineage {
  readonly #runs = new Map<string, RunModels>();
  readonly #report: RuleReport;
  /** Aggregates of a round, over all its attempts. */
  readonly #madeIn: (run: string, round: number) => readonly Made[];
  readonly #epoch: Pick<Epoch, 'goesOn'>;

  constructor(
    report: RuleReport,
    madeIn: (run: string, round: number) => readonly Made[],
    epoch: Pick<Epoch, 'goesOn'>,
  ) {
    this.#report = report;
    this.#madeIn = madeIn;
    this.#epoch = epoch;
  }

  offered({ index, event: { data } }: Logged<'task.offered'>): void {
    const run = this.#runs.get(data.run);
    if (!run && this.#epoch.goesOn) {
      const { model, plan, round } = data;
      this.#runs.set(data.run, { plan, current: model, round: round - 1, published: new Set([model]) });
      this.#report.warn(
        'lineage',
        index,
        `${data.run} has begun in an earlier epoch: see there for its models`,
      );
      return;
    }
    if (!run) {
      this.#broken(index, `${data.run} has published no model that could be offered`);
      return;
    }
    if (data.model !== run.current)
      this.#broken(index, `${data.run} does not stand at the model that is offered`);
    if (data.plan !== run.plan) this.#broken(index, `the plan is not the one that ${data.run} began with`);
    if (data.round !== run.round + 1)
      this.#report.broken(
        'order',
        index,
        `round ${data.round} is offered, and ${run.round} was the last published`,
      );
  }

  aggregated({ index, event: { data } }: Logged<'aggregate.produced'>): void {
    if (this.#runs.get(data.run)?.current !== data.parent)
      this.#broken(index, `${data.run} does not stand at the model from which the aggregate is made`);
  }

  published({ index, event: { data } }: Logged<'model.published'>): void {
    const run = this.#runs.get(data.run);
    if (!run) {
      if (data.round !== 0)
        this.#broken(index, `round ${data.round} is published of a run without a first model`);
      const { model, plan, round } = data;
      this.#runs.set(data.run, { plan, current: model, round, published: new Set([model]) });
      return;
    }
    if (data.round === run.round && data.model === run.current) return;
    if (data.round !== run.round + 1)
      this.#report.broken('order', index, `round ${data.round} is published after round ${run.round}`);
    if (data.parent !== run.current) this.#broken(index, 'its parent is not the model before it');
    if (data.plan !== run.plan) this.#broken(index, `the plan is not the one that ${data.run} began with`);
    if (
      !this.#madeIn(data.run, data.round).some(
        ({ model, parent }) => model === data.model && parent === data.parent,
      )
    )
      this.#broken(index, `no aggregate of round ${data.round} is this model`);
    run.current = data.model;
    run.round = data.round;
    run.published.add(data.model);
  }

  rolledBack({ index, event: { data } }: Logged<'model.rolled_back'>): void {
    const run = this.#runs.get(data.run);
    if (!run?.published.has(data.model) || !run.published.has(data.to))
      this.#broken(index, 'one of the models was never published');
    if (run?.published.has(data.to)) run.current = data.to;
  }

  used({ index, event: { data } }: Logged<'model.deployed'> | Logged<'model.retired'>): void {
    if (!this.#runs.get(data.run)?.published.has(data.model))
      this.#broken(index, 'the model was never published');
  }

  #broken(index: number, message: string): void {
    this.#report.broken('lineage', index, message);
  }
}
