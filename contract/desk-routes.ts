import { z } from 'zod';
import { problemSchema } from './problem.ts';
import { instantSchema, minutesSchema, phaseSchema, wallSchema } from './session.ts';

/** Desk screens ⇄ desk: every route, its input and its answer. Problems answer with `{ problem }` and the status beside the code. */

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
  problem: z.nullable(problemSchema),
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
  /** Null when every sheet reached central; else since when some wait. */
  sheetsWaitingSince: z.nullable(instantSchema),
});

export type Room = z.infer<typeof roomSchema>;

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
  'help.answer': {
    method: 'POST',
    path: '/api/workstations/help-coming',
    input: z.strictObject({ workstation: z.uuid() }),
    output: nothing,
  },
} as const;

/** Server-sent events, one `room` event per change with a `Room` as JSON. */
export const roomEventsPath = '/api/room/events';
