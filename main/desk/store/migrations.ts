import { codesInOneRow } from './codes-in-one-row.ts';
import { seatsOverTime } from './seats-over-time.ts';
import { sheetsOfCounts } from './sheets-of-counts.ts';

/**
 * The desk's book, one step per entry; `user_version` counts the steps taken. A step that was released is never changed: a later one mends it.
 * Points of time are milliseconds since 1970, so that they compare whatever form they arrived in.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE accounts (name TEXT PRIMARY KEY, hash TEXT NOT NULL) STRICT;

  CREATE TABLE staff_sessions (
    token_hash BLOB PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (name) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE tickets (
    id TEXT PRIMARY KEY,
    minutes INTEGER NOT NULL,
    given_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    claimed_by TEXT,
    claimed_at INTEGER,
    started INTEGER NOT NULL DEFAULT 0,
    CHECK ((claimed_by IS NULL) = (claimed_at IS NULL))
  ) STRICT;
  CREATE INDEX tickets_by_expiry ON tickets (expires_at);
  CREATE INDEX tickets_by_gift ON tickets (given_at);

  -- Unique, so that a code opens one ticket on each workstation; hashes go when their ticket expires.
  CREATE TABLE ticket_hashes (
    workstation TEXT NOT NULL,
    hash TEXT NOT NULL,
    ticket TEXT NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
    PRIMARY KEY (workstation, hash)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX ticket_hashes_by_ticket ON ticket_hashes (ticket);

  CREATE TABLE facts (
    workstation TEXT NOT NULL,
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    session TEXT,
    at INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (workstation, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX facts_by_time ON facts (at);
  CREATE INDEX facts_by_session ON facts (session, kind);

  -- What a kiosk sent and the desk could not read, kept as it came for a person to look at.
  CREATE TABLE quarantine (
    id INTEGER PRIMARY KEY,
    workstation TEXT NOT NULL,
    body TEXT NOT NULL,
    problem TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    UNIQUE (workstation, body)
  ) STRICT;

  -- Days whose figures may have changed since their sheet was made.
  CREATE TABLE unsettled_days (day TEXT PRIMARY KEY) STRICT;

  CREATE TABLE sheets (
    day TEXT PRIMARY KEY,
    revision INTEGER NOT NULL,
    bytes TEXT NOT NULL,
    waiting_since INTEGER
  ) STRICT;
  CREATE INDEX sheets_waiting ON sheets (day) WHERE waiting_since IS NOT NULL;
  `,
  `
  -- How staff want sessions to be: one row, once something was set.
  CREATE TABLE place_rules (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    settings TEXT NOT NULL,
    maintenance_code TEXT
  ) STRICT;

  -- The session that was cut off and whose rest this ticket may take up, when that was, and what is left of it.
  ALTER TABLE tickets ADD COLUMN interrupted TEXT;
  ALTER TABLE tickets ADD COLUMN interrupted_at INTEGER;
  ALTER TABLE tickets ADD COLUMN left_seconds INTEGER;

  CREATE INDEX facts_by_ticket ON facts (json_extract(body, '$.ticket')) WHERE kind = 'session-started';

  -- Sheets now count extensions and people who were refused: those that still wait are made again before they leave.
  INSERT OR IGNORE INTO unsettled_days (day) SELECT day FROM sheets WHERE waiting_since IS NOT NULL;
  `,
  `
  -- Sites that staff opened to everybody here, those that were taken back too: who decided what, when and why.
  CREATE TABLE opened_sites (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL,
    reason TEXT NOT NULL,
    opened_by TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    closed_by TEXT,
    closed_at INTEGER,
    CHECK ((closed_by IS NULL) = (closed_at IS NULL))
  ) STRICT;
  CREATE UNIQUE INDEX opened_sites_now ON opened_sites (site) WHERE closed_at IS NULL;
  `,
  `
  -- What stands on the timeline. Cells are five minutes, counted from 1970.
  CREATE TABLE entries (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('booking', 'walk-in', 'workshop', 'closure', 'maintenance')),
    state TEXT NOT NULL CHECK (state IN ('pending', 'confirmed', 'cancelled')),
    from_cell INTEGER NOT NULL,
    to_cell INTEGER NOT NULL CHECK (from_cell < to_cell),
    title TEXT,
    purpose TEXT,
    group_id TEXT,
    person TEXT,
    workshop TEXT,
    -- Why a facilitator went over a rule, and who made it: an account, or null for a visitor alone.
    override TEXT,
    made_by TEXT,
    made_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    excused INTEGER NOT NULL DEFAULT 0,
    version INTEGER NOT NULL DEFAULT 1
  ) STRICT;
  CREATE INDEX entries_by_end ON entries (to_cell);
  CREATE INDEX entries_by_person ON entries (person, from_cell) WHERE person IS NOT NULL;

  -- The cells that an entry takes on one workstation. A released hold stays as a record and takes nothing.
  CREATE TABLE holds (
    id INTEGER PRIMARY KEY,
    entry TEXT NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
    workstation TEXT NOT NULL,
    from_cell INTEGER NOT NULL,
    to_cell INTEGER NOT NULL CHECK (from_cell < to_cell),
    ticket TEXT REFERENCES tickets (id),
    -- When the one who has it came, as the kiosk told.
    arrived_at INTEGER,
    -- 1: where the entry would move to, until that is settled.
    provisional INTEGER NOT NULL DEFAULT 0,
    released_at INTEGER
  ) STRICT;
  CREATE INDEX holds_by_entry ON holds (entry);
  CREATE INDEX holds_by_ticket ON holds (ticket) WHERE ticket IS NOT NULL;
  CREATE UNIQUE INDEX holds_by_cell ON holds (workstation, from_cell) WHERE released_at IS NULL;

  -- The rule of the book, as a tripwire: whoever writes has looked before, and this never fires. Live holds stand apart, so that only the last one
  -- that begins before the new one's end can reach into it.
  CREATE TRIGGER holds_apart BEFORE INSERT ON holds WHEN NEW.released_at IS NULL AND (
    SELECT to_cell FROM holds
    WHERE workstation = NEW.workstation AND released_at IS NULL AND from_cell < NEW.to_cell
    ORDER BY from_cell DESC LIMIT 1
  ) > NEW.from_cell
  BEGIN SELECT RAISE(ABORT, 'a cell is promised twice'); END;
  CREATE TRIGGER holds_stay_apart BEFORE UPDATE OF workstation, from_cell, to_cell, released_at ON holds
  WHEN NEW.released_at IS NULL AND (
    SELECT to_cell FROM holds
    WHERE workstation = NEW.workstation AND released_at IS NULL AND from_cell < NEW.to_cell AND id <> NEW.id
    ORDER BY from_cell DESC LIMIT 1
  ) > NEW.from_cell
  BEGIN SELECT RAISE(ABORT, 'a cell is promised twice'); END;

  -- Which slice each kiosk was given last, and until when the cells that nobody booked are its own.
  CREATE TABLE handovers (
    workstation TEXT PRIMARY KEY,
    epoch INTEGER NOT NULL,
    until_cell INTEGER NOT NULL
  ) STRICT;

  -- Only where the place chose to keep people.
  CREATE TABLE people (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    group_id TEXT,
    authorised INTEGER NOT NULL DEFAULT 0,
    barred_until INTEGER,
    bar_reason TEXT,
    made_at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    CHECK ((barred_until IS NULL) = (bar_reason IS NULL))
  ) STRICT;

  -- What help was given in a session: topics as a JSON list of words.
  CREATE TABLE supports (
    session TEXT PRIMARY KEY,
    topics TEXT NOT NULL,
    autonomy TEXT,
    said_at INTEGER NOT NULL
  ) STRICT;

  -- Calendars that others subscribe to; the token is the address.
  CREATE TABLE feeds (
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    token TEXT NOT NULL UNIQUE,
    PRIMARY KEY (kind, subject)
  ) STRICT;

  CREATE TABLE place_booking (only INTEGER PRIMARY KEY CHECK (only = 1), settings TEXT NOT NULL) STRICT;

  -- From when on a booking's code opens something; null = at once, a ticket.
  ALTER TABLE tickets ADD COLUMN valid_from INTEGER;
  `,
  `
  -- Who waits today: numbers, nobody's name.
  CREATE TABLE queue (
    id TEXT PRIMARY KEY,
    day TEXT NOT NULL,
    number INTEGER NOT NULL,
    joined_at INTEGER NOT NULL,
    -- Where in the line: when they came, or when they were called in vain.
    place_at INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    features TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'offered', 'placed', 'left')),
    called_in_vain INTEGER NOT NULL DEFAULT 0,
    -- What holds a workstation for this number, and until when. It is over then, whether or not anybody has written it down.
    entry TEXT,
    offered_until INTEGER,
    -- When they were sent to a workstation, or left.
    closed_at INTEGER,
    UNIQUE (day, number),
    CHECK ((state = 'offered') = (offered_until IS NOT NULL)),
    CHECK ((state IN ('placed', 'left')) = (closed_at IS NOT NULL))
  ) STRICT;
  CREATE INDEX queue_offers ON queue (offered_until) WHERE offered_until IS NOT NULL;
  CREATE INDEX queue_placed ON queue (closed_at) WHERE state = 'placed';

  -- The cell from which on it takes nothing more if nobody has come; null = as its kind says: bookings wait as long as the place wants, others for good.
  ALTER TABLE holds ADD COLUMN release_cell INTEGER;

  CREATE TABLE workshops (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    audience TEXT NOT NULL,
    seats INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    -- Nobody sees it any more; what took place stays.
    removed_at INTEGER,
    version INTEGER NOT NULL DEFAULT 1
  ) STRICT;

  CREATE TABLE registrations (
    id TEXT PRIMARY KEY,
    workshop TEXT NOT NULL REFERENCES workshops (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    person TEXT,
    standing TEXT NOT NULL CHECK (standing IN ('seated', 'waiting', 'cancelled')),
    made_at INTEGER NOT NULL,
    UNIQUE (workshop, number)
  ) STRICT;

  -- By session; without a row nobody has said anything.
  CREATE TABLE attendance (
    registration TEXT NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    entry TEXT NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
    present INTEGER NOT NULL,
    PRIMARY KEY (registration, entry)
  ) STRICT, WITHOUT ROWID;
  `,
  codesInOneRow,
  sheetsOfCounts,
  seatsOverTime,
];
