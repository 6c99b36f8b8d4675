import { type Counts, tableOf } from './counts.ts';
import type { MeasureName } from './measures.ts';

/**
 * What reports say, worked out from counts, each with the definition that travels with it on every page and in every export. French is the text of
 * reference. `value`: null = it cannot be said from these counts, and nothing is said; shares are between 0 and 1.
 */

interface Text {
  readonly name: string;
  readonly formula: string;
  readonly counts: string;
  readonly countsNot: string;
}

interface Indicator {
  readonly unit: 'count' | 'hours' | 'minutes' | 'share' | 'pages';
  readonly value: (counts: Counts) => number | null;
  /** Where the records come from, in field.md's numbering of dimensions and its sources. */
  readonly source: string;
  readonly fr: Text;
  readonly en: Text;
}

const sum =
  (...names: readonly MeasureName[]) =>
  (counts: Counts): number =>
    names.reduce((total, name) => total + (counts[name] ?? 0), 0);

const hours =
  (name: MeasureName) =>
  (counts: Counts): number | null =>
    counts[name] === undefined ? null : counts[name] / 60;

const share =
  (part: string, whole: MeasureName) =>
  (counts: Counts): number | null => {
    const all = counts[whole] ?? 0;
    return all === 0 ? null : (counts[part] ?? 0) / all;
  };

/** The value in the middle of a table of numbers; of an even number of them the lower one, so that it is one that was. */
export function medianOf(table: readonly { readonly value: string; readonly count: number }[]): number | null {
  const all = table.reduce((total, { count }) => total + count, 0);
  let left = Math.ceil(all / 2);
  const ordered = table.toSorted((one, other) => Number(one.value) - Number(other.value));
  const middle = ordered.find(({ count }) => (left -= count) <= 0);
  return all === 0 || middle === undefined ? null : Number(middle.value);
}

const recordsOfTheRoom = 'Escale: journal des postes, compteurs tenus par le lieu';
const bookOfThePlace = 'Escale: agenda du lieu';
const coop = 'Escale: accompagnements notés par les médiateurs, listes de la Coop de la médiation numérique';

export const indicators = {
  sessions: {
    unit: 'count',
    value: sum('sessions'),
    source: recordsOfTheRoom,
    fr: {
      name: 'Séances',
      formula: 'nombre de séances commencées dans la période',
      counts: 'chaque séance ouverte à un poste après acceptation de la charte, quelle que soit la façon d’entrer',
      countsNot:
        'les chartes refusées, les prolongations d’une même séance, les personnes : qui vient deux fois compte deux séances',
    },
    en: {
      name: 'Sessions',
      formula: 'number of sessions begun in the period',
      counts: 'each session opened on a workstation once the terms were accepted, whatever the way in',
      countsNot: 'refused terms, extensions of one session, people: whoever comes twice is two sessions',
    },
  },
  'hours-of-use': {
    unit: 'hours',
    value: hours('occupied'),
    source: recordsOfTheRoom,
    fr: {
      name: 'Heures d’utilisation',
      formula: 'somme des minutes occupées de tous les postes ÷ 60',
      counts: 'le temps entre le début et la fin de chaque séance, minutes arrondies en dessous',
      countsNot: 'les postes éteints, libres ou en cours d’effacement',
    },
    en: {
      name: 'Hours of use',
      formula: 'minutes of use of all workstations ÷ 60',
      counts: 'the time from the beginning to the end of each session, minutes rounded down',
      countsNot: 'workstations that are off, free or being wiped',
    },
  },
  occupancy: {
    unit: 'share',
    value: share('occupied', 'offered'),
    source: recordsOfTheRoom,
    fr: {
      name: 'Taux d’occupation',
      formula: 'minutes-postes occupées ÷ minutes-postes offertes',
      counts: 'au dénominateur, les minutes d’ouverture de chaque poste en état, et celles où quelqu’un y était assis',
      countsNot: 'les fermetures, la maintenance, les postes en panne ou hors ligne',
    },
    en: {
      name: 'Occupancy',
      formula: 'workstation-minutes in use ÷ workstation-minutes offered',
      counts: 'below the line, the opening minutes of each working workstation, and those in which somebody sat there',
      countsNot: 'closures, maintenance, workstations that are broken or off line',
    },
  },
  'hours-offered': {
    unit: 'hours',
    value: hours('offered'),
    source: recordsOfTheRoom,
    fr: {
      name: 'Heures-postes offertes',
      formula: 'somme des minutes offertes de tous les postes ÷ 60',
      counts: 'chaque minute d’ouverture de chaque poste en état',
      countsNot: 'les fermetures, la maintenance, les postes en panne ou hors ligne',
    },
    en: {
      name: 'Workstation-hours offered',
      formula: 'minutes offered of all workstations ÷ 60',
      counts: 'each opening minute of each working workstation',
      countsNot: 'closures, maintenance, workstations that are broken or off line',
    },
  },
  'share-supervised': {
    unit: 'share',
    value: share('supervised', 'offered'),
    source: recordsOfTheRoom,
    fr: {
      name: 'Part accompagnée',
      formula: 'minutes-postes offertes en présence d’un médiateur ÷ minutes-postes offertes',
      counts: 'les minutes où l’écran d’un médiateur connecté était ouvert',
      countsNot: 'une présence dans la salle sans écran ouvert',
    },
    en: {
      name: 'Supervised share',
      formula: 'workstation-minutes offered with a facilitator present ÷ workstation-minutes offered',
      counts: 'minutes in which the screen of a facilitator who had signed in was open',
      countsNot: 'somebody present in the room without an open screen',
    },
  },
  'mean-wait': {
    unit: 'minutes',
    value: share('wait-minutes', 'waits'),
    source: bookOfThePlace,
    fr: {
      name: 'Attente moyenne',
      formula: 'minutes attendues ÷ numéros servis',
      counts: 'les numéros de la file qui ont reçu un poste',
      countsNot: 'qui est servi sans attendre, et qui est parti avant son tour',
    },
    en: {
      name: 'Mean wait',
      formula: 'minutes waited ÷ numbers served',
      counts: 'numbers of the queue that were given a workstation',
      countsNot: 'whoever is served without waiting, and whoever left before their turn',
    },
  },
  'median-wait': {
    unit: 'minutes',
    value: (counts) => medianOf(tableOf(counts, 'waits', 'minutes')),
    source: bookOfThePlace,
    fr: {
      name: 'Attente médiane',
      formula: 'attente que la moitié des numéros servis n’a pas dépassée, à la minute',
      counts: 'les numéros de la file qui ont reçu un poste',
      countsNot: 'qui est servi sans attendre, et qui est parti avant son tour',
    },
    en: {
      name: 'Median wait',
      formula: 'the wait that half of the numbers served did not exceed, to the minute',
      counts: 'numbers of the queue that were given a workstation',
      countsNot: 'whoever is served without waiting, and whoever left before their turn',
    },
  },
  'unmet-demand': {
    unit: 'count',
    value: sum('queue-left', 'refusals'),
    source: bookOfThePlace,
    fr: {
      name: 'Demandes sans réponse',
      formula: 'numéros partis sans poste + refus',
      counts: 'qui a quitté la file avant son tour, et les séances ou prolongations refusées',
      countsNot: 'qui a renoncé sans le dire à personne',
    },
    en: {
      name: 'Unmet demand',
      formula: 'numbers that left without a workstation + refusals',
      counts: 'whoever left the queue before their turn, and sessions or extensions refused',
      countsNot: 'whoever gave up without telling anybody',
    },
  },
  'no-show-rate': {
    unit: 'share',
    value: share('no-shows', 'bookings'),
    source: bookOfThePlace,
    fr: {
      name: 'Rendez-vous manqués',
      formula: 'réservations sans venue ÷ réservations de la période',
      counts: 'les réservations maintenues dont personne ne s’est présenté dans le délai du lieu',
      countsNot: 'les réservations annulées',
    },
    en: {
      name: 'No-shows',
      formula: 'bookings to which nobody came ÷ bookings of the period',
      counts: 'bookings that stood and to which nobody came within the time that the place waits',
      countsNot: 'cancelled bookings',
    },
  },
  'workshop-attendance': {
    unit: 'share',
    value: share('workshop-present', 'workshop-seats'),
    source: bookOfThePlace,
    fr: {
      name: 'Remplissage des ateliers',
      formula: 'présents ÷ places offertes',
      counts: 'les présences notées, séance par séance',
      countsNot: 'les inscriptions sans présence notée',
    },
    en: {
      name: 'Workshop attendance',
      formula: 'present ÷ seats offered',
      counts: 'attendance that was written down, session by session',
      countsNot: 'registrations without a word about attendance',
    },
  },
  supports: {
    unit: 'count',
    value: sum('supports'),
    source: coop,
    fr: {
      name: 'Accompagnements',
      formula: 'un bénéficiaire × une activité',
      counts: 'les aides que les médiateurs ont notées, et les présences en atelier',
      countsNot: 'les séances sans aide notée ; les mois en cours',
    },
    en: {
      name: 'Supports',
      formula: 'one beneficiary × one activity',
      counts: 'help that facilitators wrote down, and workshop attendance',
      countsNot: 'sessions without a word about help; the month that is running',
    },
  },
  availability: {
    unit: 'share',
    value: (counts) => {
      const out = counts['outage'] ?? 0;
      const all = (counts['offered'] ?? 0) + out;
      return all === 0 ? null : 1 - out / all;
    },
    source: recordsOfTheRoom,
    fr: {
      name: 'Disponibilité des postes',
      formula: 'minutes-postes offertes ÷ (offertes + indisponibles)',
      counts: 'pannes, postes hors ligne et maintenance pendant l’ouverture',
      countsNot: 'les fermetures du lieu',
    },
    en: {
      name: 'Availability of workstations',
      formula: 'workstation-minutes offered ÷ (offered + not usable)',
      counts: 'faults, workstations off line and maintenance during opening',
      countsNot: 'closures of the place',
    },
  },
  'proofs-of-wiping': {
    unit: 'share',
    value: share('wipes/proof/complete', 'wipes'),
    source: recordsOfTheRoom,
    fr: {
      name: 'Preuves d’effacement',
      formula: 'effacements prouvés complets ÷ effacements',
      counts: 'chaque effacement en fin de séance dont tous les contrôles sont revenus vides',
      countsNot: 'rien : un effacement incomplet met le poste hors service',
    },
    en: {
      name: 'Proofs of wiping',
      formula: 'wipes proved complete ÷ wipes',
      counts: 'each wipe after a session of which all checks came back empty',
      countsNot: 'nothing: after an incomplete wipe the workstation is out of service',
    },
  },
  pages: {
    unit: 'pages',
    value: (counts) => counts['pages'] ?? null,
    source: recordsOfTheRoom,
    fr: {
      name: 'Pages imprimées',
      formula: 'somme des pages remises',
      counts: 'les pages des impressions remises par un médiateur',
      countsNot: 'les impressions abandonnées',
    },
    en: {
      name: 'Pages printed',
      formula: 'sum of pages handed over',
      counts: 'pages of prints that a facilitator handed over',
      countsNot: 'prints that were given up',
    },
  },
} as const satisfies Readonly<Record<string, Indicator>>;

export type IndicatorName = keyof typeof indicators;

export const indicatorTable: Readonly<Record<IndicatorName, Indicator>> = indicators;
