import { z } from 'zod';
import { featureSchema } from './book/entries.ts';
import { inseeCode } from './figures/dimensions.ts';

/**
 * The start settings of the three programs: one JSON file each, named on the command line (`node main/desk/main.ts desk.json`).
 * The demonstration writes them; an installation ships them with its packages. Paths are absolute.
 */

const folderSchema = z.string().startsWith('/', 'expected an absolute path');
const portSchema = z.int().min(1).max(65_535);

/** Programs listen on loopback unless the installation says otherwise. */
const listenSchema = { host: z.string().default('127.0.0.1'), port: portSchema };

export const zoneSchema = z
  .string()
  .refine((zone) => Intl.supportedValuesOf('timeZone').includes(zone), 'expected an IANA zone such as "Europe/Paris"');

export const deskSettingsSchema = z.strictObject({
  ...listenSchema,
  data: folderSchema,
  /** Built screens: `out/renderer`. */
  screens: folderSchema,
  place: z.strictObject({ id: z.uuid(), name: z.string().min(1), commune: z.string().min(1), zone: zoneSchema }),
  /** PEM file (PKCS#8) of the place's Ed25519 key, which signs its sheets. */
  placeKey: folderSchema,
  /** `key` is what the kiosk proves itself with; the desk keeps this file readable by its own account only. */
  workstations: z
    .array(
      z.strictObject({
        id: z.uuid(),
        name: z.string().min(1),
        key: z.string().min(32),
        /** Neighbours in this list are neighbours in their room. */
        room: z.string().min(1).default('1'),
        features: z.array(featureSchema).max(20).default([]),
      }),
    )
    .min(1),
  /**
   * The filter list that the workstations get from here, read again when it changes (`escale lists build` writes it whole or not at all), and the
   * public key of who makes it. `never`: a file of names, one a line, that no list may refuse. Null: the desk gives none.
   */
  filter: z
    .nullable(z.strictObject({ list: folderSchema, key: folderSchema, never: z.nullable(folderSchema).default(null) }))
    .default(null),
  /**
   * A file of what this place says otherwise than the profiles of its kiosks: `{ "adult": { "limits": … } }`, read once, at the start. Null:
   * nothing. `escale profiles check --place FILE` looks for faults in it.
   */
  overrides: z.nullable(folderSchema).default(null),
  /** Null: a place on its own. */
  central: z.nullable(z.url({ protocol: /^https?$/ })),
});

export type DeskSettings = z.infer<typeof deskSettingsSchema>;

/** Which of two communes of the same name; figures are added up by it. */
const communeCodeSchema = z.string().regex(inseeCode, 'expected an INSEE code such as "25056"');

export const centralSettingsSchema = z.strictObject({
  ...listenSchema,
  data: folderSchema,
  screens: folderSchema,
  places: z.array(
    z.strictObject({
      id: z.uuid(),
      name: z.string().min(1),
      commune: z.string().min(1),
      communeCode: communeCodeSchema,
      /** PEM (SPKI) of the place's Ed25519 key. */
      publicKey: z.string().startsWith('-----BEGIN PUBLIC KEY-----', 'expected a PEM public key'),
    }),
  ),
});

export type CentralSettings = z.infer<typeof centralSettingsSchema>;

const hostSchema = z
  .string()
  .regex(
    /^[a-z0-9-]+(\.[a-z0-9-]+)*$/,
    'expected a host name in lower case, such as "proxy.ville.fr", or an IPv4 address',
  );

const exceptionSchema = z.union(
  [z.string().regex(/^\.?[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*$/), z.cidrv4(), z.cidrv6()],
  'expected a name ("www.ville.fr"), a name and all below it (".ville.fr"), or addresses ("195.83.12.0/24")',
);

/** A proxy of the town hall that visitors' requests must go through. What may pass is decided by the kiosk's own all the same. */
const upstreamSchema = z
  .strictObject({
    host: hostSchema,
    port: portSchema,
    /** A file that only the kiosk's account can read, with one line, `user:password`. Null: it asks for none. */
    login: z.nullable(folderSchema).default(null),
    /** Reached without it; private addresses are refused there as everywhere. */
    exceptions: z.array(exceptionSchema).default([]),
    /**
     * Who looks names up. `here`: the kiosk does, and refuses a name that stands for a private address before the proxy hears of it; without a
     * resolver that knows the internet nothing opens. The proxy then looks the name up again, and a name that has changed in between is for the
     * proxy to refuse. `upstream`: where the internet's names are not known to workstations, the proxy alone looks them up, and it alone keeps
     * visitors from what is private: only for a proxy that is known to do so.
     */
    names: z.enum(['here', 'upstream']).default('here'),
  })
  .refine(
    ({ names, exceptions }) => names === 'here' || exceptions.every((exception) => !exception.includes('/')),
    'expected names alone as exceptions: with names "upstream" the addresses are not known here',
  );

export const kioskSettingsSchema = z.strictObject({
  workstation: z.uuid(),
  key: z.string().min(32),
  /** WebSocket address of the desk: `ws://127.0.0.1:4300/link`. */
  desk: z.url({ protocol: /^wss?$/ }),
  /** What must survive a power cut: the store. */
  data: folderSchema,
  /** What must not: sockets, browser profiles. Emptied at each start; memory-backed on an installed kiosk. */
  runtime: folderSchema,
  screens: folderSchema,
  /** A profile file. */
  profile: folderSchema,
  /**
   * The public key of who makes the filter lists, which the desk gives out, and a list that is handed to this kiosk besides, read again when it
   * changes. Null: it filters by none.
   */
  filter: z.nullable(z.strictObject({ key: folderSchema, list: z.nullable(folderSchema).default(null) })).default(null),
  /** Null: the kiosk reaches sites by itself. */
  upstream: z.nullable(upstreamSchema).default(null),
  /** A demonstration starts without walls that the machine refuses, and says so on the screen; an installed kiosk does not start. */
  demonstration: z.boolean(),
  /** Unprivileged account for the browsers when the kiosk itself runs as root (demonstrations only). */
  browserUser: z.nullable(z.strictObject({ uid: z.int().positive(), gid: z.int().positive() })).default(null),
});

export type KioskSettings = z.infer<typeof kioskSettingsSchema>;
