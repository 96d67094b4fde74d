import { writeFile } from 'node:fs/promises';
import { settingsPage } from './settings-page.ts';

/** `make settings`. */
await writeFile('docs/settings.md', settingsPage());
