import { trial, type Row } from '../row.ts';
import { noBridge } from '../trials/channels.ts';
import { enlargeBar, stubborn } from '../trials/hands.ts';
import { layersMissed } from '../trials/layers.ts';
import { launched, policiesProven, policiesReadOnly } from '../trials/machine.ts';
import { environmentKept, programsKept } from '../trials/programs.ts';
import { clockSet, guessCodes, restarted } from '../trials/time.ts';

/** Rows 88 to 99: programs, their files, and time. */
export const rest: readonly Row[] = [
  {
    row: 88,
    attack: 'make a program run other code by its environment or a signal',
    states: ['session'],
    attempts: [trial(environmentKept)],
  },
  { row: 89, attack: 'replace the programs’ files', states: ['session'], attempts: [trial(programsKept)] },
  {
    row: 90,
    attack: 'speak to the kiosk from a visitor’s page, by every word that its screens use',
    states: ['session'],
    attempts: [trial(noBridge)],
  },
  {
    row: 91,
    attack: 'a web view, or Node in a page, a frame or a worker',
    states: ['session'],
    attempts: [trial(noBridge)],
  },
  { row: 92, attack: 'break out of a renderer', states: ['session'], attempts: [trial(launched)] },
  {
    row: 93,
    attack: 'change or spoil the policy file',
    onlyChromium: 'Electron reads none; its guards are code (row 89)',
    states: ['session'],
    attempts: [trial(policiesReadOnly), trial(policiesProven)],
  },
  {
    row: 94,
    attack: 'set the clock or restart to win time',
    states: ['session'],
    attempts: [trial(clockSet), trial(restarted)],
  },
  {
    row: 95,
    attack: 'delay the end: alerts without end, "leave this page?", a bar made larger with the wheel',
    states: ['session', 'offline'],
    attempts: [trial((place) => stubborn(place, 'alerts')), trial(enlargeBar)],
  },
  {
    row: 96,
    attack: 'delay the end: busy loops in page and workers',
    states: ['session', 'offline'],
    attempts: [trial((place) => stubborn(place, 'loops'))],
  },
  {
    row: 97,
    attack: 'a page that looks like the kiosk’s own',
    accepted: 'no staff code is ever asked for on this screen; the bar cannot be covered (rows 11, 18)',
  },
  { row: 98, attack: 'guess codes by hand', states: ['idle'], attempts: [trial(guessCodes)] },
  {
    row: 99,
    attack: 'run with a layer missing and nobody noticing',
    onlyChromium: 'test/electron takes each away from its fake',
    states: ['session'],
    attempts: [trial(layersMissed), trial(policiesProven)],
  },
];
