import { useEffect, useRef, useState } from 'preact/hooks';
import type { MachineState, PanelKey } from '../../../rig/api/contract.ts';
import type { MachineLink } from '../link/machine-link.ts';
import { Beeper } from './beeper.tsx';
import { Display } from './display.tsx';
import { DisplayText } from './display-text.tsx';
import { HardKey } from './hard-key.tsx';
import { ACTION_KEYS, FRONT_KEYS, type HardKeyFace, KEYBOARD_KEYS, KEYPAD, MODE_KEYS } from './hard-keys.ts';
import { Lamps } from './lamps.tsx';

/** The machine's front: mode keys, display, ten-key pad, START and STOP, lamps, beeper. */
export function Front({ state, link }: { readonly state: MachineState; readonly link: MachineLink }) {
  const [keyboard, setKeyboard] = useState(false);
  const front = useRef<HTMLElement>(null);
  // Whoever opens the page can type at once.
  useEffect(() => front.current?.focus({ preventScroll: true }), []);
  const press = (key: PanelKey): void => link.act('press', { keys: [key] });
  const type = (text: string): void => link.act('type', { text });
  const keys = (faces: readonly HardKeyFace[]) =>
    faces.map((face) => <HardKey key={face.key} face={face} press={() => press(face.key)} />);

  const onKeyDown = (event: KeyboardEvent): void => {
    const command = event.ctrlKey || event.altKey || event.metaKey;
    // The third sign of a key, such as @ on many keyboards, comes with Ctrl and Alt.
    if (command && !event.getModifierState('AltGraph')) return;
    const onFront = event.target === event.currentTarget;
    const key = KEYBOARD_KEYS[event.key] ?? (onFront ? FRONT_KEYS[event.key] : undefined);
    // A space on a key of the page is that key's.
    const sign = event.key.length === 1 && (event.key !== ' ' || onFront);
    if (key !== undefined) press(key);
    else if (sign) type(event.key);
    else return;
    event.preventDefault();
  };

  return (
    <section
      class="front"
      id="front"
      ref={front}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the computer's keyboard types into the machine while this has the focus
      tabIndex={0}
      aria-label={`Front panel of ${state.name}`}
      onKeyDown={onKeyDown}
    >
      <div class="nameplate">
        <b>{state.model.toUpperCase()}</b>
        <span>Internet facsimile · {state.name}</span>
        <span class="hint">Your keyboard types here: Enter is START, Esc is STOP, Backspace is CLEAR</span>
      </div>
      <div class="slab">
        {keys(MODE_KEYS)}
        <Beeper beeps={state.beeps} />
      </div>
      <div class="slab slab-display">
        <div class="bezel">
          <Display
            display={state.display}
            powered={state.powered}
            keyboard={keyboard}
            hands={{ touch: (softKey) => link.act('touch', { softKey }), type, clear: () => press('CLEAR') }}
          />
        </div>
        <div class="under-display">
          <Lamps lamps={state.lamps} />
          <button type="button" class="key key-small" aria-pressed={keyboard} onClick={() => setKeyboard(!keyboard)}>
            Keyboard
          </button>
        </div>
        <DisplayText display={state.display} powered={state.powered} />
      </div>
      <div class="slab slab-digits">
        <div class="keypad">{keys(KEYPAD)}</div>
        <div class="actions">{keys(ACTION_KEYS)}</div>
      </div>
    </section>
  );
}
