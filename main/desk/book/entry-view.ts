import { cellAt, instantOfCell } from '../../../contract/book/cells.ts';
import type { Entry, Standing } from '../../../contract/book/entries.ts';
import { instantOf } from '../clock.ts';
import type { EntryRow } from './entry-rows.ts';

export interface ViewParts {
  readonly graceCells: () => number;
  readonly clock: () => number;
  /** Ids of the place's workstations, in the order in which people know them. */
  readonly order: readonly string[];
  /** Can the workstation's word be trusted up to now? Of one that is away nobody knows who sits there. */
  readonly isOnLine: (workstation: string) => boolean;
  readonly nameOf: (person: string) => string | null;
}

/** An entry as screens show it. */
export function viewOf(row: EntryRow, parts: ViewParts): Entry {
  const { id, kind, title, purpose, group, workshop, excused, version, person } = row;
  const name = person === null ? null : parts.nameOf(person);
  return {
    ...{ id, kind, title, purpose, group, workshop, excused, version },
    standing: standingOf(row, parts),
    startsAt: instantOf(instantOfCell(row.from)),
    endsAt: instantOf(instantOfCell(row.to)),
    workstations: [...new Set(row.holds.map(({ workstation }) => workstation))].sort(
      (one, other) => parts.order.indexOf(one) - parts.order.indexOf(other),
    ),
    person: person === null || name === null ? null : { id: person, name },
  };
}

function standingOf(row: EntryRow, parts: ViewParts): Standing {
  const now = cellAt(parts.clock());
  if (row.state !== 'confirmed') return row.state;
  if (row.kind === 'walk-in') return walkInStanding(row, now);
  if (row.kind !== 'booking') return now < row.from ? 'expected' : now < row.to ? 'running' : 'over';
  return bookingStanding(row, now, parts);
}

/** Who is called from the queue is on the way; everybody else who walks in is there already. */
function walkInStanding({ holds }: EntryRow, now: number): Standing {
  const isThere = holds.every(({ arrivedAt, releaseCell }) => arrivedAt !== null || releaseCell === null);
  if (isThere) return 'arrived';
  return holds.every(({ releaseCell }) => now < (releaseCell ?? Infinity)) ? 'due' : 'no-show';
}

/** A no-show is derived from the clock and from a kiosk that would know better; nobody writes it down. */
function bookingStanding(row: EntryRow, now: number, { graceCells, isOnLine }: ViewParts): Standing {
  if (row.holds.some(({ arrivedAt }) => arrivedAt !== null)) return 'arrived';
  if (now < row.from) return 'expected';
  const mayStillCome = now < row.from + graceCells() || !row.holds.every(({ workstation }) => isOnLine(workstation));
  return mayStillCome && now < row.to ? 'due' : 'no-show';
}
