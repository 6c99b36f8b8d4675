import { z } from 'zod';
import { profileFileSchema } from '../../../contract/profile-file.ts';

/** What an editor knows of a profile while somebody writes one, as text of the file that stands beside the profiles. */
export const drawSchema = (): string => {
  const schema = z.toJSONSchema(profileFileSchema, { io: 'input', target: 'draft-7' });
  return `${JSON.stringify(schema, null, 2)}\n`;
};

export const schemaFile = new URL('../../../kiosk-profiles/schema/profile.schema.json', import.meta.url);
