/** @module What data are used for, and on what legal ground: the words that tasks, policies and the audit log have in common. */
import { z } from 'zod';

/** Names that the federation gives: of a purpose, an intended use. No room for a date, a telephone number or a record's. */
export const slug = z
  .string()
  .regex(
    /^(?!.*[0-9]{4})[a-z][a-z0-9-]{0,62}[a-z0-9]$/,
    'lower-case letters, hyphens, at most three digits in a row',
  );

/** Article 6(1) and 9(2) of the GDPR, by letter; `not-personal` for data to which it does not apply. */
export const legalBasis = z.enum([
  '6-1-a',
  '6-1-b',
  '6-1-c',
  '6-1-d',
  '6-1-e',
  '6-1-f',
  '9-2-a',
  '9-2-b',
  '9-2-g',
  '9-2-h',
  '9-2-i',
  '9-2-j',
  'not-personal',
]);
