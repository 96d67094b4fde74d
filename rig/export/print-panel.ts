import { writeFile } from 'node:fs/promises';
import { panelPage } from './panel-page.ts';

/** `make panel`. */
await writeFile('docs/panel.md', panelPage());
