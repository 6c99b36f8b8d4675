import { z } from 'zod';
import { instantSchema } from '../session.ts';

/** The few people whom a place chose to keep, and nothing but what its own rules need. No place has to: none is the rule. */

export const personSchema = z.strictObject({
  id: z.uuid(),
  /** As the place calls them: a name, or the number of a card. */
  name: z.string().trim().min(1).max(80),
  /** Of the place's groups; null = everybody's rules. */
  group: z.nullable(z.string().max(40)),
  /** A parent has authorised it. */
  authorised: z.boolean(),
  /** Until then nothing is booked for them; with the reason, which they may be told. */
  barred: z.nullable(z.strictObject({ until: instantSchema, reason: z.string().trim().min(3).max(200) })),
  version: z.int().positive(),
});

export type Person = z.infer<typeof personSchema>;

export const personViewSchema = z.strictObject({
  ...personSchema.shape,
  /** Of the last sixty days, without those that were excused. */
  noShows: z.int().nonnegative(),
});

export type PersonView = z.infer<typeof personViewSchema>;
