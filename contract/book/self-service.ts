import { z } from 'zod';
import { daySchema, instantSchema, minutesSchema } from '../session.ts';
import { bookingRuleSchema, featureSchema, purposeSchema } from './entries.ts';
import { waitSchema } from './queue.ts';

/**
 * What a visitor does with the book alone, at a free kiosk: no account, no name. The desk answers; while it is away the kiosk says so. Codes are as
 * people read them, and in these messages only.
 */

const code = z.string().min(1).max(64);

const slot = z.strictObject({
  startsAt: instantSchema,
  /** Names of workstations, the one that would be chosen first. */
  workstations: z.array(z.string()).min(1),
});

export const bookQuestionSchema = z.discriminatedUnion('ask', [
  /** How does it stand: the wait now, and on which of the next days something is free. */
  z.strictObject({ ask: z.literal('outlook'), minutes: minutesSchema, features: z.array(featureSchema).max(10) }),
  z.strictObject({
    ask: z.literal('slots'),
    day: daySchema,
    minutes: minutesSchema,
    features: z.array(featureSchema).max(10),
  }),
  z.strictObject({
    ask: z.literal('book'),
    startsAt: instantSchema,
    minutes: minutesSchema,
    features: z.array(featureSchema).max(10),
    purpose: z.nullable(purposeSchema),
  }),
  z.strictObject({ ask: z.literal('find'), code }),
  z.strictObject({ ask: z.literal('cancel'), code }),
  z.strictObject({ ask: z.literal('queue'), minutes: minutesSchema, features: z.array(featureSchema).max(10) }),
]);

export type BookQuestion = z.infer<typeof bookQuestionSchema>;

/** A visitor's own booking, as they see it. */
export const ownBookingSchema = z.strictObject({
  startsAt: instantSchema,
  endsAt: instantSchema,
  workstation: z.string(),
  /** Until it begins, or until the place wants to know no later. */
  cancellable: z.boolean(),
});

export const bookAnswerSchema = z.discriminatedUnion('answer', [
  z.strictObject({
    answer: z.literal('outlook'),
    waitNow: waitSchema,
    waiting: z.int().nonnegative(),
    /** The next days on which the place is open, soonest first. */
    days: z.array(z.strictObject({ day: daySchema, free: z.int().nonnegative() })).max(60),
    /** The first slot of all; null = none within the days that can be booked. */
    first: z.nullable(slot),
    /** Of the place, for the choice of one. */
    features: z.array(featureSchema),
    longestMinutes: z.nullable(minutesSchema),
  }),
  z.strictObject({ answer: z.literal('slots'), slots: z.array(slot).max(288) }),
  z.strictObject({ answer: z.literal('booked'), code, booking: ownBookingSchema }),
  z.strictObject({ answer: z.literal('found'), booking: ownBookingSchema }),
  z.strictObject({ answer: z.literal('cancelled'), booking: ownBookingSchema }),
  z.strictObject({ answer: z.literal('queued'), number: z.int().positive(), wait: waitSchema }),
  /** The rules or the room do not allow it, with what could be had instead. */
  z.strictObject({
    answer: z.literal('refused'),
    broken: z.array(bookingRuleSchema).min(1),
    alternatives: z.array(slot),
  }),
  /** No booking has this code; a wrong one, one that is over and one that is cancelled look the same. */
  z.strictObject({ answer: z.literal('unknown-code') }),
  /** The place lets nobody do this alone, or too many codes were tried: at the desk. */
  z.strictObject({ answer: z.literal('at-the-desk') }),
]);

export type BookAnswer = z.infer<typeof bookAnswerSchema>;
