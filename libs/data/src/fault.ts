/**
 * @module Faults of data files. The message and the detail of such an error may travel to the coordinator, so they name
 * rows, columns and kinds of fault, never a value or a path of the site; those are in the cause, which stays at the site.
 */
import { type ErrorDetail, MusterError } from '@muster/errors';

/** The part of an error that only the site may read: offending values, header names, paths. */
class SiteOnly extends Error {
  override readonly name = 'SiteOnly';
}

/** DATA_SCHEMA: the file can be read and is not what the task's schema declares. */
export function schemaFault(message: string, detail: ErrorDetail, siteOnly?: string): MusterError {
  return fault('DATA_SCHEMA', message, detail, siteOnly);
}

/** DATA_UNREADABLE: the file is missing, truncated, too large or of another format. */
export function unreadable(
  message: string,
  detail: ErrorDetail,
  siteOnly?: string,
  thrown?: unknown,
): MusterError {
  const reason = thrown instanceof Error ? thrown.message : '';
  return fault('DATA_UNREADABLE', message, detail, [siteOnly, reason].filter(Boolean).join(': '));
}

/**
 * The text of an error that must not leave the site, or '' when it has none. `muster agent check` and the site's own
 * log show it beside the message; nothing that is sent may contain it.
 */
export function siteOnlyPart(error: unknown): string {
  return error instanceof MusterError && error.cause instanceof SiteOnly ? error.cause.message : '';
}

function fault(
  code: 'DATA_SCHEMA' | 'DATA_UNREADABLE',
  message: string,
  detail: ErrorDetail,
  siteOnly?: string,
): MusterError {
  return new MusterError(code, message, siteOnly ? { detail, cause: new SiteOnly(siteOnly) } : { detail });
}
