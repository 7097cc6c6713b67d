/** @module An error that a person or a peer can act on: a code from the table, a sentence, figures. */
import { ERRORS, type ErrorCode } from './table.ts';

/** Figures and names that help to mend the fault; JSON values only, never data of a site. */
export type ErrorDetail = Readonly<
  Record<string, string | number | boolean | null | readonly (string | number)[]>
>;

/** The one error. Its code, sentence and detail may travel; its cause stays where it was thrown. */
export class MusterError extends Error {
  override readonly name = 'MusterError';
  readonly code: ErrorCode;
  readonly retryable: boolean;
  /** Milliseconds to wait before a retry; 0 when the sender named none. */
  readonly retryAfterMs: number;
  readonly detail: ErrorDetail;

  constructor(
    code: ErrorCode,
    message: string,
    options: { detail?: ErrorDetail; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryable = ERRORS[code].retryable;
    this.retryAfterMs = options.retryAfterMs ?? 0;
    this.detail = options.detail ?? {};
  }

  /** HTTP status of an answer with this error. */
  get http(): number {
    return ERRORS[this.code].http;
  }

  /** What the person who sees it does next. */
  get action(): string {
    return ERRORS[this.code].action;
  }

  toJSON(): { code: ErrorCode; message: string; retryable: boolean; detail: ErrorDetail } {
    return { code: this.code, message: this.message, retryable: this.retryable, detail: this.detail };
  }
}

/** Anything thrown, as a MusterError: what is not one already becomes INTERNAL and keeps its cause. */
export function asMusterError(thrown: unknown): MusterError {
  if (thrown instanceof MusterError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new MusterError('INTERNAL', message, { cause: thrown });
}
