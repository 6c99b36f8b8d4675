import { autonomies, equipmentWords, genderWords, referralWords, statusWords, topics } from '../book/support.ts';
import { refusalReasons } from '../reasons.ts';
import { accessWays, endReasons, extenders } from '../session.ts';

/** What figures are broken down by. Words of the national tool (Coop de la médiation numérique) where it has them, so that figures can be put side by side. */

/** Said where nobody said, asked or knew: never guessed. */
export const unknown = 'unknown';

/** Upper ages are within the band. */
export const ageBands = ['0-11', '12-17', '18-24', '25-39', '40-59', '60-69', '70-120', unknown] as const;

export type AgeBand = (typeof ageBands)[number];

/** `individual`: one person with a facilitator, at a workstation or not. */
export const supportKinds = ['individual', 'workshop'] as const;

/** Minutes of use; the Coop's four bands. */
export const durationBands = ['0-29', '30-59', '60-119', '120-1440'] as const;

export const outageKinds = ['away', 'out-of-service', 'maintenance'] as const;

export const incidentKinds = ['fault', 'power-cut', 'wipe-incomplete', 'away'] as const;

export const pageKinds = ['grey-free', 'grey-paid', 'colour-free', 'colour-paid'] as const;

export const proofs = ['complete', 'incomplete'] as const;

/** Waits of this many minutes and more are one. */
export const longestWaitCounted = 240;

const wholeNumber = /^(0|[1-9]\d{0,3})$/;
const workstation = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** 1 is Monday. */
const slot = /^[1-7]-([01]\d|2[0-3])$/;
export const inseeCode = /^(\d{2}|2[AB])\d{3}$/;

/**
 * The values of each dimension: a list, or the form that they have. `hour` stands in day sheets; from the month on it is a `slot`, weekday and hour.
 * `commune`: INSEE code of where somebody lives, or unknown, or `elsewhere` = outside the place's own list. `category`: why a site was refused.
 */
export const dimensions = {
  access: accessWays,
  end: endReasons,
  duration: durationBands,
  extender: extenders,
  reason: refusalReasons,
  outage: outageKinds,
  incident: incidentKinds,
  page: pageKinds,
  proof: proofs,
  hour: /^([01]\d|2[0-3])$/,
  slot,
  workstation,
  minutes: wholeNumber,
  category: /^[a-z][a-z0-9_-]{0,39}$/,
  kind: supportKinds,
  topic: [...topics, unknown],
  autonomy: [...autonomies, unknown],
  gender: [...genderWords, unknown],
  age: ageBands,
  status: [...statusWords, unknown],
  commune: new RegExp(`${inseeCode.source}|^elsewhere$|^${unknown}$`),
  equipment: [...equipmentWords, unknown],
  referral: [...referralWords, unknown],
} as const satisfies Readonly<Record<string, readonly string[] | RegExp>>;

export type Dimension = keyof typeof dimensions;

export function isValueOf(dimension: Dimension, value: string): boolean {
  const values: readonly string[] | RegExp = dimensions[dimension];
  return values instanceof RegExp ? values.test(value) : values.includes(value);
}

/** From the birth year alone, at the place, as of the year of the visit: nothing finer leaves it. Null = nobody said. */
export function ageBandOf(birthYear: number | null, year: number): AgeBand {
  const age = birthYear === null ? Number.NaN : year - birthYear;
  return ageBands.find((band) => isIn(band, age)) ?? unknown;
}

export const durationBandOf = (minutes: number): (typeof durationBands)[number] =>
  durationBands.find((band) => isIn(band, minutes)) ?? '120-1440';

function isIn(band: string, value: number): boolean {
  const [from, to] = band.split('-').map(Number);
  return from !== undefined && to !== undefined && value >= from && value <= to;
}
