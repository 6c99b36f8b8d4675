import type { CellSpan } from '../../../contract/book/cells.ts';
import type { EntryKind, Purpose } from '../../../contract/book/entries.ts';

export interface EntryRow extends CellSpan {
  readonly id: string;
  readonly kind: EntryKind;
  readonly state: 'pending' | 'confirmed' | 'cancelled';
  readonly title: string | null;
  readonly purpose: Purpose | null;
  readonly group: string | null;
  readonly person: string | null;
  readonly workshop: string | null;
  readonly excused: boolean;
  readonly version: number;
  readonly changedAt: number;
  readonly holds: readonly HoldRow[];
}

export interface HoldRow extends CellSpan {
  readonly id: number;
  readonly workstation: string;
  readonly ticket: string | null;
  readonly arrivedAt: number | null;
  readonly releasedAt: number | null;
  /** The cell from which on it takes nothing more if nobody has come; null = as its kind says. */
  readonly releaseCell: number | null;
  readonly provisional: boolean;
}

/** What a new entry says; the rest is worked out. */
export interface NewEntry extends CellSpan {
  readonly kind: EntryKind;
  readonly state: 'pending' | 'confirmed';
  readonly title?: string | null;
  readonly purpose?: Purpose | null;
  readonly group?: string | null;
  readonly person?: string | null;
  readonly workshop?: string | null;
  readonly override?: string | null;
  readonly madeBy: string | null;
  /** Where, each with the ticket that opens it. */
  readonly holds: readonly { readonly workstation: string; readonly ticket: string | null }[];
  /** The cell from which on it takes nothing more if nobody has come; else as its kind says. */
  readonly releaseCell?: number;
}

export interface NewHold extends CellSpan {
  readonly kind: EntryKind;
  readonly workstation: string;
  readonly ticket: string | null;
  readonly releaseCell?: number | null;
}

/** Where an entry is: the same cells on each of its workstations. */
export interface Place extends CellSpan {
  readonly workstations: readonly string[];
}

export interface RawEntry {
  readonly id: string;
  readonly kind: EntryKind;
  readonly state: EntryRow['state'];
  readonly from: number;
  readonly to: number;
  readonly title: string | null;
  readonly purpose: Purpose | null;
  readonly group: string | null;
  readonly person: string | null;
  readonly workshop: string | null;
  readonly excused: number;
  readonly version: number;
  readonly changedAt: number;
}

export type RawHold = Omit<HoldRow, 'provisional'> & { readonly provisional: number };

/** The place that an entry was promised, while it also has cells that it may move to. */
export function placeOf({ from, to, holds }: EntryRow): Place {
  const own = holds
    .filter((hold) => !hold.provisional && hold.from <= from && to <= hold.to)
    .map(({ workstation }) => workstation);
  return { from, to, workstations: [...new Set(own)] };
}

/** Does it hold all the cells of that place on its workstation? */
export const isThere = ({ workstation, releasedAt, ...hold }: HoldRow, at: Place): boolean =>
  releasedAt === null && at.workstations.includes(workstation) && hold.from <= at.from && at.to <= hold.to;

/** Has an entry all the cells of that place? */
export const hasAll = ({ holds }: EntryRow, at: Place): boolean =>
  at.workstations.every((workstation) => holds.some((hold) => hold.workstation === workstation && isThere(hold, at)));

/** What opens each workstation of the place: its own ticket where it was before, else one that another gives up. */
export function ticketsAt({ holds }: EntryRow, { workstations }: Place): Map<string, string | null> {
  const before = new Map(holds.map(({ workstation, ticket }) => [workstation, ticket]));
  const spare = holds.filter(({ workstation }) => !workstations.includes(workstation)).map(({ ticket }) => ticket);
  return new Map(workstations.map((workstation) => [workstation, before.get(workstation) ?? spare.shift() ?? null]));
}

/** Where an entry stands, or stood last: holds that a move left behind are no longer its own. */
export function latestHolds(raw: readonly RawHold[]): HoldRow[] {
  const holds = raw.map((hold) => ({ ...hold, provisional: hold.provisional === 1 }));
  const live = holds.filter(({ releasedAt }) => releasedAt === null);
  if (live.length > 0) return live;
  const last = Math.max(...holds.map(({ releasedAt }) => releasedAt ?? 0));
  return holds.filter(({ releasedAt }) => releasedAt === last);
}
