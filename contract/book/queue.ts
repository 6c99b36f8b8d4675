import { z } from 'zod';
import { instantSchema, minutesSchema } from '../session.ts';
import { featureSchema } from './entries.ts';

/** The queue: numbers, no names. Whoever has a booking that is due comes before them. */

/** An honest wait: between two times, or unknown when nobody can say (a session without an end, no workstation that fits). */
export const waitSchema = z.nullable(
  z.strictObject({ atLeastMinutes: z.int().nonnegative(), atMostMinutes: z.int().nonnegative() }),
);

export type Wait = z.infer<typeof waitSchema>;

export const queuedSchema = z.strictObject({
  id: z.uuid(),
  /** Starts at 1 each day. */
  number: z.int().positive(),
  since: instantSchema,
  minutes: minutesSchema,
  features: z.array(featureSchema),
  wait: waitSchema,
  /** A workstation that waits for this number, until when; null = none yet. */
  offer: z.nullable(z.strictObject({ workstation: z.uuid(), until: instantSchema })),
});

export type Queued = z.infer<typeof queuedSchema>;

export const queueSchema = z.strictObject({
  waiting: z.array(queuedSchema),
  /** What somebody who came now would wait. */
  waitNow: waitSchema,
});

export type Queue = z.infer<typeof queueSchema>;

/** The public display: numbers and workstations, nothing about anyone. */
export const displaySchema = z.strictObject({
  placeName: z.string(),
  zone: z.string(),
  now: instantSchema,
  closesAt: z.nullable(instantSchema),
  opensAt: z.nullable(instantSchema),
  free: z.int().nonnegative(),
  called: z.array(z.strictObject({ number: z.int().positive(), workstation: z.string() })),
  waiting: z.array(z.int().positive()),
  waitNow: waitSchema,
  workshops: z.array(z.strictObject({ title: z.string(), startsAt: instantSchema, seatsLeft: z.int().nonnegative() })),
});

export type Display = z.infer<typeof displaySchema>;
