import { z } from 'zod';
import { bookAnswerSchema, bookQuestionSchema } from './book/self-service.ts';
import { listStandingSchema } from './filter-list/standing.ts';
import { problemSchema } from './problem.ts';
import { placeOverridesSchema } from './profile-file.ts';
import { grantReasonSchema, refusalReasonSchema } from './reasons.ts';
import {
  accessWaySchema,
  endReasonSchema,
  extenders,
  instantSchema,
  minutesSchema,
  phaseSchema,
  wallSchema,
} from './session.ts';
import { siteNameSchema } from './sites.ts';
import { wallCheckSchema } from './walls.ts';

/** Kiosk ⇄ desk, JSON messages over one WebSocket (`/link`). Version first: `hello` is the first message, `welcome` or `refused` the answer. */

export const deskLinkVersion = 1;

/** Largest message that either side reads, in bytes. */
export const deskLinkMaxBytes = 256 * 1024;

/**
 * What happened on a workstation and must not be lost. A fact goes through the kiosk's outbox with a sequence number, is sent until the desk
 * acknowledged it durably, and is idempotent by (workstation, seq).
 */
export const factSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('session-started'),
    session: z.uuid(),
    /** Ticket id (not its code); null for open access. */
    ticket: z.nullable(z.uuid()),
    access: accessWaySchema,
    profile: z.string(),
    at: instantSchema,
    minutes: minutesSchema,
    /** Why not more minutes than these. */
    reason: grantReasonSchema,
    /** Version of the terms that were shown and accepted; 0 = refused or never answered. The person is not recorded. */
    charterVersion: z.int().nonnegative(),
    /** True when it goes on with what a power cut left of an earlier session. */
    resumed: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('session-extended'),
    session: z.uuid(),
    at: instantSchema,
    minutes: minutesSchema,
    by: z.enum(extenders),
  }),
  /** Somebody with a good code, or at an open kiosk, was not let in, or got no extension. */
  z.strictObject({
    kind: z.literal('refused'),
    asked: z.enum(['session', 'extension']),
    at: instantSchema,
    reason: refusalReasonSchema,
  }),
  z.strictObject({
    kind: z.literal('session-ended'),
    session: z.uuid(),
    at: instantSchema,
    reason: endReasonSchema,
    /** Seconds of use by the monotonic clock, whatever the wall clock did. */
    usedSeconds: z.int().nonnegative(),
    /** True when `at` or `usedSeconds` was worked out after a power cut, or the wall clock was set while the session ran. */
    estimated: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('wiped'),
    session: z.uuid(),
    at: instantSchema,
    /** Names of the checks that did not come back empty; empty = proof complete. */
    leftovers: z.array(z.string()),
  }),
  z.strictObject({
    kind: z.literal('refusals-counted'),
    /** Start of the hour counted. */
    hour: instantSchema,
    /** Reason or filter category; never an address. */
    category: z.string(),
    count: z.int().positive(),
  }),
]);

export type Fact = z.infer<typeof factSchema>;

export const numberedFactSchema = z.strictObject({ seq: z.int().positive(), fact: factSchema });

export type NumberedFact = z.infer<typeof numberedFactSchema>;

/** A ticket, booking code or card as a kiosk may know it: a keyed hash of the code, never the code. */
export const sliceTicketSchema = z.strictObject({
  ticket: z.uuid(),
  access: accessWaySchema,
  /** HMAC-SHA-256 of the normalised code under the link's key, hex. */
  codeHash: z.string().regex(/^[0-9a-f]{64}$/),
  /** What it is still worth for its next session. */
  minutes: minutesSchema,
  /** Null = at once; a booking code opens from some minutes before its start. */
  validFrom: z.nullable(instantSchema),
  expiresAt: instantSchema,
  /** What its holder used already; both 0 for a fresh ticket. */
  usedToday: z.int().nonnegative(),
  usedThisWeek: z.int().nonnegative(),
});

export type SliceTicket = z.infer<typeof sliceTicketSchema>;

const stretchSchema = z.strictObject({ opensAt: instantSchema, closesAt: instantSchema });

/** How the place wants its sessions to be. Set at the desk; the kiosk decides by it, also while the desk is away. */
export const placeRulesSchema = z.strictObject({
  /** The next eight days, sorted, without overlap; null = the place keeps no hours and is always open. */
  hours: z.nullable(z.array(stretchSchema)),
  /** Kept free before a booking, to wipe and to welcome. */
  bookingMarginMinutes: z.int().min(0).max(60),
  /** Nobody is given less than this. */
  shortestMinutes: z.int().min(1).max(60),
  /** Steps in which a session grows; `automatic`: by itself, while no one waits and nothing follows. Null = never. */
  extension: z.nullable(z.strictObject({ stepMinutes: z.int().min(1).max(120), automatic: z.boolean() })),
  /** How long after a power cut or a crash the rest of the session may be taken up again. */
  resumeMinutes: z.int().min(0).max(120),
  /** What happens to a session that nobody touches: asked first, with at least 20 s to answer. Null = nothing. */
  inactivity: z.nullable(
    z.strictObject({
      afterMinutes: z.int().min(1).max(120),
      answerSeconds: z.int().min(20).max(600),
      then: z.enum(['pause', 'end']),
    }),
  ),
  /** A telephone number that helps when nobody of the place can; null = none. */
  helpLine: z.nullable(z.string().max(40)),
  /** scrypt (N=16384, r=8, p=1, 32 bytes) of the maintenance code, hex; null = no maintenance on the spot. */
  maintenanceCode: z.nullable(z.strictObject({ salt: z.hex(), hash: z.hex() })),
});

export type PlaceRules = z.infer<typeof placeRulesSchema>;

/** The part of the book that a kiosk holds, so that it works while the desk is away. Each one replaces the one before. */
export const sliceSchema = z.strictObject({
  /** Rises with each slice of this workstation; one that is older than the one held is not taken. 0: a desk that does not count. */
  epoch: z.int().nonnegative().default(0),
  /**
   * Until here the workstation's cells that nobody has booked are the kiosk's to give, also while the desk is away; after it the kiosk lets nobody in
   * whom the desk does not send. Null: a desk that keeps no book.
   */
  until: z.nullable(instantSchema).default(null),
  placeName: z.string(),
  workstationName: z.string(),
  zone: z.string(),
  rules: placeRulesSchema,
  tickets: z.array(sliceTicketSchema),
  /** Bookings of this workstation from now on, by start; each with the ticket that its code opens. */
  bookings: z.array(
    z.strictObject({
      ticket: z.uuid(),
      startsAt: instantSchema,
      minutes: minutesSchema,
      /** When it takes nothing any more if nobody has come; null = never, as a workshop. */
      releasedAt: z.nullable(instantSchema).default(null),
    }),
  ),
  /** Opened for everybody here, until a facilitator takes it back; a desk that does not know the word opens none. */
  openedSites: z.array(siteNameSchema).max(2000).default([]),
  /** People who wait for a workstation of this room. */
  waiting: z.int().nonnegative(),
  /** What the place says otherwise than the profiles of its kiosks; left out = nothing. Holds from the next visitor on. */
  overrides: placeOverridesSchema.optional(),
});

export type Slice = z.infer<typeof sliceSchema>;

export const kioskMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('hello'), version: z.int(), workstation: z.uuid(), key: z.string().min(32) }),
  z.strictObject({ type: z.literal('facts'), facts: z.array(numberedFactSchema).min(1).max(200) }),
  /** How the workstation stands now; sent at each change and after `welcome`. Lost ones do not matter. */
  z.strictObject({
    type: z.literal('state'),
    phase: phaseSchema,
    session: z.nullable(z.uuid()),
    /** Wall-clock end of the running session, as the kiosk expects it. */
    endsAt: z.nullable(instantSchema),
    helpCalled: z.boolean(),
    missingWalls: z.array(wallSchema),
    /** What the self-test said last; left out = a kiosk that has none, null = not yet. */
    check: z.nullable(wallCheckSchema).optional(),
    problem: z.nullable(problemSchema),
    /** Its filter list; left out = a kiosk that takes none from the desk. */
    list: listStandingSchema.optional(),
    /** The most that the workstation's profile allows, so that the desk's dry run says the same as the kiosk; left out = no limit known. */
    limits: z
      .strictObject({
        sessionMinutes: z.nullable(minutesSchema),
        dayMinutes: z.nullable(minutesSchema),
        weekMinutes: z.nullable(z.int().positive()),
      })
      .optional(),
  }),
  /** May this ticket open a session here, now? Answered by `claimed` or `claim-refused` with the same id. */
  z.strictObject({ type: z.literal('claim'), id: z.uuid(), ticket: z.uuid() }),
  /**
   * The slice of this epoch is on the kiosk's disk: from now on nobody is let in, and no session grows, into what it books. `endsAt`: of the session
   * that runs already, which may reach beyond the beginning of a booking in it; the desk then looks for another workstation.
   */
  z.strictObject({ type: z.literal('slice-held'), epoch: z.int().positive(), endsAt: z.nullable(instantSchema) }),
  /** Somebody at the kiosk books, queues, asks or cancels by themselves. Answered by `book-answered` with the same id. */
  z.strictObject({ type: z.literal('book-asked'), id: z.uuid(), question: bookQuestionSchema }),
  /** The visitor would like this site opened; the same one may be told again. Answered by `site-answered` once a facilitator has decided. */
  z.strictObject({
    type: z.literal('site-asked'),
    id: z.uuid(),
    session: z.uuid(),
    site: siteNameSchema,
    /** Of the filter list; null: the profile's own rules refuse it. */
    category: z.nullable(z.string().max(60)),
  }),
]);

export type KioskMessage = z.infer<typeof kioskMessageSchema>;

export const deskMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('welcome'),
    version: z.literal(deskLinkVersion),
    now: instantSchema,
    slice: sliceSchema,
  }),
  /** The connection ends after it. */
  z.strictObject({ type: z.literal('refused'), problem: problemSchema }),
  z.strictObject({ type: z.literal('slice'), slice: sliceSchema }),
  /** Every fact up to and including `upTo` is on the desk's disk. */
  z.strictObject({ type: z.literal('acknowledged'), upTo: z.int().nonnegative() }),
  /** `resumed`: an interrupted session left `leftSeconds`; `minutes` are the same, rounded up. */
  z.strictObject({
    type: z.literal('claimed'),
    id: z.uuid(),
    minutes: minutesSchema,
    resumed: z.boolean(),
    leftSeconds: z.int().positive().optional(),
  }),
  z.strictObject({ type: z.literal('claim-refused'), id: z.uuid(), problem: problemSchema }),
  z.strictObject({ type: z.literal('end-session'), session: z.uuid() }),
  /** Somebody is sent to this workstation: it begins without any code. `label` is what they were told ("41"), never a name. */
  z.strictObject({
    type: z.literal('start-session'),
    ticket: z.uuid(),
    minutes: minutesSchema,
    label: z.nullable(z.string().max(12)),
  }),
  /** The facilitator confirmed it, having seen what it breaks: done without asking the rules again, but into nothing that the held slice books. */
  z.strictObject({ type: z.literal('extend-session'), session: z.uuid(), minutes: minutesSchema }),
  z.strictObject({ type: z.literal('release-pause'), session: z.uuid() }),
  z.strictObject({ type: z.literal('maintenance'), on: z.boolean() }),
  /** A list that the workstation does not have lies at `listPath`; said only to one that tells of its list. */
  z.strictObject({ type: z.literal('list-offered'), digest: z.string() }),
  /** Try the walls now, while nobody sits there; told in the next `state`. */
  z.strictObject({ type: z.literal('check-walls') }),
  z.strictObject({ type: z.literal('book-answered'), id: z.uuid(), answer: bookAnswerSchema }),
  /** To `site-asked`: opened for this session, or not. What is opened for everybody comes in the slice. */
  z.strictObject({ type: z.literal('site-answered'), id: z.uuid(), opened: z.boolean() }),
  /** Someone is on the way: the screen may stop calling. */
  z.strictObject({ type: z.literal('help-coming') }),
]);

export type DeskMessage = z.infer<typeof deskMessageSchema>;
