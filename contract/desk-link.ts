import { z } from 'zod';
import { problemSchema } from './problem.ts';
import { accessWaySchema, endReasonSchema, instantSchema, minutesSchema, phaseSchema, wallSchema } from './session.ts';

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
  }),
  z.strictObject({
    kind: z.literal('session-ended'),
    session: z.uuid(),
    at: instantSchema,
    reason: endReasonSchema,
    /** Seconds of use by the monotonic clock, whatever the wall clock did. */
    usedSeconds: z.int().nonnegative(),
    /** True when `at` or `usedSeconds` was worked out after a power cut. */
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

/** A ticket as a kiosk may know it: a keyed hash of the code, never the code. */
export const sliceTicketSchema = z.strictObject({
  ticket: z.uuid(),
  /** HMAC-SHA-256 of the normalised code under the link's key, hex. */
  codeHash: z.string().regex(/^[0-9a-f]{64}$/),
  minutes: minutesSchema,
  expiresAt: instantSchema,
});

export type SliceTicket = z.infer<typeof sliceTicketSchema>;

/** The part of the book that a kiosk holds, so that it works while the desk is away. Each one replaces the one before. */
export const sliceSchema = z.strictObject({
  placeName: z.string(),
  workstationName: z.string(),
  zone: z.string(),
  tickets: z.array(sliceTicketSchema),
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
    problem: z.nullable(problemSchema),
  }),
  /** May this ticket open a session here, now? Answered by `claimed` or `claim-refused` with the same id. */
  z.strictObject({ type: z.literal('claim'), id: z.uuid(), ticket: z.uuid() }),
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
  z.strictObject({ type: z.literal('claimed'), id: z.uuid(), minutes: minutesSchema }),
  z.strictObject({ type: z.literal('claim-refused'), id: z.uuid(), problem: problemSchema }),
  z.strictObject({ type: z.literal('end-session'), session: z.uuid() }),
  /** Someone is on the way: the screen may stop calling. */
  z.strictObject({ type: z.literal('help-coming') }),
]);

export type DeskMessage = z.infer<typeof deskMessageSchema>;
