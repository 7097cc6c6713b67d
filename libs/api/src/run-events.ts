/** @module What happens in a run, as `GET /v1/runs/ID/events` streams it: one JSON document a line, in the order in which it happened. */
import { z } from 'zod';
import { outcomeSchema, runStatusSchema } from './runs.ts';

const round = z.int().min(1).describe('Rounds count from 1');
const attempt = z.int().min(1).describe('Tries of a round count from 1');
const site = z.string();
const why = { code: z.string().describe('A code of docs/errors.md'), reason: z.string() };
const bytes = z.number().min(0);
const accuracy = z
  .number()
  .min(0)
  .max(1)
  .optional()
  .describe('Share told right; absent where nothing was evaluated');
const loss = z
  .number()
  .optional()
  .describe('Mean cross-entropy of an example, in nats; absent where nothing was evaluated');

const event = <Kind extends string, Data extends z.core.$ZodLooseShape>(
  kind: Kind,
  description: string,
  data: Data,
) =>
  z
    .object({
      seq: z
        .int()
        .min(0)
        .describe('Grows from event to event; 0 marks a passing notice, which is not stored'),
      at: z.iso.datetime(),
      run: z.string(),
      kind: z.literal(kind),
      data: z.object(data),
    })
    .describe(description);

/** One event. A kind that a client does not know is to be passed over: a later version may tell of more. */
export const runEventSchema = z
  .discriminatedUnion('kind', [
    event('run-status', 'The run has another status', { status: runStatusSchema, reason: z.string() }),
    event('round-opened', 'A round was begun: these sites are offered it', {
      round,
      attempt,
      cohort: z.array(site),
    }),
    event('site-progress', 'A passing notice of how far a site is', {
      site,
      round,
      phase: z.string().describe("The site's own word: fetch, load, train, upload, ..."),
      fraction: z.number().describe('Of that phase, 0 to 1'),
      loss: z.number().nullable().describe('Of the last batches'),
    }),
    event('update-received', 'A passing notice: an update is whole and admitted', { site, round, bytes }),
    event('site-refused', 'A site declined the offer', { site, ...why }),
    event('site-failed', 'A site cannot go on', { site, ...why }),
    event('update-rejected', 'The coordinator declined an update', { site, ...why }),
    event('round-closed', 'A round has ended, with one outcome for each site that was asked', {
      round,
      attempt,
      status: z.enum(['applied', 'abandoned']),
      reason: z.string().describe('Why it was abandoned; empty when it was applied'),
      members: z.array(z.object({ site, outcome: outcomeSchema, code: z.string(), reason: z.string() })),
      accuracy,
      loss,
      evaluationFailed: z.string().optional().describe('Why the public test set could not be evaluated'),
      seconds: z.number(),
      bytesUp: bytes,
      bytesDown: bytes,
    }),
    event('evaluation', 'The sites have evaluated the model on their own holdouts', {
      round,
      accuracy,
      loss,
      sites: z.int().min(0).describe('How many answered'),
      missing: z.array(z.object({ site, ...why })),
      bytesDown: bytes
        .optional()
        .describe('What they fetched for it; absent in what an earlier version stored'),
    }),
  ])
  .meta({ id: 'Event' });

export type RunEvent = z.infer<typeof runEventSchema>;

/** What an event says, without when, where and in which order. */
export type Happening = {
  [Event in RunEvent as Event['kind']]: Pick<Event, 'kind' | 'data'>;
}[RunEvent['kind']];

/** The event of one line of the stream; undefined for a kind of a later version. Throws ZodError for a known kind that breaks the contract. */
export function parseRunEvent(value: unknown): RunEvent | undefined {
  const { kind } = z.object({ kind: z.string() }).parse(value);
  const isKnown = runEventSchema.options.some((option) => option.shape.kind.value === kind);
  return isKnown ? runEventSchema.parse(value) : undefined;
}
