import { z } from 'zod';
import { holidayNames } from '../calendar/holidays.ts';
import { daySchema, instantSchema, minutesSchema } from '../session.ts';
import { placeBookingSchema } from './booking-rules.ts';
import {
  bookingAnswerSchema,
  bookingRuleSchema,
  entrySchema,
  featureSchema,
  slotSchema,
  slotSearchSchema,
  wishSchema,
} from './entries.ts';
import { importedSchema, importSchema } from './imports.ts';
import { feedPlaceSchema } from './feeds.ts';
import { personSchema, personViewSchema } from './people.ts';
import { queueSchema } from './queue.ts';
import { registrationSchema, workshopSchema, workshopViewSchema } from './workshops.ts';

/** Desk screens ⇄ desk, what concerns the book. Bound with the rest of the table in `desk-routes.ts`. */

const nothing = z.strictObject({});

/** Why a facilitator goes over a soft rule; kept with the entry. */
const overrideSchema = z.nullable(z.string().trim().min(3).max(200));

/** Which entry is meant, and how it looked to who changes it. Problem `stale` when it has changed meanwhile: nothing is overwritten. */
const seenSchema = { entry: z.uuid(), version: z.int().positive() };

/** What takes workstations out of the book takes all of them, or is told who stands in the way. */
const takenOutSchema = z.discriminatedUnion('made', [
  z.strictObject({ made: z.literal(true), entry: entrySchema }),
  z.strictObject({ made: z.literal(false), broken: z.array(bookingRuleSchema).min(1), inTheWay: z.array(entrySchema) }),
]);

export const timelineSchema = z.strictObject({
  zone: z.string(),
  now: instantSchema,
  days: z.array(
    z.strictObject({
      day: daySchema,
      open: z.array(z.strictObject({ opensAt: instantSchema, closesAt: instantSchema })),
      /** Why the hours are not those of the week: a holiday's coded name, or the words of a season or an exception. Null: they are. */
      because: z.nullable(
        z.discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('holiday'), name: z.enum(holidayNames) }),
          z.strictObject({ kind: z.enum(['season', 'exception']), name: z.string() }),
        ]),
      ),
    }),
  ),
  workstations: z.array(
    z.strictObject({
      id: z.uuid(),
      name: z.string(),
      room: z.string(),
      features: z.array(featureSchema),
      /** Before this nothing is promised there, since the kiosk is away and may give the time itself; null = at once. */
      promisableFrom: z.nullable(instantSchema),
    }),
  ),
  entries: z.array(entrySchema),
});

export type Timeline = z.infer<typeof timelineSchema>;

export const bookRoutes = {
  /** At most 42 days. */
  'timeline.read': {
    method: 'GET',
    path: '/api/timeline',
    input: z.strictObject({ from: daySchema, to: daySchema }),
    output: timelineSchema,
  },
  /** The next slots, earliest first; at most 50. */
  'slots.find': {
    method: 'POST',
    path: '/api/slots',
    input: slotSearchSchema,
    output: z.strictObject({ slots: z.array(slotSchema) }),
  },
  'booking.make': {
    method: 'POST',
    path: '/api/bookings',
    input: z.strictObject({ wish: wishSchema, override: overrideSchema }),
    output: bookingAnswerSchema,
  },
  /** Another time, length or workstation; nothing is changed when that is refused. */
  'booking.move': {
    method: 'POST',
    path: '/api/bookings/move',
    input: z.strictObject({
      ...seenSchema,
      startsAt: instantSchema,
      minutes: minutesSchema,
      /** Null: any. */
      workstation: z.nullable(z.uuid()),
      override: overrideSchema,
    }),
    output: bookingAnswerSchema,
  },
  /** Also of closures, maintenance and single sessions of a workshop. */
  'booking.cancel': {
    method: 'POST',
    path: '/api/bookings/cancel',
    input: z.strictObject(seenSchema),
    output: z.strictObject({ entry: entrySchema }),
  },
  /** Takes a cancellation back while the cells are still free. */
  'booking.restore': {
    method: 'POST',
    path: '/api/bookings/restore',
    input: z.strictObject(seenSchema),
    output: bookingAnswerSchema,
  },
  /** One entry as it is now, also when it was cancelled: whoever has it open must hear. Problem `not-found`. */
  'entry.read': {
    method: 'GET',
    path: '/api/entries',
    input: z.strictObject({ entry: z.uuid() }),
    output: z.strictObject({ entry: entrySchema }),
  },
  /** By the code as it is read out over the phone. Problem `not-found`. */
  'booking.find': {
    method: 'POST',
    path: '/api/bookings/find',
    input: z.strictObject({ code: z.string().max(64) }),
    output: z.strictObject({ entry: entrySchema }),
  },
  /** A no-show that is not to be counted, or is after all. */
  'booking.excuse': {
    method: 'POST',
    path: '/api/bookings/excuse',
    input: z.strictObject({ ...seenSchema, excused: z.boolean() }),
    output: z.strictObject({ entry: entrySchema }),
  },
  /** Takes workstations out of the book. With people in the way nothing is done, and they are told. */
  'closure.make': {
    method: 'POST',
    path: '/api/closures',
    input: z.strictObject({
      kind: z.enum(['closure', 'maintenance']),
      title: z.string().trim().min(1).max(120),
      startsAt: instantSchema,
      endsAt: instantSchema,
      workstations: z.array(z.uuid()).min(1),
    }),
    output: takenOutSchema,
  },
  'booking-rules.read': { method: 'GET', path: '/api/booking-rules', input: nothing, output: placeBookingSchema },
  /** Where it says that nobody is kept any more, everybody is taken out. */
  'booking-rules.write': { method: 'PUT', path: '/api/booking-rules', input: placeBookingSchema, output: nothing },
  /** With a wrong line nothing is taken in. */
  'table.import': { method: 'POST', path: '/api/imports', input: importSchema, output: importedSchema },
  /** The slip of a booking as a PDF, in base64: its code is known to whoever has just made it, and to nobody else. */
  'slip.make': {
    method: 'POST',
    path: '/api/slips',
    input: z.strictObject({ code: z.string().max(64), language: z.enum(['fr', 'en']) }),
    output: z.strictObject({ pdf: z.base64(), text: z.string() }),
  },
  'feeds.read': {
    method: 'GET',
    path: '/api/feeds',
    input: nothing,
    output: z.strictObject({ feeds: z.array(feedPlaceSchema) }),
  },
  /** Gives one calendar another address; whoever has the old one reads nothing any more. */
  'feeds.renew': {
    method: 'POST',
    path: '/api/feeds/renew',
    input: feedPlaceSchema.pick({ kind: true, subject: true }),
    output: z.strictObject({ feeds: z.array(feedPlaceSchema) }),
  },
  /** Problem `not-now` for all three while the place keeps nobody. */
  'people.read': {
    method: 'GET',
    path: '/api/people',
    input: nothing,
    output: z.strictObject({ people: z.array(personViewSchema) }),
  },
  'person.write': {
    method: 'PUT',
    path: '/api/people',
    input: z.strictObject({
      /** Null: a new one. */
      seen: z.nullable(z.strictObject({ person: z.uuid(), version: z.int().positive() })),
      ...personSchema.omit({ id: true, version: true }).shape,
    }),
    output: personSchema,
  },
  /** What they booked stays, without them. */
  'person.remove': {
    method: 'POST',
    path: '/api/people/remove',
    input: z.strictObject({ person: z.uuid(), version: z.int().positive() }),
    output: nothing,
  },
  'queue.read': { method: 'GET', path: '/api/queue', input: nothing, output: queueSchema },
  'queue.join': {
    method: 'POST',
    path: '/api/queue',
    input: z.strictObject({ minutes: minutesSchema, features: z.array(featureSchema).max(10) }),
    output: z.strictObject({ id: z.uuid(), number: z.int().positive() }),
  },
  /** Gone, or called in vain: the offer goes to the next one. */
  'queue.leave': {
    method: 'POST',
    path: '/api/queue/leave',
    input: z.strictObject({ id: z.uuid() }),
    output: nothing,
  },
  /** They came: sends them to the workstation that was offered. Problem `not-now`: no offer, or it is over. */
  'queue.place': {
    method: 'POST',
    path: '/api/queue/place',
    input: z.strictObject({ id: z.uuid() }),
    output: z.strictObject({ workstation: z.uuid(), minutes: minutesSchema }),
  },
  'workshops.read': {
    method: 'GET',
    path: '/api/workshops',
    input: nothing,
    output: z.strictObject({ workshops: z.array(workshopViewSchema) }),
  },
  /** A new one, or changes to one that was seen with this version. */
  'workshop.write': {
    method: 'PUT',
    path: '/api/workshops',
    input: z.strictObject({
      workshop: z.nullable(z.uuid()),
      version: z.nullable(z.int().positive()),
      ...workshopSchema.omit({ id: true, version: true }).shape,
    }),
    output: workshopSchema,
  },
  /** Another session of the series: its workstations all at once or not at all. */
  'workshop.add-session': {
    method: 'POST',
    path: '/api/workshops/sessions',
    input: z.strictObject({
      workshop: z.uuid(),
      startsAt: instantSchema,
      endsAt: instantSchema,
      workstations: z.array(z.uuid()).min(1),
    }),
    output: takenOutSchema,
  },
  /** Its sessions to come are cancelled with it. */
  'workshop.remove': {
    method: 'POST',
    path: '/api/workshops/remove',
    input: z.strictObject({ workshop: z.uuid(), version: z.int().positive() }),
    output: nothing,
  },
  'workshop.register': {
    method: 'POST',
    path: '/api/workshops/register',
    input: z.strictObject({ workshop: z.uuid(), person: z.nullable(z.uuid()) }),
    output: registrationSchema,
  },
  /** Gives the seat back: to the first of those who wait. */
  'workshop.unregister': {
    method: 'POST',
    path: '/api/workshops/unregister',
    input: z.strictObject({ registration: z.uuid() }),
    output: nothing,
  },
  'workshop.attend': {
    method: 'POST',
    path: '/api/workshops/attend',
    input: z.strictObject({ registration: z.uuid(), entry: z.uuid(), present: z.nullable(z.boolean()) }),
    output: nothing,
  },
  /** Begins the session on each of its workstations that is free, without any code. */
  'workshop.start': {
    method: 'POST',
    path: '/api/workshops/start',
    input: z.strictObject({ entry: z.uuid() }),
    output: z.strictObject({ started: z.array(z.uuid()), notStarted: z.array(z.uuid()) }),
  },
} as const;

/** Answers anybody on the place's network: it says nothing about anyone. */
export const displayPath = '/api/display';
