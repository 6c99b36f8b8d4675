/** The kiosk's store, one step per entry; `user_version` counts the steps taken. A step that was released is never changed: a later one mends it. */
export const migrations: readonly string[] = [
  `
  -- What the desk has not yet acknowledged. Numbers rise for ever, also over a store that had to be rebuilt: the desk takes
  -- a number that it knows for a repetition, so a new file starts above whatever an older one can have reached.
  CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    fact TEXT NOT NULL,
    unreadable INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  INSERT INTO sqlite_sequence (name, seq) VALUES ('outbox', unixepoch() * 1000);

  -- The session that began and is not yet wiped: at most one.
  CREATE TABLE running (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    session TEXT NOT NULL,
    noted_at TEXT NOT NULL,
    used_seconds INTEGER NOT NULL,
    ended INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  -- Tickets used here that the slice below may still offer.
  CREATE TABLE spent_tickets (ticket TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

  CREATE TABLE slice (one INTEGER PRIMARY KEY CHECK (one = 1), body TEXT NOT NULL) STRICT;

  CREATE TABLE wrong_tries (one INTEGER PRIMARY KEY CHECK (one = 1), tries INTEGER NOT NULL) STRICT;
  INSERT INTO wrong_tries (one, tries) VALUES (1, 0);
  `,
  `
  -- What the rest of a session needs that a power cut may interrupt.
  ALTER TABLE running ADD COLUMN ticket TEXT;
  ALTER TABLE running ADD COLUMN access TEXT NOT NULL DEFAULT 'ticket';
  ALTER TABLE running ADD COLUMN code_hash TEXT;
  ALTER TABLE running ADD COLUMN length_seconds INTEGER NOT NULL DEFAULT 0;

  -- What sessions left that were cut off here, for whoever shows the same code in time.
  CREATE TABLE resumable (
    ticket TEXT PRIMARY KEY,
    access TEXT NOT NULL,
    code_hash TEXT NOT NULL,
    left_seconds INTEGER NOT NULL,
    cut_at TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- Use of cards here that the slice above may not know of yet: a card opens many sessions, and their sum is limited.
  CREATE TABLE card_use (ticket TEXT PRIMARY KEY, seconds INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `,
  `
  -- What a wipe left, until a facilitator has seen it: kinds of places, as JSON.
  CREATE TABLE traces (one INTEGER PRIMARY KEY CHECK (one = 1), kinds TEXT NOT NULL) STRICT;

  -- What was planted in the browser that lives, so that a start after a power cut knows what to look for.
  CREATE TABLE witness (one INTEGER PRIMARY KEY CHECK (one = 1), token TEXT NOT NULL) STRICT;
  `,
  `
  -- How far this machine's clock was off the desk's, in milliseconds, when the desk last said.
  CREATE TABLE place_clock (one INTEGER PRIMARY KEY CHECK (one = 1), offset_ms INTEGER NOT NULL) STRICT;
  INSERT INTO place_clock (one, offset_ms) VALUES (1, 0);
  `,
];
