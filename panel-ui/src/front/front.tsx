import type { MachineState, PanelKey } from '../../../rig/api/contract.ts';
import type { MachineLink } from '../link/machine-link.ts';
import { Beeper } from './beeper.tsx';
import { Display } from './display.tsx';
import { DisplayText } from './display-text.tsx';
import { HardKey } from './hard-key.tsx';
import { ACTION_KEYS, type HardKeyFace, KEYBOARD_KEYS, KEYPAD, MODE_KEYS } from './hard-keys.ts';
import { Lamps } from './lamps.tsx';

/** Entries into which the computer's own keyboard writes letters as well. */
const WRITTEN = ['address', 'text', 'password'];

/** The machine's front: mode keys, display, ten-key pad, START and STOP, lamps, beeper. */
export function Front({ state, link }: { readonly state: MachineState; readonly link: MachineLink }) {
  const press = (key: PanelKey): void => link.act('press', { keys: [key] });
  const type = (text: string): void => link.act('type', { text });
  const keys = (faces: readonly HardKeyFace[]) =>
    faces.map((face) => <HardKey key={face.key} face={face} press={() => press(face.key)} />);

  const onKeyDown = (event: KeyboardEvent): void => {
    const command = event.ctrlKey || event.altKey || event.metaKey;
    // The third sign of a key, such as @ on many keyboards, comes with Ctrl and Alt.
    if (command && !event.getModifierState('AltGraph')) return;
    const letters = WRITTEN.includes(state.display.entry?.kind ?? '');
    // A space or Enter on a button is that button's.
    const onButton = event.target instanceof HTMLButtonElement;
    if (letters && event.key.length === 1 && !(event.key === ' ' && onButton)) type(event.key);
    else if (KEYBOARD_KEYS[event.key] !== undefined) press(KEYBOARD_KEYS[event.key] as PanelKey);
    else return;
    event.preventDefault();
  };

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the computer's keyboard types into the machine while its front has the focus
    <section class="front" id="front" tabIndex={0} aria-label={`Front panel of ${state.name}`} onKeyDown={onKeyDown}>
      <div class="nameplate">
        <b>{state.model.toUpperCase()}</b>
        <span>Internet facsimile · {state.name}</span>
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
            hands={{ touch: (softKey) => link.act('touch', { softKey }), type, clear: () => press('CLEAR') }}
          />
        </div>
        <Lamps lamps={state.lamps} />
        <DisplayText display={state.display} powered={state.powered} />
      </div>
      <div class="slab slab-digits">
        <div class="keypad">{keys(KEYPAD)}</div>
        <div class="actions">{keys(ACTION_KEYS)}</div>
      </div>
    </section>
  );
}
