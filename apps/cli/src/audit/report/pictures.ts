/** @module The pictures of a report, drawn from the same facts as its tables, which say in words what the pictures show. */
import { html, type Markup } from './markup.ts';
import { barWidth, timeScale } from './scale.ts';
import type { Release, RunCounts } from './site-story.ts';
import { counted } from './words.ts';

const WIDTH = 960;
const LEFT = 230;
const RIGHT = 30;
const LANE = 28;
const AXIS = 34;
/** Newest runs that have a lane of their own. */
const LANES_MAX = 20;
/** Releases closer together than so many units are one mark with a number. */
const MARK = 14;
const TICKS = 5;

/** When updates left, run by run. Nothing where none has left. */
export function releaseTimeline(releases: readonly Release[]): Markup | null {
  const times = releases.map(({ at }) => Date.parse(at));
  if (times.length === 0) return null;
  const span = [times.reduce((a, b) => Math.min(a, b)), times.reduce((a, b) => Math.max(a, b))] as const;
  const scale = timeScale(span, [LEFT + MARK, WIDTH - RIGHT - MARK], TICKS);
  const runs = [...new Set(releases.map(({ run }) => run))];
  const lanes = runs.slice(-LANES_MAX);
  const height = lanes.length * LANE + AXIS;
  const axisY = lanes.length * LANE + 6;
  return picture(
    {
      id: 'timeline',
      height,
      title: 'When updates and evaluations left this site',
      desc: `${counted(releases.length, 'release')} in ${counted(runs.length, 'run')}, from ${releases[0]?.at} to ${releases.at(-1)?.at}. Each mark is a release, or as many as its number says. The table below lists them.`,
    },
    html`${lanes.map((run, lane) => {
      const y = lane * LANE + LANE / 2;
      const marks = marksOf(
        releases.filter((release) => release.run === run).map(({ at }) => scale.x(Date.parse(at))),
      );
      return html`<text x="0" y="${y + 4}" class="label">${short(run, 30)}</text>
<line x1="${LEFT}" y1="${y}" x2="${WIDTH - RIGHT}" y2="${y}" class="lane"/>${marks.map(
        ({ x, count }) =>
          html`<circle cx="${Math.round(x)}" cy="${y}" r="${count === 1 ? 5 : 9}" class="mark"/>${
            count > 1 &&
            html`<text x="${Math.round(x)}" y="${y + 4}" class="in-mark">${count > 99 ? '99+' : count}</text>`
          }`,
      )}`;
    })}<line x1="${LEFT}" y1="${axisY}" x2="${WIDTH - RIGHT}" y2="${axisY}" class="axis"/>${scale.ticks.map(
      ({ x, label }) =>
        html`<line x1="${Math.round(x)}" y1="${axisY}" x2="${Math.round(x)}" y2="${axisY + 5}" class="axis"/>
<text x="${Math.round(x)}" y="${axisY + 20}" class="tick">${label}</text>`,
    )}`,
  );
}

/** How many sites were asked, and what they answered, run by run. Nothing where there was no run. */
export function answersByRun(runs: readonly RunCounts[]): Markup | null {
  const shown = runs.filter(({ asked }) => asked > 0).slice(-LANES_MAX);
  if (shown.length === 0) return null;
  const bars = [
    ['asked', 'asked'],
    ['accepted', 'agreed'],
    ['refused', 'refused'],
    ['received', 'updates received'],
  ] as const;
  const most = Math.max(...shown.map((run) => Math.max(...bars.map(([key]) => run[key]))));
  const group = bars.length * 18 + 14;
  const label = LEFT + 130;
  return picture(
    {
      id: 'answers',
      height: shown.length * group,
      title: 'Who was asked and what was answered, by run',
      desc: `For ${counted(shown.length, 'run')}, the newest: how often a site was asked in a round, how often one agreed, refused, and how many updates the coordinator received. All sites together; the table below has the same numbers.`,
    },
    html`${shown.map(
      (run, i) =>
        html`<text x="0" y="${i * group + 13}" class="label">${short(run.run, 30)}</text>${bars.map(
          ([key, name], j) => {
            const y = i * group + j * 18;
            const width = barWidth(run[key], most, WIDTH - label - 70);
            return html`<text x="${label - 8}" y="${y + 13}" class="bar-label">${name}</text>
<rect x="${label}" y="${y + 2}" width="${width.toFixed(1)}" height="13" class="bar ${key}"/>
<text x="${(label + width + 6).toFixed(1)}" y="${y + 13}" class="label">${run[key]}</text>`;
          },
        )}`,
    )}`,
  );
}

function picture(
  { id, height, title, desc }: { id: string; height: number; title: string; desc: string },
  drawn: Markup,
): Markup {
  return html`<svg role="img" aria-labelledby="${id}-title ${id}-desc" viewBox="0 0 ${WIDTH} ${height}" width="100%" xmlns="http://www.w3.org/2000/svg">
<title id="${id}-title">${title}</title><desc id="${id}-desc">${desc}</desc>
${drawn}</svg>`;
}

/** Places that are close together are one mark, in the middle of them. */
function marksOf(places: readonly number[]): readonly { readonly x: number; readonly count: number }[] {
  const groups: number[][] = [];
  for (const x of places.toSorted((a, b) => a - b)) {
    const last = groups.at(-1);
    if (last && x - (last[0] ?? x) < MARK) last.push(x);
    else groups.push([x]);
  }
  return groups.map((group) => ({
    x: group.reduce((sum, x) => sum + x, 0) / group.length,
    count: group.length,
  }));
}

function short(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
