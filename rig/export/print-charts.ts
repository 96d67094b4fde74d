import { writeFile } from 'node:fs/promises';
import { chartsPage } from './charts-page.ts';

/** `make charts`. */
await writeFile('docs/charts.md', chartsPage());
