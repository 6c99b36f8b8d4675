import { trial, type Row } from '../row.ts';
import { stubborn } from '../trials/hands.ts';
import { launched, policiesProven, policiesReadOnly } from '../trials/machine.ts';

const electron = 'Electron’s alone';

/** Rows 88 to 99: programs, their files, and time. */
export const rest: readonly Row[] = [
  { row: 88, attack: 'make the program run other code by its environment', notTried: electron },
  {
    row: 89,
    attack: 'replace the program’s files',
    notTried: `${electron}; files that belong to root are for the set-up of installed kiosks`,
  },
  {
    row: 90,
    attack: 'speak to the kiosk from a visitor’s page',
    notTried: `${electron}; here pages have no channel at all`,
  },
  { row: 91, attack: 'a web view or Node in a frame', notTried: electron },
  { row: 92, attack: 'break out of a renderer', states: ['session'], attempts: [trial(launched)] },
  {
    row: 93,
    attack: 'change or spoil the policy file',
    states: ['session'],
    attempts: [trial(policiesReadOnly), trial(policiesProven)],
  },
  {
    row: 94,
    attack: 'set the clock or restart to win time',
    notTried: 'the clock of this machine is everyone’s; test/kiosk tries it with a clock of its own',
  },
  {
    row: 95,
    attack: 'delay the end: alerts without end, "leave this page?"',
    states: ['session'],
    attempts: [trial((place) => stubborn(place, 'alerts'))],
  },
  {
    row: 96,
    attack: 'delay the end: busy loops in page and workers',
    states: ['session'],
    attempts: [trial((place) => stubborn(place, 'loops'))],
  },
  {
    row: 97,
    attack: 'a page that looks like the kiosk’s own',
    accepted: 'no staff code is ever asked for on this screen; the bar cannot be covered (rows 11, 18)',
  },
  { row: 98, attack: 'guess codes', notTried: 'no browser is needed for it; test/kiosk tries the delays' },
  {
    row: 99,
    attack: 'run with a layer missing and nobody noticing',
    notTried:
      'each --without run of this suite is that trial; the host’s own start refuses a missing jail and held keys',
  },
];
