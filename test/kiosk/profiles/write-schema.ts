import { writeFile } from 'node:fs/promises';
import { drawSchema, schemaFile } from './profile-schema.ts';

/** `npm run schema`: writes the schema of profiles again, after their form was changed. */
await writeFile(schemaFile, drawSchema());
