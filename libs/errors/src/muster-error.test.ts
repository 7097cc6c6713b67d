import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { asMusterError, MusterError } from './muster-error.ts';
import { ERRORS, isErrorCode } from './table.ts';

describe('MusterError', () => {
  it('takes what to do and whether to try again from the table', () => {
    const error = new MusterError('LATE', 'too late', { detail: { round: 3 }, retryAfterMs: 5 });
    expect(error).toMatchObject({ retryable: false, http: 409, action: ERRORS.LATE.action, retryAfterMs: 5 });
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      code: 'LATE',
      message: 'too late',
      retryable: false,
      detail: { round: 3 },
    });
  });

  it('keeps what was thrown as its cause, and itself as it is', () => {
    const own = new MusterError('LATE', 'late');
    expect(asMusterError(own)).toBe(own);
    const fault = new TypeError('x is undefined');
    expect(asMusterError(fault)).toMatchObject({ code: 'INTERNAL', cause: fault });
    expect(asMusterError('text').message).toBe('text');
  });
});

describe('the table', () => {
  it('says of every code what it means and what to do, in sentences', () => {
    for (const [code, { meaning, action, http }] of Object.entries(ERRORS)) {
      expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
      expect(meaning, code).toMatch(/^[A-Z].*\.$/);
      expect(action, code).toMatch(/^[A-Z].*\.$/);
      expect(http, code).toBeGreaterThanOrEqual(400);
    }
    expect(isErrorCode('LATE')).toBe(true);
    expect(isErrorCode('toString')).toBe(false);
    expect(isErrorCode('late')).toBe(false);
  });

  it('holds no code that nothing uses', () => {
    const root = join(import.meta.dirname, '..', '..', '..');
    const sources = ['libs', 'apps']
      .flatMap((folder) => filesUnder(join(root, folder)))
      .filter((path) => !path.endsWith('table.ts'));
    const text = sources.map((path) => readFileSync(path, 'utf8')).join('\n');
    expect(
      Object.keys(ERRORS).filter((code) => !text.includes(`'${code}'`) && !text.includes(`${code}:`)),
    ).toEqual([]);
  });
});

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name !== 'node_modules' && name !== 'generated')
    .flatMap((name) => {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) return filesUnder(path);
      return path.endsWith('.ts') && !path.endsWith('.test.ts') ? [path] : [];
    });
}
