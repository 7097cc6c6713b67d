/** @module The small JSON files of a site's folder, which may be damaged or of another version. */
import type { z } from 'zod';

/** What `text` holds; undefined if that is no JSON, or is not what the schema says. */
export function parseJsonText<T>(text: string, schema: z.ZodType<T>): T | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return schema.safeParse(value).data;
}
