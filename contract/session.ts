import { z } from 'zod';

/** Words of the visitor's session that all three programs use. The rules live in `main/kiosk/session`. */

/** `closed → free → (called) → charter → active ⇄ paused → ending → wiping → free`; the last two from anywhere. */
export const phases = [
  'closed',
  'free',
  'called',
  'charter',
  'active',
  'paused',
  'ending',
  'wiping',
  'out-of-service',
  'maintenance',
] as const;

/** Why a session ended. `power-cut` is found at the next start: the kiosk was not there to see it. */
export const endReasons = [
  'time-over',
  'visitor-ended',
  'facilitator-ended',
  'closing-time',
  'inactivity',
  'charter-refused',
  'power-cut',
  'fault',
] as const;

export type EndReason = (typeof endReasons)[number];

/** How the visitor got in, least identifying first. */
export const accessWays = ['ticket', 'booking', 'desk', 'card', 'open'] as const;

export type AccessWay = (typeof accessWays)[number];

/** The four layers, the jail and Chromium's own sandbox: each answers when it is tried. */
export const triedWalls = ['keys', 'windows', 'policy', 'network', 'jail', 'sandbox'] as const;

export type TriedWall = (typeof triedWalls)[number];

/** And the list that a profile filters by: what a demonstration may lack and must then say on the screen. */
export const walls = [...triedWalls, 'filter'] as const;

export type Wall = (typeof walls)[number];

/** A point of wall-clock time, UTC: `2026-11-24T13:05:00.000Z`. */
export const instantSchema = z.iso.datetime();

/** A calendar day in the place's zone: `2026-11-24`. */
export const daySchema = z.iso.date();

/** Whole minutes that a ticket is worth. */
export const minutesSchema = z
  .int()
  .min(1)
  .max(24 * 60);

/** Who made a session longer. */
export const extenders = ['automatic', 'visitor', 'facilitator'] as const;

export const endReasonSchema = z.enum(endReasons);
export const accessWaySchema = z.enum(accessWays);
export const phaseSchema = z.enum(phases);
export const wallSchema = z.enum(walls);
export const triedWallSchema = z.enum(triedWalls);
