import { z } from 'zod';
import { bookRoutes } from './book/book-routes.ts';
import { queueSchema } from './book/queue.ts';
import { listedCommuneSchema, supportQuestions, supportSchema, undescribedSchema } from './book/support.ts';
import { exceptionsSchema, seasonsSchema, territorySchema, weekSchema } from './calendar/opening-rules.ts';
import { placeRulesSchema } from './desk-link.ts';
import { listStandingSchema } from './filter-list/standing.ts';
import { problemSchema } from './problem.ts';
import { grantReasonSchema, refusalReasons, refusalReasonSchema } from './reasons.ts';
import { instantSchema, minutesSchema, phaseSchema, wallSchema } from './session.ts';
import { openingReasonSchema, siteNameSchema } from './sites.ts';
import { wallCheckSchema } from './walls.ts';

/** Desk screens ⇄ desk: every route, its input and its answer. Problems answer with `{ problem }` and the status beside the code. */

/** A visitor would like a site opened. Gone with the session. */
export const siteWishSchema = z.strictObject({
  id: z.uuid(),
  site: siteNameSchema,
  /** Of the filter list; null: the rules of the workstation's profile refuse it. */
  category: z.nullable(z.string()),
  at: instantSchema,
});

export type SiteWish = z.infer<typeof siteWishSchema>;

/** A site that is open to everybody here. */
export const openedSiteSchema = z.strictObject({
  site: siteNameSchema,
  reason: z.string(),
  /** Name of the account. */
  by: z.string(),
  at: instantSchema,
});

export type OpenedSite = z.infer<typeof openedSiteSchema>;

/** How a workstation stands, as the room shows it. `silent`: no word from it; what it said last is not trusted. */
export const workstationCardSchema = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  phase: z.union([phaseSchema, z.literal('silent')]),
  session: z.nullable(z.uuid()),
  /** Start of the running session as the desk's book has it; null until its fact has arrived. */
  startedAt: z.nullable(instantSchema),
  endsAt: z.nullable(instantSchema),
  helpCalled: z.boolean(),
  /** Since when help is called, so that who waits longest stands first; null when nobody calls. */
  helpCalledAt: z.nullable(instantSchema),
  /** Since when the phase stands. */
  since: instantSchema,
  missingWalls: z.array(wallSchema),
  /** What its self-test said last; null: nothing yet, or a kiosk that has none. */
  check: z.nullable(wallCheckSchema),
  /** Its filter list; null: nothing yet, or a kiosk that does not tell. */
  list: z.nullable(listStandingSchema),
  problem: z.nullable(problemSchema),
  /** In the order in which they came. */
  wishes: z.array(siteWishSchema),
});

export type WorkstationCard = z.infer<typeof workstationCardSchema>;

/** The room at one glance; also the payload of each `room` event of the live stream. */
export const roomSchema = z.strictObject({
  placeName: z.string(),
  zone: z.string(),
  now: instantSchema,
  workstations: z.array(workstationCardSchema),
  /** Tickets given and not yet used or expired. */
  openTickets: z.int().nonnegative(),
  queue: queueSchema,
  /** Sessions that have just ended and that nobody has described, the latest first. */
  undescribed: z.array(undescribedSchema),
  /** Rises with each change of the book: a screen that shows a part of it reads it again. */
  bookRevision: z.int().nonnegative(),
  /** The filter list that the desk gives to its workstations; null: it gives none. */
  list: z.nullable(listStandingSchema),
  /** Null when every sheet reached central; else since when some wait. */
  sheetsWaitingSince: z.nullable(instantSchema),
});

export type Room = z.infer<typeof roomSchema>;

/** What the facilitator sets about sessions. `week` starts on Monday; null = the place keeps no hours. */
export const placeSettingsSchema = z.strictObject({
  week: z.nullable(weekSchema),
  /** These three differ from the week, where it is kept; a desk that does not know them yet has none. */
  seasons: seasonsSchema.default([]),
  exceptions: exceptionsSchema.default([]),
  closedOnHolidays: z.nullable(territorySchema).default(null),
  /** What is asked about whoever was helped, besides topic and autonomy. */
  supportQuestions: z.array(z.enum(supportQuestions)).default([]),
  /** Communes of residence to choose from. */
  communes: z.array(listedCommuneSchema).max(40).default([]),
  /** Month figures: what counts fewer people than this does not leave the place. */
  smallestCell: z.int().min(2).max(100).default(5),
  ...placeRulesSchema.omit({ hours: true, maintenanceCode: true }).shape,
  /** A new maintenance code, six digits or more; null = unchanged. Never read back. */
  newMaintenanceCode: z.nullable(z.string().regex(/^\d{6,12}$/, 'expected six to twelve digits')),
});

export type PlaceSettings = z.infer<typeof placeSettingsSchema>;

/** A dry run tells a wrong code from an expired one, since a facilitator asks. */
export const explainedRefusalSchema = z.enum([
  ...refusalReasons,
  'code-unknown',
  'code-expired',
  'code-used',
  'not-free-then',
]);

export const ticketChoices = [15, 30, 60] as const;

const nothing = z.strictObject({});

export const deskRoutes = {
  'session.sign-in': {
    method: 'POST',
    path: '/api/session',
    input: z.strictObject({ name: z.string().min(1).max(100), password: z.string().min(1).max(200) }),
    output: z.strictObject({ name: z.string() }),
  },
  'session.sign-out': { method: 'DELETE', path: '/api/session', input: nothing, output: nothing },
  'room.read': { method: 'GET', path: '/api/room', input: nothing, output: roomSchema },
  /** Gives a ticket. The code is in this answer only: afterwards the desk itself holds but a hash. */
  'ticket.give': {
    method: 'POST',
    path: '/api/tickets',
    input: z.strictObject({ minutes: minutesSchema }),
    output: z.strictObject({ code: z.string(), minutes: minutesSchema, expiresAt: instantSchema }),
  },
  'session.end': {
    method: 'POST',
    path: '/api/workstations/end-session',
    input: z.strictObject({ workstation: z.uuid(), session: z.uuid() }),
    output: nothing,
  },
  /** Somebody stands at the desk: gives them a ticket and sends them to this workstation, which begins without a code. */
  'session.start': {
    method: 'POST',
    path: '/api/workstations/start-session',
    input: z.strictObject({ workstation: z.uuid(), minutes: minutesSchema, label: z.nullable(z.string().max(12)) }),
    output: z.strictObject({ minutes: minutesSchema, reason: grantReasonSchema }),
  },
  /** What an extension by so many minutes would break, before anyone confirms it. */
  'extension.preview': {
    method: 'POST',
    path: '/api/workstations/preview-extension',
    input: z.strictObject({ workstation: z.uuid(), session: z.uuid(), minutes: minutesSchema }),
    output: z.strictObject({ endsAt: instantSchema, breaks: z.array(refusalReasonSchema) }),
  },
  /** `endsAt`: as the preview told it. Problem `stale` when somebody else has extended it meanwhile: it goes on once. */
  'session.extend': {
    method: 'POST',
    path: '/api/workstations/extend-session',
    input: z.strictObject({ workstation: z.uuid(), session: z.uuid(), minutes: minutesSchema, endsAt: instantSchema }),
    output: nothing,
  },
  'pause.release': {
    method: 'POST',
    path: '/api/workstations/release-pause',
    input: z.strictObject({ workstation: z.uuid(), session: z.uuid() }),
    output: nothing,
  },
  'maintenance.set': {
    method: 'POST',
    path: '/api/workstations/maintenance',
    input: z.strictObject({ workstation: z.uuid(), on: z.boolean() }),
    output: nothing,
  },
  /** What a wipe left there has been seen: it is wiped and proven afresh. Problem `not-now` when no wipe left anything. */
  'traces.seen': {
    method: 'POST',
    path: '/api/workstations/traces-seen',
    input: z.strictObject({ workstation: z.uuid() }),
    output: nothing,
  },
  /** Has its walls tried there now; the room tells what they answered. Problem `not-now` while somebody sits there. */
  'walls.check': {
    method: 'POST',
    path: '/api/workstations/check-walls',
    input: z.strictObject({ workstation: z.uuid() }),
    output: nothing,
  },
  /** The dry run: what would this code get at this workstation at that time, and why? `code` null = somebody with a fresh ticket. */
  'explain.read': {
    method: 'POST',
    path: '/api/explain',
    input: z.strictObject({
      workstation: z.uuid(),
      code: z.nullable(z.string().max(64)),
      minutes: minutesSchema,
      at: instantSchema,
    }),
    output: z.discriminatedUnion('granted', [
      z.strictObject({ granted: z.literal(true), minutes: minutesSchema, reason: grantReasonSchema }),
      z.strictObject({ granted: z.literal(false), reason: explainedRefusalSchema }),
    ]),
  },
  'rules.read': { method: 'GET', path: '/api/rules', input: nothing, output: placeSettingsSchema },
  /** Takes effect at once on every workstation that is connected, and on the others when they come back. */
  'rules.write': { method: 'PUT', path: '/api/rules', input: placeSettingsSchema, output: nothing },
  /** Opens what a visitor asked for, or does not: for their session, or for everybody here, with the reason that is kept. */
  'site.answer': {
    method: 'POST',
    path: '/api/workstations/answer-site',
    input: z.strictObject({
      workstation: z.uuid(),
      wish: z.uuid(),
      answer: z.enum(['session', 'place', 'no']),
      /** With `place`. */
      reason: z.nullable(openingReasonSchema),
    }),
    output: nothing,
  },
  'sites.read': {
    method: 'GET',
    path: '/api/opened-sites',
    input: nothing,
    output: z.strictObject({ sites: z.array(openedSiteSchema) }),
  },
  /** Takes it back: from the next click on it is refused as before. */
  'sites.close': {
    method: 'POST',
    path: '/api/opened-sites/close',
    input: z.strictObject({ site: siteNameSchema }),
    output: nothing,
  },
  'help.answer': {
    method: 'POST',
    path: '/api/workstations/help-coming',
    input: z.strictObject({ workstation: z.uuid() }),
    output: nothing,
  },
  /** Also to correct what was said before; without topics it says that nobody remembers. */
  'support.describe': { method: 'PUT', path: '/api/supports', input: supportSchema, output: nothing },
  ...bookRoutes,
} as const;

/**
 * With calls of `onceRoutes`, a key of the screen's own: under the same key the same is done once, and answered as it was the first time. A screen whose
 * answer was lost asks again with it, and so does a browser by itself when its connection breaks.
 */
export const onceHeader = 'idempotency-key';

/** What must not be done twice, or would be refused as done already. The others set what they say, or change nothing. */
export const onceRoutes: ReadonlySet<string> = new Set<keyof typeof deskRoutes>([
  'ticket.give',
  'session.start',
  'session.extend',
  'booking.make',
  'booking.move',
  'booking.cancel',
  'booking.restore',
  'booking.excuse',
  'closure.make',
  'table.import',
  'person.write',
  'person.remove',
  'queue.join',
  'queue.place',
  'workshop.write',
  'workshop.add-session',
  'workshop.remove',
  'workshop.register',
]);

/** Server-sent events, one `room` event per change with a `Room` as JSON. */
export const roomEventsPath = '/api/room/events';
