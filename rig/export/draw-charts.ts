import { writeFile } from 'node:fs/promises';
import { Graphviz } from '@hpcc-js/wasm-graphviz';
import { chartDrawing } from './chart-drawing.ts';
import { CHARTS } from './charts-page.ts';

/** The panel's drawings, part of `make charts`. */
const graphviz = await Graphviz.load();
for (const [title, , chart] of CHARTS) {
  await writeFile(`panel-ui/charts/${chart.id}.svg`, chartDrawing(graphviz, chart, title));
}
