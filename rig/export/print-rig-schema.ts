import { writeFile } from 'node:fs/promises';
import { rigSchema } from './rig-schema.ts';

/** `make schema`. */
await writeFile('docs/rig.schema.json', rigSchema());
