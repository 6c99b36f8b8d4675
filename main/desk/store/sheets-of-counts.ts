/** A step of the book: sheets of days and months, and what the desk writes down for them. */
export const sheetsOfCounts = `
  -- Sheets of days (2026-11-24) and of months (2026-10) are kept in one way.
  ALTER TABLE sheets RENAME COLUMN day TO period;

  -- When a facilitator's screen was open.
  CREATE TABLE presence (from_at INTEGER PRIMARY KEY, to_at INTEGER NOT NULL) STRICT;

  -- What kept a workstation from being used, and until when; null = it still does.
  CREATE TABLE outages (
    id INTEGER PRIMARY KEY,
    workstation TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('away', 'out-of-service', 'maintenance')),
    from_at INTEGER NOT NULL,
    to_at INTEGER
  ) STRICT;
  CREATE INDEX outages_by_end ON outages (to_at);
  CREATE UNIQUE INDEX outages_now ON outages (workstation) WHERE to_at IS NULL;

  -- What the place was on a day that was counted: its workstations and its hours, as JSON. A day that is counted again is not judged by today's hours.
  CREATE TABLE counted_days (day TEXT PRIMARY KEY, workstations TEXT NOT NULL, open TEXT) STRICT;

  -- What a place may ask besides the topic; the year of birth is never kept. A support without a workstation has an id of its own as its session.
  ALTER TABLE supports ADD COLUMN gender TEXT;
  ALTER TABLE supports ADD COLUMN age TEXT;
  ALTER TABLE supports ADD COLUMN status TEXT;
  ALTER TABLE supports ADD COLUMN commune TEXT;
  ALTER TABLE supports ADD COLUMN equipment TEXT NOT NULL DEFAULT '[]';
  ALTER TABLE supports ADD COLUMN referral TEXT;
  CREATE INDEX supports_by_time ON supports (said_at);

  -- Months whose figures may have changed since their sheet was made.
  CREATE TABLE unsettled_months (month TEXT PRIMARY KEY) STRICT;

  -- What draws the lots by which cells are hidden: the same for every revision of a month, and known to nobody else.
  CREATE TABLE lots (only INTEGER PRIMARY KEY CHECK (only = 1), secret BLOB NOT NULL) STRICT;
  INSERT INTO lots VALUES (1, randomblob(32));

  -- Sheets have another form now: those that still wait are made again before they leave.
  INSERT OR IGNORE INTO unsettled_days (day) SELECT period FROM sheets WHERE waiting_since IS NOT NULL;
  `;
