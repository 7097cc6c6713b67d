/** @module `muster agent journal`: what left this site, in lines that a person reads. */
import { basisInWords } from '@muster/audit/witness';
import { readSiteJournal } from '@muster/store';
import { enrolledFolder } from './folder.ts';

export interface JournalEntry {
  readonly seq: number;
  readonly at: string;
  readonly decision: string;
  readonly what: string;
  readonly round: string;
  readonly bytes?: number;
  readonly note: string;
}

export interface JournalReading {
  readonly entries: readonly JournalEntry[];
  /** How many lines the journal has, as far as its chain holds. */
  readonly lines: number;
  /** Every line follows from the one before, and the newest that the site's database knows of is there. */
  readonly intact: boolean;
  readonly problem: string | undefined;
}

/** The newest `limit` lines, oldest first, and whether all are there. Throws NOT_FOUND, STORAGE_FAILED, STORAGE_CORRUPT. */
export async function readJournal(directory: string, limit: number): Promise<JournalReading> {
  const { lines, problem } = await readSiteJournal(enrolledFolder(directory).state);
  const entries = lines.slice(-limit).map(({ seq, atMs, body }): JournalEntry => {
    const field = (name: string): unknown =>
      body !== null && typeof body === 'object' ? Reflect.get(body, name) : undefined;
    const text = (name: string): string => {
      const value = field(name);
      return value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
    };
    const bytes = field('bytes');
    const object = text('object') && `object ${text('object').slice(0, 12)}…`;
    const published = text('basis') && `policy ${basisInWords(text('basis'))}`;
    const plan = text('plan') && `plan ${text('plan').slice(0, 12)}…`;
    const person = text('by') && `by ${text('by')}: ${text('why')}`;
    const note = [
      object,
      published,
      plan,
      text('code'),
      text('reason'),
      text('note'),
      person,
      termsInWords(field('terms')),
      text('figures'),
      text('datasets'),
    ]
      .filter((part) => part !== '')
      .join(' ');
    return {
      seq,
      at: new Date(atMs).toISOString(),
      decision: text('decision'),
      what: text('what'),
      round: text('round'),
      ...(typeof bytes === 'number' ? { bytes } : {}),
      note,
    };
  });
  return { entries, lines: lines.length, intact: problem === undefined, problem };
}

/** On which terms the site agreed to a plan. */
function termsInWords(terms: unknown): string {
  const part = (name: string): unknown =>
    terms !== null && typeof terms === 'object' ? Reflect.get(terms, name) : undefined;
  if (part('purpose') === undefined) return '';
  const letters = part('legalBasis');
  const basis = Array.isArray(letters) ? letters.join(', ') : '';
  const budget = part('budget') === undefined ? '' : `, under ${JSON.stringify(part('budget'))}`;
  return `policy ${String(part('policyVersion'))}: ${String(part('dataset'))} for ${String(part('purpose'))} (${basis})${budget}`;
}
