import { writeFile } from 'node:fs/promises';
import { chartDrawing } from './chart-drawing.ts';
import { CHARTS } from './charts-page.ts';

/** The panel's drawings, part of `make charts`. */
for (const [title, , chart] of CHARTS) {
  await writeFile(`panel-ui/charts/${chart.id}.svg`, await chartDrawing(chart, title));
}
