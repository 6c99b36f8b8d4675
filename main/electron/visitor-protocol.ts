import { z } from 'zod';
import { languageSchema } from '../../contract/language.ts';
import { profileSchema } from '../../contract/profile.ts';
import { pageZooms, tabSchema } from '../../contract/screens.ts';
import { siteNameSchema } from '../../contract/sites.ts';
import { maxDocuments } from '../kiosk/host.ts';
import { type BrowsingPolicy, refusalReasons } from '../kiosk/browsing/decide.ts';

/**
 * Kiosk ⇄ visitor's process, over descriptor 3. Orders go out, state and counters come in, never the other way round: what a visitor's
 * process says is shown or counted, nothing more. Each order has a number and is answered by `done` with the same one.
 */

export const visitorProtocolVersion = 1;

/** The kiosk reads little, from a process that may be broken; the visitor reads site lists, from the kiosk. Bytes a line. */
export const maxBytes = { fromVisitor: 64 * 1024, fromKiosk: 4 * 1024 * 1024 } as const;

/** Longest title that travels: thirty tabs of it stay far below `maxBytes.fromVisitor`. */
export const maxTitleLength = 120;

/** Longest list of types that travels. */
export const maxAcceptLength = 1000;

const pixel = z.int().min(-32_768).max(32_767);

/** Screen pixels, from the top left corner. */
export const boundsSchema = z.strictObject({ x: pixel, y: pixel, width: pixel, height: pixel });

export type Bounds = z.infer<typeof boundsSchema>;

const policySchema: z.ZodType<BrowsingPolicy> = z.strictObject({
  browsing: profileSchema.shape.browsing,
  refusedSites: profileSchema.shape.refusedSites.unwrap(),
  localServices: profileSchema.shape.localServices.unwrap(),
  downloads: profileSchema.shape.downloads.unwrap(),
  maxTabs: profileSchema.shape.maxTabs.unwrap(),
  safeSearch: profileSchema.shape.safeSearch.unwrap().exactOptional(),
  openedSites: z.array(siteNameSchema).exactOptional(),
  askKey: z.string().exactOptional(),
  language: languageSchema.exactOptional(),
});

const tab = z.string().max(40);
const document = z.string().max(40);

const orderSchema = z.discriminatedUnion('do', [
  /** The page that plants the kiosk's token, unseen. Done once it is open; null: once it is left. */
  z.strictObject({ do: z.literal('plant'), address: z.nullable(z.string()) }),
  z.strictObject({ do: z.literal('begin'), policy: policySchema, home: z.string() }),
  z.strictObject({ do: z.literal('open-sites'), sites: z.array(siteNameSchema) }),
  z.strictObject({ do: z.literal('open-tab'), address: z.string() }),
  z.strictObject({ do: z.literal('show-tab'), tab }),
  z.strictObject({ do: z.literal('close-tab'), tab }),
  z.strictObject({ do: z.literal('back') }),
  z.strictObject({ do: z.literal('reload') }),
  z.strictObject({ do: z.literal('zoom'), percent: z.literal(pageZooms) }),
  z.strictObject({ do: z.literal('edit'), command: z.enum(['copy', 'paste']) }),
  z.strictObject({ do: z.literal('give-files'), documents: z.array(document) }),
  /** Shows the window in this place, with the keyboard. Done once it is there. */
  z.strictObject({ do: z.literal('show'), bounds: boundsSchema }),
  z.strictObject({ do: z.literal('hide') }),
]);

export type Order = z.infer<typeof orderSchema>;

export const fromKioskSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('hello'), version: z.literal(visitorProtocolVersion) }),
  z.strictObject({ type: z.literal('beat') }),
  z.strictObject({ type: z.literal('order'), number: z.int().positive(), order: orderSchema }),
]);

export type FromKiosk = z.infer<typeof fromKioskSchema>;

/** Where the visitor's window is, by its own word. */
const windowSchema = z.strictObject({ visible: z.boolean(), bounds: boundsSchema });

export type WindowState = z.infer<typeof windowSchema>;

export const fromVisitorSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('hello'), version: z.literal(visitorProtocolVersion) }),
  z.strictObject({ type: z.literal('beat'), window: windowSchema }),
  z.strictObject({ type: z.literal('done'), number: z.int().positive(), window: windowSchema }),
  z.strictObject({
    type: z.literal('tabs'),
    tabs: z.array(tabSchema.extend({ id: tab.min(1), title: z.string().max(maxTitleLength) })).max(60),
  }),
  z.strictObject({
    type: z.literal('documents'),
    documents: z
      .array(z.strictObject({ id: document.min(1), name: z.string().min(1).max(160), bytes: z.int().nonnegative() }))
      .max(maxDocuments),
  }),
  z.strictObject({
    type: z.literal('files-wanted'),
    wish: z.nullable(z.strictObject({ several: z.boolean(), accept: z.string().max(maxAcceptLength) })),
  }),
  z.strictObject({ type: z.literal('refused'), reason: z.enum(refusalReasons) }),
]);

export type FromVisitor = z.infer<typeof fromVisitorSchema>;
