import { uptime } from 'node:os';
import { z } from 'zod';

/** What the kiosk under test says of itself, one JSON object a line, written before anything else happens. */
export const lineSchema = z.strictObject({
  /** Milliseconds since the machine was switched on: the same clock in both processes. */
  uptimeMs: z.number(),
  /** As `ScriptedHost` writes it down: `locked`, `bar`, `visitor`, `look`, `snapshot`… */
  what: z.string(),
  phase: z.nullable(z.string()),
  /** Of a session in use. */
  leftMs: z.nullable(z.number()),
});

export type Line = z.infer<typeof lineSchema>;

export const uptimeMs = (): number => Math.round(uptime() * 1000);

/** What the visitor does with the code, and when after the session began. */
export const visitSchema = z.strictObject({
  code: z.nullable(z.string()),
  then: z.enum(['sit', 'pause', 'end']),
  afterMs: z.number(),
});

export type Visit = z.infer<typeof visitSchema>;
