/** @module Errors as they travel: a code of the table, a sentence, figures; never a stack or a cause. */
import { type ErrorDetail, isErrorCode, MusterError } from '@muster/errors';
import type { Error as WireError } from '@muster/protocol';

const MESSAGE_CHARS_MAX = 2048;
const DETAIL_CHARS_MAX = 8192;
const RETRY_AFTER_MS_MAX = 86_400_000;

export function errorBody(error: MusterError): WireError {
  const detail = JSON.stringify(error.detail);
  return {
    code: error.code,
    message: error.message.slice(0, MESSAGE_CHARS_MAX),
    retryable: error.retryable,
    retryAfterMs: Math.min(Math.max(error.retryAfterMs, 0), RETRY_AFTER_MS_MAX),
    detail: detail === '{}' || detail.length > DETAIL_CHARS_MAX ? '' : detail,
  };
}

/** A typed error from the wire; a code that this side does not know becomes INTERNAL and keeps its name in the message. */
export function errorOf(error: WireError): MusterError {
  const { code, message, retryAfterMs } = error;
  const options = { retryAfterMs, detail: detailOf(error.detail) };
  return isErrorCode(code)
    ? new MusterError(code, message, options)
    : new MusterError('INTERNAL', `${code}: ${message}`, options);
}

/** What is no flat object of JSON values tells nothing. */
function detailOf(text: string): ErrorDetail {
  if (text === '') return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return {};
  }
  if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed)) return {};
  return Object.fromEntries(Object.entries(parsed).map(([key, value]) => [key, detailValue(value)]));
}

function detailValue(value: unknown): ErrorDetail[string] {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (Array.isArray(value) && value.every((each) => typeof each === 'string' || typeof each === 'number'))
    return value;
  return JSON.stringify(value);
}
