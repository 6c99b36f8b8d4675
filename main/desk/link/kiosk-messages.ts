import { z } from 'zod';
import { kioskMessageSchema } from '../../../contract/desk-link.ts';
import { failed, parse, parseJson, type Result } from '../../../contract/problem.ts';

/** Facts are read one by one later: one that the desk cannot read must not hold up the others. */
const factsSchema = z.strictObject({ type: z.literal('facts'), facts: z.array(z.unknown()).min(1).max(200) });

const [, , ...later] = kioskMessageSchema.options;

const messageSchema = z.discriminatedUnion('type', [factsSchema, ...later]);

/** Made once: a schema takes longer to make than to use. */
const anything = z.unknown();

/** What a kiosk may say after its greeting. */
export type HeardMessage = z.output<typeof messageSchema>;

/** Problems name the message by its type and the field in it. */
export function readKioskMessage(text: string): Result<HeardMessage> {
  const raw = parseJson(anything, text, 'message');
  if (!raw.ok) return raw;
  const type = typeof raw.value === 'object' && raw.value !== null && 'type' in raw.value ? raw.value.type : undefined;
  if (type === 'hello') return failed('malformed', 'message: type', 'no second hello on the same connection');
  return parse(messageSchema, raw.value, typeof type === 'string' ? type : 'message');
}
