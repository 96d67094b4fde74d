/** What an entry is after a key or a text, and why something was not taken. All entries are *own design*. */
export interface Typed {
  readonly entered: string;
  /** One line; empty when all of it was taken. */
  readonly hint: string;
}

/** Characters of any text that is typed at the panel: those of the longest mail address and more. */
export const ENTRY_CHARACTERS = 256;

export function typedText(entered: string, text: string, limit: number): Typed {
  const whole = entered + text;
  if (whole.length <= limit) return { entered: whole, hint: '' };
  return { entered: whole.slice(0, limit), hint: `AT MOST ${limit} CHARACTERS` };
}

/** Digits of the keypad, or of the keyboard; whatever else is typed is left out. */
export function typedDigits(entered: string, text: string, limit: number): Typed {
  const digits = text.replace(/\D/g, '');
  const whole = entered + digits;
  if (digits !== text) return { entered: whole.slice(0, limit), hint: 'DIGITS ONLY' };
  return { entered: whole.slice(0, limit), hint: whole.length > limit ? `AT MOST ${limit} DIGITS` : '' };
}

/** A whole number of the range, digit by digit: one that is too large, or can only become so, is not taken. `*` is the sign. */
export function typedNumber(
  entered: string,
  text: string,
  range: { readonly min: number; readonly max: number },
): Typed {
  let typed: Typed = { entered, hint: '' };
  for (const sign of text) {
    if (typed.hint !== '') return typed;
    typed = oneOfNumber(typed.entered, sign, range);
  }
  return typed;
}

function oneOfNumber(entered: string, sign: string, range: { readonly min: number; readonly max: number }): Typed {
  if (sign === '*' || sign === '-') {
    if (range.min >= 0) return { entered, hint: 'DIGITS ONLY' };
    return { entered: entered.startsWith('-') ? entered.slice(1) : `-${entered}`, hint: '' };
  }
  if (!/^\d$/.test(sign)) return { entered, hint: 'DIGITS ONLY' };
  const next = entered + sign;
  const value = Number(next);
  if (value > range.max) return { entered, hint: `AT MOST ${range.max}` };
  if (value < range.min && value < 0) return { entered, hint: `AT LEAST ${range.min}` };
  return { entered: next.replace(/^(-?)0+(?=\d)/, '$1'), hint: '' };
}
