import { describe, expect, it } from 'vitest';
import {
  FrontPanel,
  isPanelKey,
  type PanelInput,
  TYPED_CHARACTERS_LIMIT,
} from '../../../device-model/panel/front-panel.ts';
import { TraceNotes } from '../scanner/hand-clock.ts';

function panel() {
  const trace = new TraceNotes();
  return { trace, panel: new FrontPanel({ trace }) };
}

describe('the front panel', () => {
  it('hands keys and typed text to whoever answers', () => {
    const { trace, panel: front } = panel();
    const answered: PanelInput[] = [];
    front.press('1');
    front.onKey((input) => answered.push(input));
    front.press('START');
    front.type('fax@example.com');
    expect(answered).toEqual([
      { kind: 'key', key: 'START' },
      { kind: 'text', text: 'fax@example.com' },
    ]);
    expect(trace.written).toEqual([
      { event: 'key.press', data: { key: '1' } },
      { event: 'key.press', data: { key: 'START' } },
      { event: 'text.type', data: { text: 'fax@example.com' } },
    ]);
    expect([isPanelKey('CLEAR'), isPanelKey('clear'), isPanelKey('10')]).toEqual([true, false, false]);
  });

  it('refuses text no keyboard types', () => {
    const { panel: front } = panel();
    expect(() => front.type('a\r\nb')).toThrow('control character');
    expect(() => front.type('x'.repeat(TYPED_CHARACTERS_LIMIT + 1))).toThrow('expected at most 256');
  });

  it('shows four lines of forty characters', () => {
    const { panel: front } = panel();
    front.show(['READY', `${'é'.repeat(50)}`, 'a\tb\u001b[2J  ', '😀'.repeat(60), 'never seen']);
    expect(front.lcd).toEqual(['READY', 'é'.repeat(40), 'a b [2J', '😀'.repeat(40)]);
    front.show([]);
    expect(front.lcd).toEqual(['', '', '', '']);
  });

  it('writes changes, and only changes, to the trace and to listeners', () => {
    const { trace, panel: front } = panel();
    let changes = 0;
    const end = front.onChange(() => {
      changes += 1;
    });
    front.show(['A']);
    front.show(['A']);
    front.setLamp('alarm', 'on');
    front.setLamp('alarm', 'on');
    front.beep();
    expect(front.lamp('alarm')).toBe('on');
    front.darken();
    end();
    front.beep();
    expect(trace.events).toEqual([
      'lcd.changed',
      'lamp.changed',
      'beeper.sounded',
      'lcd.changed',
      'lamp.changed',
      'beeper.sounded',
    ]);
    expect(changes).toBe(5);
    expect(front.lamps).toEqual({ power: 'off', receiveData: 'off', alarm: 'off', onLine: 'off', link: 'off' });
  });
});
