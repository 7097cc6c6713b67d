/** @module What is kept beside an update, so that it can be announced again after a restart too. */
import { MusterError } from '@muster/errors';
import { type Request, SECURE_PROFILES, UNSPECIFIED } from '@muster/policy/decision';
import type { Report, RoundRef } from '@muster/protocol';

const CODECS = ['sealed-f32', 'masked-u32', 'masked-u16'] as const;

/** How an update travels. */
export type UpdateCodec = (typeof CODECS)[number];

/** Hashes in lower-case hex. */
export interface KeptReport {
  readonly ref: RoundRef;
  readonly planHash: string;
  readonly modelHash: string;
  readonly layoutHash: string;
  readonly codec: UpdateCodec;
  /** To which the site has shortened it; null where it does not. */
  readonly clipNorm: number | null;
  readonly updateHash: string;
  /** Opens the kept bytes; '' of masked words, which nobody can open. */
  readonly sealKey: string;
  /** The announcement of masked words, as it was signed; null of a sealed update. */
  readonly masked: KeptAnnouncement | null;
  /** Bytes of the update. */
  readonly size: number;
  readonly weight: number;
  readonly figures: NonNullable<Report['figures']>;
  readonly request: Request;
  /** Wall clock. */
  readonly deadlineAtMs: number;
}

/** Hex. The size is that of the update. */
export interface KeptAnnouncement {
  readonly roundId: string;
  readonly sha256: string;
  readonly signature: string;
}

/** What this site wrote into its own database. Throws STORAGE_CORRUPT for anything else. */
export function parseKeptReport(value: unknown): KeptReport {
  const report = partsOf(value);
  const ref = partsOf(report.part('ref'));
  const figures = partsOf(report.part('figures'));
  const request = partsOf(report.part('request'));
  return {
    ref: { run: ref.text('run'), round: ref.number('round'), attempt: ref.number('attempt') },
    planHash: report.text('planHash'),
    modelHash: report.text('modelHash'),
    layoutHash: report.text('layoutHash'),
    codec: report.oneOf('codec', CODECS),
    clipNorm:
      report.part('clipNorm') === undefined || report.part('clipNorm') === null
        ? null
        : report.number('clipNorm'),
    updateHash: report.text('updateHash'),
    sealKey: report.text('sealKey'),
    masked: announcementOf(report.part('masked')),
    size: report.number('size'),
    weight: report.number('weight'),
    figures: {
      examples: figures.number('examples'),
      steps: figures.number('steps'),
      lossFirst: figures.figure('lossFirst'),
      lossLast: figures.figure('lossLast'),
      trainMs: figures.figure('trainMs'),
      updateNorm: figures.figure('updateNorm'),
    },
    request: {
      task: request.text('task'),
      purpose: request.textOr('purpose', UNSPECIFIED),
      architecture: request.text('architecture'),
      dataset: request.text('dataset'),
      columns: request.texts('columns'),
      rounds: request.number('rounds'),
      epochs: request.number('epochs'),
      quorum: request.number('quorum'),
      secureAggregation: request.oneOf('secureAggregation', SECURE_PROFILES),
    },
    deadlineAtMs: report.number('deadlineAtMs'),
  };
}

function announcementOf(value: unknown): KeptAnnouncement | null {
  if (value === null || value === undefined) return null;
  const { text } = partsOf(value);
  return { roundId: text('roundId'), sha256: text('sha256'), signature: text('signature') };
}

function partsOf(value: unknown) {
  const corrupt = (name: string): MusterError =>
    new MusterError('STORAGE_CORRUPT', `the report of a kept update cannot be read: ${name}`);
  const part = (name: string): unknown =>
    value !== null && typeof value === 'object' ? Reflect.get(value, name) : undefined;
  const text = (name: string): string => {
    const found = part(name);
    if (typeof found !== 'string') throw corrupt(name);
    return found;
  };
  /** Of an agent before this one, which knew of no such thing. */
  const textOr = (name: string, otherwise: string): string =>
    part(name) === undefined ? otherwise : text(name);
  const oneOf = <const Word extends string>(name: string, words: readonly Word[]): Word => {
    const found = words.find((word) => word === part(name));
    if (found === undefined) throw corrupt(name);
    return found;
  };
  const texts = (name: string): readonly string[] => {
    const found = part(name) ?? [];
    if (!Array.isArray(found) || !found.every((each) => typeof each === 'string')) throw corrupt(name);
    return found;
  };
  const number = (name: string): number => {
    const found = part(name);
    if (typeof found !== 'number') throw corrupt(name);
    return found;
  };
  /** The database writes NaN and infinities as text: JSON has no numbers for them. */
  const figure = (name: string): number =>
    typeof part(name) === 'string' ? Number(part(name)) : number(name);
  return { part, text, textOr, oneOf, texts, number, figure };
}
