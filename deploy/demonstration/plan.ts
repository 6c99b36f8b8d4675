import { z } from 'zod';

const port = z.int().min(1).max(65_535);
const absolute = z.string().startsWith('/', 'expected an absolute path');

export const accountSchema = z.strictObject({ uid: z.int().positive(), gid: z.int().positive() });

/** What the set-up found and the person wished: all that the demonstration must know, handed over as one JSON word. */
export const planSchema = z.strictObject({
  data: absolute,
  /** Null: the demonstration's own. */
  profile: z.nullable(absolute),
  ports: z.strictObject({ desk: port, central: port, town: port, watch: port }),
  /** Where the kiosk is seen: an X server in a window, over the whole screen, or in memory alone. */
  screen: z.enum(['window', 'fullscreen', 'virtual']),
  watch: z.boolean(),
  browser: z.discriminatedUnion('name', [
    z.strictObject({ name: z.literal('chromium') }),
    z.strictObject({ name: z.literal('electron'), binary: absolute }),
  ]),
  /** Unprivileged account of the browsers when the demonstration runs as root. */
  account: z.nullable(accountSchema),
  /** Whether this machine allows the jail and the sandbox. */
  walls: z.boolean(),
});

export type Plan = z.infer<typeof planSchema>;
export type Account = z.infer<typeof accountSchema>;
