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
    expect(new Set(readdirSync(FOLDER))).toEqual(new Set(CHARTS.map(([, , chart]) => `${chart.id}.svg`)));
  });

  describe.each(CHARTS.map(([title, , chart]) => ({ title, chart })))('$title', ({ title, chart }) => {
    test('is drawn from the machine as it is (else: make charts)', async () => {
      expect(drawing(chart.id)).toBe(await chartDrawing(chart, title));
    });

    test('has one id a state and no other', () => {
      const ids = [...drawing(chart.id).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
      expect(ids).toHaveLength(stateIds(chart).length);
      expect(new Set(ids)).toEqual(new Set(stateIds(chart)));
    });

    test('carries no style that a strict Content Security Policy would refuse', () => {
      expect(drawing(chart.id)).not.toMatch(/<style|<script|style=|href=|on\w+=/);
    });
  });
});
