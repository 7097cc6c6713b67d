/** @module Every event that a log can hold: what is in it, what of it is hidden, and whether it may wait. */
import { z } from 'zod';
import { administrationEvents } from './administration.ts';
import { aggregationEvents } from './aggregation.ts';
import { logEvents } from './log-keeping.ts';
import { membershipEvents } from './membership.ts';
import { workEvents } from './work.ts';

const catalogue = {
  ...membershipEvents,
  ...workEvents,
  ...aggregationEvents,
  ...administrationEvents,
  ...logEvents,
} as const;

/** The last part of an event's type: `fl.audit.v1.` goes before it. */
export type EventName = keyof typeof catalogue;

/** What an event of this name says to everybody who may read the log. */
export type EventData<Name extends EventName> = z.infer<(typeof catalogue)[Name]['data']>;

/** What is kept in the vault of whoever wrote the event, and only committed to in the log. */
export type HiddenClass = 'conf' | 'pii';

/** What an event hides, by class: what JSON can hold, objects, lists, texts, finite numbers. */
export type HiddenParts = Readonly<Partial<Record<HiddenClass, unknown>>>;

interface EventKind {
  readonly data: z.ZodType;
  /** May hold back what is confidential, or about persons. */
  readonly hides?: readonly HiddenClass[];
  /** Is written before the act that it is about goes on, and never waits for others. */
  readonly critical?: boolean;
}

const kinds: Readonly<Record<EventName, EventKind>> = catalogue;

export const EVENT_NAMES = z.enum(Object.keys(catalogue) as [EventName, ...EventName[]]);

export function kindOf(name: EventName): EventKind {
  return kinds[name];
}

/** JSON Schema of the data of each event (draft 2020-12), for the docs and for other people's tools. */
export function dataSchemas(): Readonly<Record<string, unknown>> {
  return Object.fromEntries(EVENT_NAMES.options.map((name) => [name, z.toJSONSchema(kindOf(name).data)]));
}
