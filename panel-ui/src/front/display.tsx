import type { Display as DisplayState } from '../../../rig/api/contract.ts';
import { DisplayKeyboard } from './display-keyboard.tsx';
import { SoftKeys } from './soft-keys.tsx';

/** Kinds of entry for which the display shows its keyboard by itself; digits come from the ten-key pad. */
const TYPED = ['address', 'text'];

export interface DisplayHands {
  readonly touch: (id: string) => void;
  readonly type: (text: string) => void;
  readonly clear: () => void;
}

/** The LCD imitation: title, lines, what is being typed, touch keys and keyboard. */
export function Display(props: {
  readonly display: DisplayState;
  readonly powered: boolean;
  /** Somebody wants the keyboard whatever is being entered. */
  readonly keyboard: boolean;
  readonly hands: DisplayHands;
}) {
  const { display, powered, hands } = props;
  const { entry } = display;
  const light = !powered ? 'dark' : display.backlight ? 'lit' : 'saving';
  const typed = powered && (props.keyboard || TYPED.includes(entry?.kind ?? ''));
  return (
    <div class="lcd" data-light={light} data-screen={display.screen} data-typed={typed}>
      <div class="lcd-title" aria-hidden="true">
        {(powered ? display.title : '').split(/ {2,}/).map((part) => (
          <span key={part}>{part}</span>
        ))}
      </div>
      <div class="lcd-text" aria-hidden="true">
        <pre class="lcd-lines">{powered ? display.lines.join('\n') : ''}</pre>
      </div>
      {powered && entry !== null ? (
        <div class="lcd-entry" aria-hidden="true">
          <span class="lcd-entry-label">{entry.label}</span>
          <span class="lcd-entry-value">
            {entry.value}
            <i class="cursor" />
          </span>
        </div>
      ) : null}
      {powered ? <SoftKeys keys={display.softKeys} touch={hands.touch} /> : null}
      {typed ? <DisplayKeyboard type={hands.type} clear={hands.clear} /> : null}
    </div>
  );
}
