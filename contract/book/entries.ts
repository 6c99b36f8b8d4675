import { z } from 'zod';
import { daySchema, instantSchema, minutesSchema } from '../session.ts';

/**
 * What stands on the place's timeline. All kinds take their workstations under the one rule that a cell belongs to one entry; what differs is who
 * sits there. A walk-in is a booking that starts now.
 */

export const entryKinds = ['booking', 'walk-in', 'workshop', 'closure', 'maintenance'] as const;

export type EntryKind = (typeof entryKinds)[number];

/**
 * What became of an entry, derived from the clock and the facts. `pending`: a kiosk has not yet handed the cells over; nobody was promised
 * anything. `expected`: to come. `due`: its time has begun, nobody has come yet. `arrived`: somebody sits there, or sat. `no-show`: nobody came in
 * time; the cells are free again. `running`, `over`: of entries that nobody has to come for.
 */
export const standings = ['pending', 'expected', 'due', 'arrived', 'no-show', 'running', 'over', 'cancelled'] as const;

export type Standing = (typeof standings)[number];

/** What a visitor comes for; told by them, never asked twice, never needed. */
export const purposes = ['procedure', 'job', 'mail', 'print', 'learn', 'leisure', 'other'] as const;

export const purposeSchema = z.enum(purposes);

export type Purpose = z.infer<typeof purposeSchema>;

/** What a workstation has beyond the others, and a visitor may need: `scanner`, or a name of the place's own such as `libreoffice`. */
export const featureSchema = z
  .string()
  .max(40)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected words in lower case with hyphens, such as "accessible-seat"');

/** Those that screens have words for. */
export const knownFeatures = ['accessible-seat', 'scanner', 'large-screen', 'printer', 'webcam', 'headset'] as const;

const titleSchema = z.string().trim().min(1).max(120);

export const entrySchema = z.strictObject({
  id: z.uuid(),
  kind: z.enum(entryKinds),
  standing: z.enum(standings),
  startsAt: instantSchema,
  endsAt: instantSchema,
  /** In the order of the place's list. */
  workstations: z.array(z.uuid()).min(1),
  /** Of what has a title: a workshop, a closure, a repair. */
  title: z.nullable(titleSchema),
  purpose: z.nullable(purposeSchema),
  group: z.nullable(z.string()),
  /** Only where the place keeps people. */
  person: z.nullable(z.strictObject({ id: z.uuid(), name: z.string() })),
  /** The series that it is a session of. */
  workshop: z.nullable(z.uuid()),
  /** True: nobody counts this no-show. */
  excused: z.boolean(),
  /** Rises with each change; who changes an entry says which one they saw. */
  version: z.int().positive(),
});

export type Entry = z.infer<typeof entrySchema>;

/** What is asked for. `workstation` null: any that is free and has the features, chosen inside the write. */
export const wishSchema = z.strictObject({
  startsAt: instantSchema,
  minutes: minutesSchema,
  workstation: z.nullable(z.uuid()),
  features: z.array(featureSchema).max(10),
  /** Workstations at the same time, side by side where that is possible. */
  together: z.int().min(1).max(20),
  purpose: z.nullable(purposeSchema),
  group: z.nullable(z.string().max(40)),
  person: z.nullable(z.uuid()),
});

export type Wish = z.infer<typeof wishSchema>;

/** A rule of the place that a wish would break. A soft one can be gone over by a facilitator who says why. */
export const bookingRules = [
  'closed',
  'past',
  'taken',
  'not-handed-over',
  'feature-missing',
  'too-early',
  'too-late',
  'too-long',
  'day-minutes',
  'week-minutes',
  'day-bookings',
  'week-bookings',
  'authorisation-missing',
  'barred',
  'no-shows',
] as const;

export type BookingRule = (typeof bookingRules)[number];

/** Nobody can be placed against these: there is no workstation, or nobody to open the door. */
export const hardRules: ReadonlySet<BookingRule> = new Set(['past', 'taken', 'not-handed-over', 'feature-missing']);

export const bookingRuleSchema = z.enum(bookingRules);

/** A slot that could be had instead. */
export const slotSchema = z.strictObject({
  startsAt: instantSchema,
  /** Free for the whole length, the one that would be chosen first. */
  workstations: z.array(z.uuid()).min(1),
});

export type Slot = z.infer<typeof slotSchema>;

export const slotSearchSchema = z.strictObject({
  minutes: minutesSchema,
  features: z.array(featureSchema).max(10),
  together: z.int().min(1).max(20),
  /** Days of the place, the first and the last. */
  from: daySchema,
  to: daySchema,
});

export type SlotSearch = z.infer<typeof slotSearchSchema>;

export const refusedWishSchema = z.strictObject({
  made: z.literal(false),
  broken: z.array(bookingRuleSchema).min(1),
  /** Nearest first; at most six. */
  alternatives: z.array(slotSchema),
});

export const madeBookingSchema = z.strictObject({
  made: z.literal(true),
  entry: entrySchema,
  /** One for each workstation, in their order, as people read them; in this answer only. Null when an entry was moved: its codes still hold. */
  codes: z.nullable(z.array(z.string()).min(1)),
});

export const bookingAnswerSchema = z.discriminatedUnion('made', [madeBookingSchema, refusedWishSchema]);

export type BookingAnswer = z.infer<typeof bookingAnswerSchema>;
