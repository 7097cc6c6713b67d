/** @module Secure aggregation in a round, as people read it: who was how far, who left and why, what was wrong. */
import type { SumRecord } from '@muster/api';

type Group = SumRecord['groups'][number];

/** Indented, as the sites of the round are. */
export function sumLines(sum: SumRecord): readonly string[] {
  const { groups, totals } = sum;
  const many = groups.length > 1;
  return [
    `  masked sum, profile ${sum.profile}: ${sum.asked} asked, ${sum.advertised} sent keys${many ? `, in ${groups.length} groups` : ''}`,
    ...(sum.code === '' ? [] : [`    no sum: ${sum.code}: ${sum.reason}`]),
    ...groups.flatMap((group, index) => groupLines(group, many ? `group ${index + 1}: ` : '')),
    ...sum.aborts.map(({ site, code, reason }) => `    ${site} left: ${code}: ${reason}`),
    ...(totals
      ? [
          `    of all together: ${totals.examples} examples, training loss ${totals.loss.toFixed(4)}, ${totals.clipped} shortened${totals.nonfinite > 0 ? `, ${totals.nonfinite} with numbers that are not finite` : ''}`,
        ]
      : []),
  ];
}

function groupLines(group: Group, name: string): readonly string[] {
  const { sites, shared, masked, signed, answered, neighbours, threshold } = group;
  const stages = [
    `shared ${shared}`,
    `masked ${masked}`,
    ...(signed > 0 ? [`signed ${signed}`] : []),
    `revealed ${answered}`,
  ];
  const end =
    group.outcome === 'unmasked'
      ? `${group.counted.length} in the sum`
      : `abandoned: ${group.code}: ${group.reason}`;
  return [
    `    ${name}k ${neighbours}, t ${threshold}; of ${sites} sites ${stages.join(', ')}; ${end}`,
    ...group.blamed.map(({ holder, owner }) =>
      holder === owner
        ? `    ${name}wrong shares: ${owner} gave out such as open nothing`
        : `    ${name}a wrong share: of the secret of ${owner}, from ${holder}`,
    ),
  ];
}
