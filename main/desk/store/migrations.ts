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
];
