/** @module The rounds of a run as people read them. Rows are grouped once: a long run has thousands of rounds with thousands of members. */
import { type RoundView, sumRecordSchema } from '@muster/api';
import type { Evaluation, Member, ModelVersion, Round, StoredSumRecord } from '@muster/store';
import { evaluationView, poolEvaluations } from './evaluation.ts';

/** All rows of one run. */
export interface RunRows {
  readonly rounds: readonly Round[];
  readonly members: readonly Member[];
  readonly evaluations: readonly Evaluation[];
  readonly models: readonly ModelVersion[];
  readonly sums: readonly StoredSumRecord[];
}

/** Every attempt in its order, with the sites whose part in it has ended. */
export function historyOf({ rounds, members, evaluations, models, sums }: RunRows): RoundView[] {
  const membersOf = Map.groupBy(members, ({ round, attempt }) => `${round} ${attempt}`);
  const evaluationsOf = Map.groupBy(evaluations, ({ round }) => round);
  const modelOf = new Map(models.map(({ round, id }) => [round, id]));
  const sumOf = new Map(sums.map(({ round, attempt, record }) => [`${round} ${attempt}`, record]));
  return rounds.map((round) => {
    const sum = sumRecordSchema.safeParse(sumOf.get(`${round.round} ${round.attempt}`)).data ?? null;
    const applied = round.status === 'committed';
    const of = applied ? (evaluationsOf.get(round.round) ?? []) : [];
    const sites = of.filter(({ kind }) => kind === 'federated');
    const central = of.find(({ kind }) => kind === 'central');
    return {
      round: round.round,
      attempt: round.attempt,
      status: round.status === 'committed' ? 'applied' : round.status,
      seconds: round.figures.seconds ?? null,
      bytesUp: round.figures.bytesUp ?? 0,
      bytesDown: round.figures.bytesDown ?? 0,
      evaluationBytesDown: round.figures.evaluationBytesDown ?? 0,
      members: (membersOf.get(`${round.round} ${round.attempt}`) ?? []).flatMap((member) =>
        memberView(member, sum !== null),
      ),
      sum,
      central: central ? evaluationView(central) : null,
      federated: sites.length > 0 ? poolEvaluations(sites) : null,
      bySite: Object.fromEntries(
        sites.flatMap((each) => (each.site === '' ? [] : [[each.site, evaluationView(each)]])),
      ),
      model: applied ? (modelOf.get(round.round) ?? null) : null,
    };
  });
}

/** None while its part goes on. */
function memberView(member: Member, isMasked: boolean): RoundView['members'] {
  const { site, outcome, code, reason, weight, bytesUp, bytesDown } = member;
  if (outcome === null) return [];
  // What a site weighs stands in its masked words.
  const examples = isMasked ? null : weight;
  return [{ site, outcome, code, reason, examples, bytesUp, bytesDown }];
}
