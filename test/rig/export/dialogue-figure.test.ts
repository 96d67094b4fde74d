import { expect, test } from 'vitest';
import { dialogueFigure } from '../../../rig/export/dialogue-figure.ts';

const FIGURE = dialogueFigure({
  client: 'ifax1',
  server: 'ifax2 & co',
  lines: [
    { direction: 'S', text: '220 ready' },
    { direction: 'C', text: 'RCPT TO:<june@panasonic.com> CONNEG' },
    { direction: 'S', text: '250-<june@panasonic.com> recipient ok' },
    { direction: 'S', text: '250-(&(image-file-structure=TIFF-minimal)' },
    { direction: 'S', text: '250  (ua-media=stationery) )' },
    { direction: 'C', text: 'DATA' },
  ],
});

test('every line stands in the figure, markup made harmless', () => {
  expect(FIGURE).toContain('>RCPT TO:&lt;june@panasonic.com&gt; CONNEG</text>');
  expect(FIGURE).toContain('>250-(&amp;(image-file-structure=TIFF-minimal)</text>');
  expect(FIGURE).toContain('>ifax2 &amp; co</text>');
});

test('a multi-line reply has one arrow, every command its own', () => {
  expect(FIGURE.match(/stroke="#7a1f1f"/g)).toHaveLength(2);
  expect(FIGURE.match(/stroke="#0b3d91"/g)).toHaveLength(2);
});
