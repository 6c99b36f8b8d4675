import { z } from 'zod';
import { bookAnswerSchema, bookQuestionSchema } from './book/self-service.ts';
import { languageSchema } from './language.ts';
import { problemSchema, type Result } from './problem.ts';
import { grantReasonSchema, refusalReasonSchema } from './reasons.ts';
import { endReasonSchema, instantSchema, minutesSchema, wallSchema } from './session.ts';

/**
 * Screens ⇄ kiosk: the one table of calls (screens ask, the kiosk answers) and events (the kiosk tells).
 * Both hosts carry it, both sides derive their types from it, and `main/kiosk/screens.ts` parses every input once.
 * A screen never keeps truth of its own: it draws the last snapshot.
 */

/** Colours that a visitor may choose; light unless they do. */
export const themes = ['light', 'dark', 'contrast'] as const;

export type Theme = (typeof themes)[number];

/** Words a minute at which a visitor may have the screens read, from slow to fast; the middle one unless they choose. */
export const speechSpeeds = [90, 130, 175, 230, 300] as const;

export type SpeechSpeed = (typeof speechSpeeds)[number];

/** How loud, in percent of the voice's own volume, likewise. */
export const speechVolumes = [25, 50, 100, 150, 200] as const;

export type SpeechVolume = (typeof speechVolumes)[number];

/** Sizes of text that a visitor may choose, in percent of the normal one, which is the first. */
export const textSizes = [100, 150, 200] as const;

export type TextSize = (typeof textSizes)[number];

/** Sizes of a visitor's pages, in percent, from small to large; 100 unless they choose. */
export const pageZooms = [50, 67, 75, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300] as const;

export type PageZoom = (typeof pageZooms)[number];

/** What makes the keyboard and the pointer easier for hands that are few, that tremble or tire, and for eyes that lose the pointer. */
export const easeSchema = z.strictObject({
  /** Keys that are pressed together, such as Shift and a letter, may come one after the other. */
  stickyKeys: z.boolean(),
  /** A key that is held down repeats late and seldom. */
  slowRepeat: z.boolean(),
  largePointer: z.boolean(),
});

export type Ease = z.infer<typeof easeSchema>;

/** How the machine is for everybody, and again for the next visitor. */
export const noEase: Ease = { stickyKeys: false, slowRepeat: false, largePointer: false };

/** One tab of the visitor's browser, as the bar shows it. Titles are shown, never stored or logged. */
export const tabSchema = z.strictObject({
  id: z.string().min(1),
  title: z.string(),
  shown: z.boolean(),
  /** The kiosk's own page of tiles. */
  home: z.boolean(),
});

export type Tab = z.infer<typeof tabSchema>;

/** Kinds of documents that people tell apart. */
export const documentKinds = ['pdf', 'image', 'text', 'sheet', 'slides', 'sound', 'video', 'archive', 'other'] as const;

export type DocumentKind = (typeof documentKinds)[number];

/** A document that this session saved. Its name is a site's: drawn apart from our own words, never a path, never logged. */
export const savedDocumentSchema = z.strictObject({
  id: z.string().min(1).max(64),
  name: z.string().min(1).max(160),
  kind: z.enum(documentKinds),
  bytes: z.int().nonnegative(),
});

export type SavedDocument = z.infer<typeof savedDocumentSchema>;

/** The bar stands open on the session's documents. */
const documentsPanelSchema = z.discriminatedUnion('for', [
  z.strictObject({ for: z.literal('looking') }),
  /** A page waits for files. `fitting`: ids of the documents that it takes. */
  z.strictObject({ for: z.literal('upload'), several: z.boolean(), fitting: z.array(z.string()) }),
]);

export type DocumentsPanel = z.infer<typeof documentsPanelSchema>;

/** What stands on the screen, by phase: each carries only what is valid in it. Durations in milliseconds, counted from this snapshot. */
export const sceneSchema = z.discriminatedUnion('phase', [
  /** `opensAt`: null when no opening is known. */
  z.strictObject({ phase: z.literal('closed'), opensAt: z.nullable(instantSchema) }),
  z.strictObject({
    phase: z.literal('free'),
    /** The previous session is gone without a trace; said for some seconds. */
    justErased: z.boolean(),
    /** Start of the next booking, when it is near enough to matter to a walk-in. */
    reservedAt: z.nullable(instantSchema),
    /** What open access would give now; null = a code is needed. */
    openAccessMinutes: z.nullable(minutesSchema),
    /** The last refusal of somebody who may not begin, for a minute or until somebody else tries. */
    refused: z.nullable(refusalReasonSchema),
    /** A session was cut off here: the same code takes up the rest. */
    resumable: z.boolean(),
  }),
  /** The facilitator sends somebody here; one key or touch is enough. */
  z.strictObject({ phase: z.literal('called'), label: z.nullable(z.string()), minutes: minutesSchema }),
  z.strictObject({
    phase: z.literal('charter'),
    minutes: minutesSchema,
    /** Why not more minutes than these. */
    reason: grantReasonSchema,
    charterVersion: z.int().positive(),
    resumed: z.boolean(),
  }),
  z.strictObject({
    phase: z.literal('active'),
    leftMs: z.number().nonnegative(),
    totalMs: z.number().positive(),
    /** Minutes left of the warning that waits to be seen; the bar is then slid open. */
    warning: z.nullable(z.int().positive()),
    tabs: z.array(tabSchema),
    zoom: z.literal(pageZooms),
    /** The newest first. */
    documents: z.array(savedDocumentSchema),
    panel: z.nullable(documentsPanelSchema),
    /** What "a little more time" would do now. */
    extension: z.discriminatedUnion('possible', [
      z.strictObject({ possible: z.literal(true), minutes: minutesSchema }),
      z.strictObject({ possible: z.literal(false), reason: refusalReasonSchema }),
    ]),
    /** Minutes just added, until seen. */
    extended: z.nullable(minutesSchema),
    /** Nobody touched anything for a while: time left to answer "I am here". */
    presenceAskedMs: z.nullable(z.number().nonnegative()),
  }),
  /**
   * Locked; the time goes on. `by` says which code opens it again: the one that the visitor chose, or, when nobody touched anything for a
   * while, the ticket's. A session without either is released at the desk.
   */
  z.strictObject({
    phase: z.literal('paused'),
    leftMs: z.number().nonnegative(),
    by: z.enum(['visitor', 'inactivity']),
  }),
  z.strictObject({ phase: z.literal('ending'), reason: endReasonSchema, graceLeftMs: z.number().nonnegative() }),
  z.strictObject({ phase: z.literal('wiping'), reason: endReasonSchema }),
  z.strictObject({ phase: z.literal('out-of-service'), problem: problemSchema }),
  z.strictObject({ phase: z.literal('maintenance') }),
]);

export type Scene = z.infer<typeof sceneSchema>;

export const snapshotSchema = z.strictObject({
  /** Rises by one at each change: a screen drops what is older than what it shows. */
  number: z.int().nonnegative(),
  placeName: z.string(),
  workstationName: z.string(),
  /** IANA zone of the place, for the clock. */
  zone: z.string(),
  now: instantSchema,
  deskReachable: z.boolean(),
  /** A telephone number to call when nobody comes; null = none. */
  helpLine: z.nullable(z.string()),
  /** Help is called from here and nobody has answered yet. */
  helpCalled: z.boolean(),
  /** Languages in which this machine can read a screen aloud. */
  voices: z.array(languageSchema),
  /** How the keyboard and the pointer are now; null = this machine's cannot be made easier, and the choice is not offered. */
  ease: z.nullable(easeSchema),
  /** Walls that a demonstration lacks; empty on an installed kiosk. Not empty = the screen says "demonstration". */
  missingWalls: z.array(wallSchema),
  demonstration: z.boolean(),
  scene: sceneSchema,
});

export type Snapshot = z.infer<typeof snapshotSchema>;

const nothing = z.strictObject({});

const utteranceSchema = z.strictObject({
  text: z.string().max(2000),
  language: languageSchema,
  wordsPerMinute: z.literal(speechSpeeds),
  volumePercent: z.literal(speechVolumes),
});

/** What is to be read aloud, and how. */
export type Utterance = z.infer<typeof utteranceSchema>;

const pauseCodeSchema = z.string().regex(/^\d{4,8}$/, 'expected four to eight digits');

export const screenCalls = {
  /** The whole state, once, when a screen opens: events sent before it listened are lost. */
  'state.read': { input: nothing, output: snapshotSchema },
  /** A ticket code as typed. Problems: `malformed`, `code-refused`, `code-delayed`, `ticket-in-use`, `not-now`. */
  'code.submit': { input: z.strictObject({ code: z.string().max(64) }), output: nothing },
  'charter.answer': { input: z.strictObject({ accepted: z.boolean() }), output: nothing },
  'warning.seen': { input: nothing, output: nothing },
  /** The visitor's language: the page of tiles and refusals follow it, until the session ends. */
  'language.choose': { input: z.strictObject({ language: languageSchema }), output: nothing },
  /** The visitor's colours, likewise. */
  'theme.choose': { input: z.strictObject({ theme: z.enum(themes) }), output: nothing },
  /** The visitor's size of text: the page of tiles follows it, likewise. */
  'text.choose': { input: z.strictObject({ text: z.literal(textSizes) }), output: nothing },
  /** The visitor's keyboard and pointer, from now on and until the session ends. Problem `not-found`: this machine cannot. */
  'ease.choose': { input: easeSchema, output: nothing },
  /**
   * What somebody asks of the book at a free kiosk: a slot, a number, their own booking. Problems: `not-now` (the desk is away, or the kiosk is not
   * free), `code-refused` and `code-delayed` for a code that no booking has.
   */
  'book.ask': {
    input: z.strictObject({ question: bookQuestionSchema }),
    output: z.strictObject({ answer: bookAnswerSchema }),
  },
  /** Begin without a code, on an open kiosk. */
  'open.start': { input: nothing, output: nothing },
  /** Whoever was called sits down. */
  'called.answer': { input: nothing, output: nothing },
  /** A little more time. Problem `not-now` when it is refused; the scene says why. */
  'session.extend': { input: nothing, output: nothing },
  /** Lock the screen with a code of one's choice: four to eight digits, kept in memory as a hash until the session ends. */
  'session.pause': { input: z.strictObject({ code: pauseCodeSchema }), output: nothing },
  /** The visitor's own code, or the ticket's after inactivity. Problems: `code-refused`, `code-delayed`. */
  'session.unpause': { input: z.strictObject({ code: z.string().max(64) }), output: nothing },
  'presence.confirm': { input: nothing, output: nothing },
  'maintenance.enter': { input: z.strictObject({ code: z.string().max(64) }), output: nothing },
  'maintenance.leave': { input: nothing, output: nothing },
  /** Reads a text of the screen aloud; what was being read before stops. Problem `not-found`: no voice for this language here. */
  'speech.say': { input: utteranceSchema, output: nothing },
  'speech.stop': { input: nothing, output: nothing },
  /** In every phase: also who cannot begin may need somebody. */
  'help.call': { input: nothing, output: nothing },
  'session.end': { input: nothing, output: nothing },
  /** A new tab on the page of tiles. */
  'tab.open': { input: nothing, output: nothing },
  'tab.show': { input: z.strictObject({ tab: z.string() }), output: nothing },
  'tab.close': { input: z.strictObject({ tab: z.string() }), output: nothing },
  'page.back': { input: nothing, output: nothing },
  'page.reload': { input: nothing, output: nothing },
  /** Of every page, now and later in the session. */
  'page.zoom': { input: z.strictObject({ zoom: z.literal(pageZooms) }), output: nothing },
  /** As by the keys, for who does not know them: what is selected in the page, or into the field where one writes. */
  'page.copy': { input: nothing, output: nothing },
  'page.paste': { input: nothing, output: nothing },
  'documents.show': { input: nothing, output: nothing },
  /** A page that waits for files hears that there are none. */
  'documents.hide': { input: nothing, output: nothing },
  /** To the page that waits. Problem `not-found`: one of them is not there, does not fit, or is one too many. */
  'documents.give': { input: z.strictObject({ documents: z.array(z.string()).min(1) }), output: nothing },
} as const;

export type ScreenCallName = keyof typeof screenCalls;
export type ScreenCallInput<Name extends ScreenCallName> = z.input<(typeof screenCalls)[Name]['input']>;
export type ScreenCallOutput<Name extends ScreenCallName> = z.output<(typeof screenCalls)[Name]['output']>;

export const screenEvents = {
  /** A new snapshot; replaces the one before. */
  state: snapshotSchema,
} as const;

export type ScreenEventName = keyof typeof screenEvents;
export type ScreenEventPayload<Name extends ScreenEventName> = z.output<(typeof screenEvents)[Name]>;

/**
 * What a host puts into the screens' page as `window.escale`, and the only thing there. Chromium does it by a DevTools binding,
 * Electron by its preload; `renderer/kiosk` knows no more.
 */
export interface KioskBridge {
  call<Name extends ScreenCallName>(name: Name, input: ScreenCallInput<Name>): Promise<Result<ScreenCallOutput<Name>>>;
  /** Returns the function that ends the listening. */
  listen<Name extends ScreenEventName>(name: Name, heard: (payload: ScreenEventPayload<Name>) => void): () => void;
}
