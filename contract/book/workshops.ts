import { z } from 'zod';
import { instantSchema } from '../session.ts';
import { entrySchema } from './entries.ts';

/** Workshops: a series with its sessions, who registered, and who came. Names only where the place keeps people; else a number on a list. */

export const workshopSchema = z.strictObject({
  id: z.uuid(),
  title: z.string().trim().min(1).max(120),
  description: z.string().max(2000),
  audience: z.string().max(120),
  seats: z.int().min(1).max(200),
  version: z.int().positive(),
});

export type Workshop = z.infer<typeof workshopSchema>;

export const registrationSchema = z.strictObject({
  id: z.uuid(),
  /** 1, 2, 3 … within the workshop, in the order of registering. */
  number: z.int().positive(),
  person: z.nullable(z.strictObject({ id: z.uuid(), name: z.string() })),
  /** `waiting`: no seat yet; the first of them gets the next one that is given back. */
  standing: z.enum(['seated', 'waiting', 'cancelled']),
  madeAt: instantSchema,
  /** By session (entry): true = was there, false = was not; a session without a word is not counted. */
  attendance: z.record(z.uuid(), z.boolean()),
});

export type Registration = z.infer<typeof registrationSchema>;

export const workshopViewSchema = z.strictObject({
  ...workshopSchema.shape,
  sessions: z.array(entrySchema),
  registrations: z.array(registrationSchema),
});

export type WorkshopView = z.infer<typeof workshopViewSchema>;
