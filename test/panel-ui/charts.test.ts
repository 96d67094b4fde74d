import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { stateIds } from '../../rig/export/chart-dot.ts';
import { chartDrawing } from '../../rig/export/chart-drawing.ts';
import { CHARTS } from '../../rig/export/charts-page.ts';

const FOLDER = fileURLToPath(new URL('../../panel-ui/charts/', import.meta.url));
const drawing = (id: string): string => readFileSync(`${FOLDER}${id}.svg`, 'utf8');

describe('the drawings of the charts', () => {
  test('are one a chart', () => {
    expect(readdirSync(FOLDER).sort()).toEqual(CHARTS.map(([, , chart]) => `${chart.id}.svg`).sort());
  });

  describe.each(CHARTS.map(([title, , chart]) => ({ title, chart })))('$title', ({ title, chart }) => {
    test('is drawn from the machine as it is (else: make charts)', async () => {
      expect(drawing(chart.id)).toBe(await chartDrawing(chart, title));
    });

    test('has one id a state and no other', () => {
      const ids = [...drawing(chart.id).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
      expect(ids.sort()).toEqual([...stateIds(chart)].sort());
    });

    test('carries no style that a strict Content Security Policy would refuse', () => {
      expect(drawing(chart.id)).not.toMatch(/<style|<script|style=|href=|on\w+=/);
    });
  });
});
