import { useState } from 'preact/hooks';

const SMALL = ['1234567890-_', 'qwertyuiop@+', "asdfghjkl.:'", 'zxcvbnm,;/()'];
const CAPITAL = ['!"$%&=?#*~^|', 'QWERTYUIOP@+', "ASDFGHJKL.:'", 'ZXCVBNM<>\\[]'];

/** Signs by the name a screen reader should say. */
const SPOKEN: Readonly<Record<string, string>> = {
  '.': 'dot',
  ',': 'comma',
  '-': 'hyphen',
  _: 'underscore',
  '@': 'at sign',
  ':': 'colon',
  ';': 'semicolon',
  "'": 'apostrophe',
  '"': 'quotation mark',
  '/': 'slash',
  '(': 'opening bracket',
  ')': 'closing bracket',
};

/** The keyboard that the display shows for addresses, names and passwords; what is typed stays in the machine. */
export function DisplayKeyboard(props: { readonly type: (text: string) => void; readonly clear: () => void }) {
  const [capital, setCapital] = useState(false);
  return (
    <fieldset class="keyboard" aria-label="Keyboard of the display">
      {(capital ? CAPITAL : SMALL).map((row) => (
        <div key={row} class="keyboard-row">
          {Array.from(row, (sign) => (
            <button
              key={sign}
              type="button"
              class="type-key"
              aria-label={SPOKEN[sign]}
              onClick={() => props.type(sign)}
            >
              {sign}
            </button>
          ))}
        </div>
      ))}
      <div class="keyboard-row">
        <button type="button" class="type-key wide" aria-pressed={capital} onClick={() => setCapital(!capital)}>
          Shift
        </button>
        <button type="button" class="type-key space" onClick={() => props.type(' ')}>
          Space
        </button>
        <button type="button" class="type-key wide" aria-label="Backspace" onClick={props.clear}>
          ← Back
        </button>
      </div>
    </fieldset>
  );
}
