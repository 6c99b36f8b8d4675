import { documentKinds, noEase, type SavedDocument, type Scene, type Snapshot } from '../../contract/screens.ts';

/** One of each thing that the kiosk's screen can have to draw. */

type SceneOf<Phase extends Scene['phase']> = Extract<Scene, { phase: Phase }>;

const tab = (
  id: string,
  title: string,
  shown = false,
): { id: string; title: string; shown: boolean; home: boolean } => ({
  id,
  title,
  shown,
  home: title === '',
});

export const free: SceneOf<'free'> = {
  phase: 'free',
  justErased: false,
  reservedAt: null,
  openAccessMinutes: null,
  refused: null,
  resumable: false,
};

export const charter: SceneOf<'charter'> = {
  phase: 'charter',
  minutes: 30,
  reason: 'granted-whole',
  charterVersion: 1,
  resumed: false,
};

export const active: SceneOf<'active'> = {
  phase: 'active',
  leftMs: 41.5 * 60_000,
  totalMs: 60 * 60_000,
  warning: null,
  tabs: [tab('home', ''), tab('one', 'France Travail', true), tab('two', 'Ma messagerie')],
  zoom: 100,
  documents: [],
  panel: null,
  extension: { possible: true, minutes: 15 },
  extended: null,
  presenceAskedMs: null,
};

export const warned: SceneOf<'active'> = { ...active, leftMs: 5 * 60_000, warning: 5 };

export const paused: SceneOf<'paused'> = { phase: 'paused', leftMs: 32 * 60_000, by: 'visitor' };

export const ending: SceneOf<'ending'> = { phase: 'ending', reason: 'time-over', graceLeftMs: 40_000 };

export const closed: SceneOf<'closed'> = { phase: 'closed', opensAt: '2026-11-25T08:00:00.000Z' };

/** Drawn over the whole screen. Those of the free screen come first: coming back to it is coming as somebody else. */
export const fullScenes: Record<string, Scene> = {
  free,
  erased: { ...free, justErased: true },
  reserved: { ...free, reservedAt: '2026-11-24T14:30:00.000Z' },
  'open access': { ...free, openAccessMinutes: 30 },
  resumable: { ...free, resumable: true },
  refused: { ...free, refused: 'refused-booked' },
  closed,
  called: { phase: 'called', label: '41', minutes: 60 },
  charter,
  'charter, shortened': { ...charter, minutes: 22, reason: 'shortened-by-booking', resumed: true },
  paused,
  'paused by inactivity': { ...paused, by: 'inactivity' },
  ending,
  wiping: { phase: 'wiping', reason: 'visitor-ended' },
  'out-of-service': {
    phase: 'out-of-service',
    problem: { code: 'internal', where: 'wipe', expected: 'every check to come back empty' },
  },
  maintenance: { phase: 'maintenance' },
};

const asked: SceneOf<'active'> = { ...active, presenceAskedMs: 30_000 };

const extended: SceneOf<'active'> = { ...active, extended: 15 };

const waitedFor: SceneOf<'active'> = { ...warned, extension: { possible: false, reason: 'refused-someone-waits' } };

/** Drawn in a window that is 72 px high. */
export const barScenes: Record<string, Scene> = {
  active,
  'last minute': { ...active, leftMs: 42_000 },
  'many tabs': {
    ...active,
    tabs: Array.from({ length: 10 }, (_, index) => tab(`t${index}`, `Une page au titre long ${index}`, index === 7)),
  },
  'warning in the bar': waitedFor,
  'presence asked in the bar': asked,
  'saving in the bar': ending,
};

/** Drawn in the upper half, the visitor's page below. */
export const halfScenes: Record<string, Scene> = {
  warning: warned,
  'warning while somebody waits': waitedFor,
  'presence asked': asked,
  extended,
};

export const documents: SavedDocument[] = [
  { id: 'one', name: 'attestation de paiement.pdf', kind: 'pdf', bytes: 184_302 },
  { id: 'two', name: `${'une déclaration au titre sans fin '.repeat(3).trim()}.odt`, kind: 'text', bytes: 2_481_007 },
  { id: 'three', name: 'صورة.jpg', kind: 'image', bytes: 12 },
  ...documentKinds.map((kind) => ({ id: kind, name: `document.${kind}`, kind, bytes: 3_000_000_000 })),
];

const uploading: SceneOf<'active'> = {
  ...active,
  documents,
  panel: { for: 'upload', several: true, fitting: ['one', 'two', 'pdf'] },
};

/** Drawn over the whole screen too, below the bar. */
export const panelScenes: Record<string, Scene> = {
  'documents, none': { ...active, panel: { for: 'looking' } },
  documents: { ...active, documents, panel: { for: 'looking' } },
  'upload, none': { ...active, panel: { for: 'upload', several: false, fitting: [] } },
  'upload of one': { ...uploading, panel: { for: 'upload', several: false, fitting: ['three'] } },
  upload: uploading,
};

export const snapshotOf = (scene: Scene, changes: Partial<Snapshot> = {}): Snapshot => ({
  number: 1,
  placeName: 'Espace numérique des Chaprais',
  workstationName: 'Poste 4',
  zone: 'Europe/Paris',
  now: '2026-11-24T13:05:00.000Z',
  deskReachable: true,
  helpLine: '03 81 00 00 00',
  helpCalled: false,
  voices: [],
  ease: noEase,
  missingWalls: [],
  demonstration: false,
  scene,
  ...changes,
});
