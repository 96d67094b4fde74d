/** What keypad and keyboard do where text, digits or a number are entered: parts of the `on` of such states. */
type Digit = { readonly event: { readonly digit: string } };
type Symbols = { readonly event: { readonly symbol: string } };
type Text = { readonly event: { readonly text: string } };

/** Letters, digits and signs alike. */
export function typesText(limit: number) {
  return {
    'digit.pressed': {
      actions: { type: 'typeText' as const, params: ({ event }: Digit) => ({ text: event.digit, limit }) },
    },
    'symbol.pressed': {
      actions: { type: 'typeText' as const, params: ({ event }: Symbols) => ({ text: event.symbol, limit }) },
    },
    'text.typed': {
      actions: { type: 'typeText' as const, params: ({ event }: Text) => ({ text: event.text, limit }) },
    },
    'clear-all.touched': { actions: 'forgetEntered' as const },
  };
}

export function typesDigits(limit: number) {
  return {
    'digit.pressed': {
      actions: { type: 'typeDigits' as const, params: ({ event }: Digit) => ({ text: event.digit, limit }) },
    },
    'text.typed': {
      actions: { type: 'typeDigits' as const, params: ({ event }: Text) => ({ text: event.text, limit }) },
    },
  };
}

/** A number of the chosen setting, octets of its address, or digits that narrow a list down. */
export function types(what: 'typeNumber' | 'typeOctets' | 'typeFilter') {
  return {
    'digit.pressed': { actions: { type: what, params: ({ event }: Digit) => ({ text: event.digit }) } },
    'text.typed': { actions: { type: what, params: ({ event }: Text) => ({ text: event.text }) } },
    ...(what === 'typeFilter'
      ? {}
      : { 'symbol.pressed': { actions: { type: what, params: ({ event }: Symbols) => ({ text: event.symbol }) } } }),
  };
}

/** CLEAR takes back one character, and leads back when there is none. */
export function clears<const Target extends string>(target: Target, drop: 'dropCharacter' | 'dropOctetDigit') {
  return {
    'clear.pressed': [{ guard: 'nothingTyped' as const, target, actions: 'forgetEntered' as const }, { actions: drop }],
    'back.touched': { target, actions: 'forgetEntered' as const },
  };
}

/** A list of more rows than the display has room for. */
export const TURNS_PAGES = {
  'page.turned': {
    actions: {
      type: 'turnPage' as const,
      params: ({ event }: { readonly event: { readonly top: number } }) => ({ top: event.top }),
    },
  },
};
