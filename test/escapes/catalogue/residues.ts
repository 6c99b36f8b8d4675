import { page, trial, type Row } from '../row.ts';
import { clipboard, logKeepsQuiet, nothingRestored, residues } from '../trials/residues.ts';
import { noSpool } from '../trials/jail.ts';
import { launched } from '../trials/machine.ts';

/** Rows 75 to 87: what one visitor leaves to the next. */
export const residueRows: readonly Row[] = [
  {
    row: 75,
    attack: 'read the previous visitor’s cookies, storage, databases, caches, private files, workers',
    states: ['session', 'offline'],
    attempts: [trial((place) => residues(place, 'asked to end'))],
  },
  {
    row: 76,
    attack: 'the preferences of a session in memory',
    notTried: 'Electron’s; Chromium’s profile lies in the jail (row 75)',
  },
  {
    row: 77,
    attack: 'what clearing a session forgets',
    notTried: 'Electron’s; here nothing is cleared, everything dies (row 75)',
  },
  {
    row: 78,
    attack: 'the same after the browser was killed',
    states: ['session', 'offline'],
    attempts: [trial((place) => residues(place, 'killed'))],
  },
  {
    row: 79,
    attack: 'read a crash dump',
    states: ['session'],
    attempts: [trial((place) => residues(place, 'crashed'))],
  },
  {
    row: 80,
    attack: 'temporary files and shared memory',
    states: ['session'],
    attempts: [trial((place) => residues(place, 'asked to end'))],
  },
  {
    row: 81,
    attack: 'paste what the previous visitor copied or marked',
    states: ['session', 'offline'],
    attempts: [trial(clipboard)],
  },
  {
    row: 82,
    attack: 'saved passwords, passkeys, a signed-in account',
    states: ['session'],
    attempts: [
      page(
        'if (self.PasswordCredential === undefined) return "absent"; return await navigator.credentials.get({ password: true, mediation: "silent" }) ?? "none"',
        /^(absent|none|NotSupportedError)/,
        { gesture: true },
      ),
    ],
  },
  {
    row: 83,
    attack: 'have the last pages restored after a crash',
    states: ['session'],
    attempts: [trial(nothingRestored)],
  },
  {
    row: 84,
    attack: 'lists of recent files, thumbnails, settings of the desktop',
    states: ['session'],
    attempts: [trial((place) => residues(place, 'asked to end'))],
  },
  { row: 85, attack: 'the printer’s spool', states: ['session'], attempts: [trial(noSpool)] },
  {
    row: 86,
    attack: 'addresses and words in the log',
    states: ['session', 'offline'],
    attempts: [trial(logKeepsQuiet)],
  },
  { row: 87, attack: 'extensions and web apps that stay', states: ['session'], attempts: [trial(launched)] },
];
