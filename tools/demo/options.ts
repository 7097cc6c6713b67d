/** @module What `npm run demo` may be asked for: every option is checked before anything is touched. */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { asMusterError, MusterError } from '@muster/errors';
import { parseSplit, type SplitRule } from '../datasets/partition.ts';
import { workspace } from '../processes/processes.ts';

export const USAGE = `usage: npm run demo -- [options]
  --sites N          agents, 1 to 50 (5)
  --rounds N         most rounds, 1 to 1000 (30)
  --target SHARE     accuracy at which the run is done, above 0 and at most 1 (0.97)
  --split RULE       iid | dirichlet:A | shards:N (dirichlet:0.5): how the images are dealt out
  --engine NAME      wasm | cpu (wasm)
  --secure           sites whose policies take part only where nobody sees their updates; 5 agents or more
  --dir FOLDER       where everything is put; what an earlier demo left there goes (.muster/demo)
  --keep             leave everything running at the end, until Ctrl-C
  --json             print events as JSON Lines
Exit codes: 0 the target is reached, 5 it is missed, 1 failed, 2 usage, 130 stopped.`;

export const DEFAULT_FOLDER = join(workspace, '.muster', 'demo');

const SITES_MAX = 50;
const ROUNDS_MAX = 1000;
/** Of the malicious profile. */
const SECURE_SITES_MIN = 5;

export interface DemoOptions {
  readonly sites: number;
  readonly rounds: number;
  readonly target: number;
  readonly split: SplitRule;
  readonly engine: 'wasm' | 'cpu';
  /** Policies of sites ask for the malicious profile, and the task says so. */
  readonly secure: boolean;
  /** Absolute. */
  readonly folder: string;
  readonly keep: boolean;
  readonly json: boolean;
  /** What was asked for, to be asked for again. */
  readonly given: readonly string[];
}

/** Undefined when help is asked for. Throws INVALID_ARGUMENT for the first option that is not known or out of its range. */
export function parseOptions(args: readonly string[]): DemoOptions | undefined {
  const { values } = read(args);
  if (values.help === true) return undefined;
  const sites = whole('--sites', values.sites, SITES_MAX);
  if (values.secure && sites < SECURE_SITES_MIN)
    throw new MusterError(
      'INVALID_ARGUMENT',
      `--secure takes ${SECURE_SITES_MIN} sites or more, not ${sites}: of fewer a sum says too much.`,
    );
  return {
    sites,
    rounds: whole('--rounds', values.rounds, ROUNDS_MAX),
    target: share('--target', values.target),
    split: parseSplit(values.split),
    engine: engine(values.engine),
    secure: values.secure,
    folder: resolve(values.dir),
    keep: values.keep,
    json: values.json,
    given: args,
  };
}

function read(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        sites: { type: 'string', default: '5' },
        rounds: { type: 'string', default: '30' },
        target: { type: 'string', default: '0.97' },
        split: { type: 'string', default: 'dirichlet:0.5' },
        engine: { type: 'string', default: 'wasm' },
        secure: { type: 'boolean', default: false },
        dir: { type: 'string', default: DEFAULT_FOLDER },
        keep: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (thrown) {
    // Of what parseArgs says, the first sentence names the fault; the rest explains how an argument could begin with a dash.
    const [fault = ''] = asMusterError(thrown).message.split(/[.\n]/, 1);
    throw new MusterError('INVALID_ARGUMENT', `${fault}.`, { cause: thrown });
  }
}

function whole(option: string, text: string, most: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= most) return value;
  throw new MusterError('INVALID_ARGUMENT', `${option} is a whole number from 1 to ${most}, not '${text}'.`);
}

function share(option: string, text: string): number {
  const value = /^\d*\.?\d+$/.test(text) ? Number(text) : 0;
  if (value > 0 && value <= 1) return value;
  throw new MusterError(
    'INVALID_ARGUMENT',
    `${option} is a number above 0 and at most 1, such as 0.9 for 90 %, not '${text}'.`,
  );
}

function engine(text: string): 'wasm' | 'cpu' {
  if (text === 'wasm' || text === 'cpu') return text;
  throw new MusterError('INVALID_ARGUMENT', `--engine is wasm or cpu, not '${text}'.`);
}

/** A word of a command as a shell reads it back. */
export function quoted(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
