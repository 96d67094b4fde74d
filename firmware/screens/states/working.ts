import type { PanelAnswer, PanelContext } from '../panel-language.ts';

type Done = { readonly event: { readonly output: PanelAnswer } };

/**
 * The machine does what was asked for and the panel waits: part of a state. Where it goes when that was done and when it
 * was refused; the hint says what came of it.
 */
export function performs<const Granted extends string, const Refused extends string>(
  granted: Granted,
  refused: Refused,
) {
  const hear = { type: 'hear' as const, params: ({ event }: Done) => event.output };
  return {
    invoke: {
      src: 'perform' as const,
      input: ({ context }: { readonly context: PanelContext }) => context,
      onDone: [
        {
          guard: { type: 'granted' as const, params: ({ event }: Done) => event.output },
          target: granted,
          actions: hear,
        },
        { target: refused, actions: [hear, 'beep' as const] },
      ],
      onError: { target: refused, actions: ['hearFault' as const, 'beep' as const] },
    },
  };
}
