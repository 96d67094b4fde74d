import { describe, expect, it } from 'vitest';
import type { DisplayContent, SoftKey } from '../../../device-model/panel/display-content.ts';
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

const SCREEN: DisplayContent = {
  screen: 'test',
  title: 'TEST',
  lines: [],
  softKeys: [],
  entry: undefined,
  backlight: true,
};
const showing = (...lines: readonly string[]): DisplayContent => ({ ...SCREEN, lines });
const key = (id: string, more: Partial<SoftKey> = {}): SoftKey => ({
  id,
  label: id.toUpperCase(),
  selected: false,
  disabled: false,
  ...more,
});

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

  it('does not tell the event log a password', () => {
    const { trace, panel: front } = panel();
    const answered: PanelInput[] = [];
    front.onKey((input) => answered.push(input));
    front.show({ ...SCREEN, entry: { kind: 'password', label: 'PASSWORD', value: '', limit: 8 } });
    trace.written.length = 0;
    front.press('7');
    front.press('START');
    front.type('1234');
    expect(answered).toEqual([
      { kind: 'key', key: '7' },
      { kind: 'key', key: 'START' },
      { kind: 'text', text: '1234' },
    ]);
    expect(trace.written).toEqual([
      { event: 'key.press', data: { key: '*' } },
      { event: 'key.press', data: { key: 'START' } },
      { event: 'text.type', data: { text: '****' } },
    ]);
  });

  it('refuses text no keyboard types', () => {
    const { panel: front } = panel();
    expect(() => front.type('a\r\nb')).toThrow('control character');
    expect(() => front.type('x'.repeat(TYPED_CHARACTERS_LIMIT + 1))).toThrow('expected at most 256');
  });

  it('shows four to ten lines of forty characters', () => {
    const { panel: front } = panel();
    front.show(showing('READY', `${'é'.repeat(50)}`, 'a\tb\u001b[2J  ', '😀'.repeat(60)));
    expect(front.lcd).toEqual(['READY', 'é'.repeat(40), 'a b [2J', '😀'.repeat(40)]);
    front.show(showing(...Array.from({ length: 11 }, (_, row) => `LINE ${row}`)));
    expect(front.lcd).toHaveLength(10);
    front.show(showing());
    expect(front.lcd).toEqual(['', '', '', '']);
  });

  it('writes changes, and only changes, to the trace and to listeners', () => {
    const { trace, panel: front } = panel();
    let changes = 0;
    const end = front.onChange(() => {
      changes += 1;
    });
    front.show(showing('A'));
    front.show(showing('A'));
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
    expect(front.beeps).toBe(2);
    expect(front.lamps).toEqual({ power: 'off', receiveData: 'off', alarm: 'off', onLine: 'off', link: 'off' });
  });

  it('shows soft keys and hands on those that can be touched', () => {
    const { trace, panel: front } = panel();
    const answered: PanelInput[] = [];
    front.onKey((input) => answered.push(input));
    const softKeys = [key('back'), key('next', { disabled: true }), key('long', { label: 'L'.repeat(30) })];
    const entry = { kind: 'digits', label: 'STATION', value: '00', limit: 3 } as const;
    front.show({ ...showing('A'), softKeys, entry });
    for (const id of ['back', 'next']) front.touch(id);
    expect(() => front.touch('nowhere')).toThrow('no soft key "nowhere", only back, next, long');
    expect(answered).toEqual([{ kind: 'touch', id: 'back' }]);
    expect(front.display.softKeys.map(({ label }) => label)).toEqual(['BACK', 'NEXT', 'L'.repeat(18)]);
    expect(front.display).toMatchObject({ screen: 'test', title: 'TEST', entry, backlight: true });
    front.show({ ...showing('A'), softKeys, entry: { ...entry, value: '001' } });
    expect(trace.events).toEqual(['lcd.changed', 'softkey.touch', 'lcd.changed']);
    front.show({ ...showing('A'), softKeys: Array.from({ length: 13 }, (_, at) => key(`row-${at}`)) });
    expect(front.display.softKeys).toHaveLength(12);
    front.darken();
    expect(() => front.touch('row-1')).toThrow('only none at all');
    expect(front.display).toMatchObject({ screen: 'off', softKeys: [], backlight: false });
  });
});
