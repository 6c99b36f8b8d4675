import type { Fact } from '../../../contract/desk-link.ts';
import type { outageKinds } from '../../../contract/figures/dimensions.ts';
import type { Stretch } from './day-minutes.ts';

export interface PlacedFact {
  readonly workstation: string;
  readonly seq: number;
  readonly fact: Fact;
}

export type OutageKind = (typeof outageKinds)[number];

export interface Outage extends Stretch {
  readonly workstation: string;
  readonly kind: OutageKind;
}

/** What was held of a workshop, and by how many. */
export interface HeldWorkshop {
  readonly seats: number;
  readonly registered: number;
  readonly waiting: number;
  readonly present: number;
}

/** Everything that a day's figures are counted from. More facts, outages and stretches than the day's own do no harm. */
export interface DayRecords {
  readonly zone: string;
  readonly day: string;
  /** Nothing after it has happened yet; milliseconds since 1970. */
  readonly now: number;
  /** Ids of the place's workstations on that day. */
  readonly workstations: readonly string[];
  readonly facts: readonly PlacedFact[];
  /** When the place was open; null = it keeps no hours and is open while a facilitator is there, or somebody sits there. */
  readonly open: readonly Stretch[] | null;
  /** When a facilitator's screen was open. */
  readonly presence: readonly Stretch[];
  readonly outages: readonly Outage[];
  /** Workstations that the place had closed. */
  readonly closures: readonly (Stretch & { readonly workstation: string })[];
  readonly ticketsGiven: number;
  /** How long those waited who were given a workstation; milliseconds. */
  readonly waits: readonly number[];
  /** Numbers that left, or for whom the day ended, before they got one. */
  readonly queueLeft: number;
  /** Bookings of which the time has come, and those of them to which nobody came. */
  readonly bookings: number;
  readonly noShows: number;
  readonly workshops: readonly HeldWorkshop[];
}
