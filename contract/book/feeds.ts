import { z } from 'zod';

/** Calendars that others subscribe to, each at an address that is the only key to it. */

export const feedKinds = ['workshops', 'room', 'workstation'] as const;

export type FeedKind = (typeof feedKinds)[number];

export const feedPlaceSchema = z.strictObject({
  kind: z.enum(feedKinds),
  /** A room's name or a workstation's id; empty for the workshops. */
  subject: z.string(),
  /** As people know it; empty for the workshops. */
  name: z.string(),
  /** On the desk, `/calendars/….ics`. */
  path: z.string(),
});

export type FeedPlace = z.infer<typeof feedPlaceSchema>;
