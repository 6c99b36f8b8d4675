import type { Scene, Snapshot } from '../../contract/screens.ts';

/** One of each thing that the kiosk's screen can have to draw. */

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

export const active: Extract<Scene, { phase: 'active' }> = {
  phase: 'active',
  leftMs: 41.5 * 60_000,
  totalMs: 60 * 60_000,
  warning: null,
  helpCalled: false,
  tabs: [tab('home', ''), tab('one', 'France Travail', true), tab('two', 'Ma messagerie')],
};

/** Drawn over the whole screen. */
export const fullScenes: Record<string, Scene> = {
  free: { phase: 'free', justErased: false },
  erased: { phase: 'free', justErased: true },
  charter: { phase: 'charter', minutes: 30, charterVersion: 1 },
  ending: { phase: 'ending', reason: 'time-over', graceLeftMs: 40_000 },
  wiping: { phase: 'wiping', reason: 'visitor-ended' },
  closed: { phase: 'closed' },
  'out-of-service': {
    phase: 'out-of-service',
    problem: { code: 'internal', where: 'wipe', expected: 'every check to come back empty' },
  },
};

/** Drawn in a window that is 72 px high. */
export const barScenes: Record<string, Scene> = {
  active,
  'last minute': { ...active, leftMs: 42_000, helpCalled: true },
  'many tabs': {
    ...active,
    tabs: Array.from({ length: 10 }, (_, index) => tab(`t${index}`, `Une page au titre long ${index}`, index === 7)),
  },
  warning: { ...active, leftMs: 5 * 60_000, warning: 5 },
  saving: { phase: 'ending', reason: 'time-over', graceLeftMs: 40_000 },
};

export const snapshotOf = (scene: Scene, changes: Partial<Snapshot> = {}): Snapshot => ({
  number: 1,
  placeName: 'Espace numérique des Chaprais',
  workstationName: 'Poste 4',
  zone: 'Europe/Paris',
  now: '2026-11-24T13:05:00.000Z',
  deskReachable: true,
  missingWalls: [],
  demonstration: false,
  scene,
  ...changes,
});
