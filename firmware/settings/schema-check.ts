import type { ZodType } from 'zod';
import type { Checked } from '../../device-model/index.ts';

/** A schema as the check of a stored record; the sentence names the first place that does not fit. */
export function checkedBy<T>(schema: ZodType<T>): (value: unknown) => Checked<T> {
  return (value) => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return { ok: true, value: parsed.data };
    const issue = parsed.error.issues[0];
    const place = issue === undefined || issue.path.length === 0 ? 'the value' : issue.path.join('.');
    return { ok: false, sentence: `${place} does not fit: ${issue?.message ?? 'unknown reason'}.` };
  };
}
