import { writeFile } from 'node:fs/promises';
import { drawDiagram } from '../../../main/kiosk/session/diagram.ts';

/** `npm run diagram`: draws the table of the session again, after it was changed. */
await writeFile(new URL('../../../main/kiosk/session/diagram.md', import.meta.url), drawDiagram());
