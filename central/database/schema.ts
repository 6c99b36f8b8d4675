import type { ColumnType } from 'kysely';
import type { KeyMeasure } from '../../contract/figures/measures.ts';

/**
 * Central's tables, in the few column types that SQLite and PostgreSQL share: instants, days and keys are text, yes and no are 1 and 0.
 * What a place signed is kept as the very text that it signed, packed (`packed.ts`).
 */
export interface Schema {
  readonly places: PlacesTable;
  readonly day_sheets: DaySheetsTable;
  readonly month_sheets: MonthSheetsTable;
  readonly rollups: RollupsTable;
  readonly quarantined_sheets: QuarantinedSheetsTable;
  readonly central_state: StateTable;
  readonly accounts: AccountsTable;
  readonly account_sessions: AccountSessionsTable;
}

interface PlacesTable {
  readonly id: string;
  readonly name: string;
  readonly commune: string;
  /** INSEE. Null: it left the directory before codes were asked for, and counts in the network alone. */
  readonly commune_code: string | null;
  /** 0 = no longer in the directory: its past figures stay, nothing new is taken from it. */
  readonly listed: number;
  readonly last_heard_at: string | null;
  /** The first and the last day that counts; null = none does. */
  readonly first_day: string | null;
  readonly last_day: string | null;
}

type Underscored<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}_${Underscored<Tail>}`
  : Name;

/** A key measure as a column: `open_days`. */
export type KeyColumn = Underscored<KeyMeasure>;

export type KeyColumns = Readonly<Record<KeyColumn, number>>;

export interface StoredSheet {
  readonly place: string;
  readonly revision: number;
  readonly computed_at: string;
  /** 0 = it looks wrong, and nobody has confirmed it: it stands in no figure. */
  readonly counted: number;
  /** Why it looks wrong, as JSON; null = it does not. */
  readonly doubts: string | null;
  readonly confirmed_by: string | null;
  readonly confirmed_at: string | null;
  readonly received_at: string;
  readonly signature: string;
  readonly sheet: Packed;
}

type Packed = ColumnType<Uint8Array, Uint8Array, Uint8Array>;

/** One row for each place and day: the latest revision, with its key measures. Partitioned by month where the database can. */
export interface DaySheetsTable extends StoredSheet, KeyColumns {
  readonly day: string;
}

/** One row for each place and month: the latest revision. */
export interface MonthSheetsTable extends StoredSheet {
  readonly month: string;
}

/** Sums of the sheets that count: for a place by month and year, for a commune and the network by day too. No row = nothing is known. */
export interface RollupsTable extends KeyColumns {
  readonly grain: string;
  /** `2026-11-12`, `2026-11`, `2026`. */
  readonly period: string;
  /** As in `contract/central-routes.ts`. */
  readonly scope: string;
  /** Day sheets that are in it. */
  readonly days_heard: number;
  /** All that is counted, packed (`packed-counts.ts`). */
  readonly counts: Packed;
}

/** Rightly signed sheets that nobody may count: kept for a person to look at, one row however often they are sent. */
interface QuarantinedSheetsTable {
  readonly place: string;
  /** SHA-256 of the sheet, hex. */
  readonly digest: string;
  readonly problem_code: string;
  readonly problem_where: string;
  readonly problem_expected: string;
  readonly sheet: Packed;
  readonly signature: string;
  readonly received_at: string;
}

/** What is under way in the database itself. */
interface StateTable {
  readonly name: string;
  readonly value: string;
}

interface AccountsTable {
  readonly name: string;
  readonly password_hash: string;
}

interface AccountSessionsTable {
  /** SHA-256 of the cookie's token, hex: whoever reads the file cannot sign in with it. */
  readonly token_hash: string;
  readonly account: string;
  readonly expires_at: string;
}
