/**
 * Central's tables, in the few column types that SQLite and PostgreSQL share: instants, days and keys are text, yes and no are 1 and 0.
 * What a place signed is kept as the very text that it signed.
 */
export interface Schema {
  readonly places: PlacesTable;
  readonly day_sheets: DaySheetsTable;
  readonly quarantined_sheets: QuarantinedSheetsTable;
  readonly accounts: AccountsTable;
  readonly account_sessions: AccountSessionsTable;
}

interface PlacesTable {
  readonly id: string;
  readonly name: string;
  readonly commune: string;
  /** 0 = no longer in the directory: its past figures stay, nothing new is taken from it. */
  readonly listed: number;
  readonly last_heard_at: string | null;
}

/** One row for each place and day: the latest revision. The counters stand beside the sheet that they were read from. */
interface DaySheetsTable {
  readonly place: string;
  readonly day: string;
  readonly revision: number;
  readonly computed_at: string;
  readonly sessions: number;
  readonly occupied_minutes: number;
  readonly sheet: string;
  readonly signature: string;
  readonly received_at: string;
}

/** Rightly signed sheets that nobody may count: kept for a person to look at, one row however often they are sent. */
interface QuarantinedSheetsTable {
  readonly place: string;
  /** SHA-256 of the sheet, hex. */
  readonly digest: string;
  readonly problem_code: string;
  readonly problem_where: string;
  readonly problem_expected: string;
  readonly sheet: string;
  readonly signature: string;
  readonly received_at: string;
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
