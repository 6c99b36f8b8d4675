/** A step of the desk's book: a row for each code and workstation becomes one row for each code. */
export const codesInOneRow = `
  -- The keys of workstations that codes are hashed under. A hash stands among those of a code at its key's place, counted from 0; no place is ever
  -- given again. mark: tells a key from the one before it; null = of a book that did not tell them apart.
  CREATE TABLE code_keys (
    place INTEGER PRIMARY KEY,
    workstation TEXT NOT NULL,
    mark TEXT,
    UNIQUE (workstation, mark)
  ) STRICT;
  INSERT INTO code_keys (place, workstation)
    SELECT row_number() OVER (ORDER BY workstation) - 1, workstation FROM (SELECT DISTINCT workstation FROM ticket_hashes);

  -- One row for each code instead of one for each code and workstation. hashes: 64 digits for each place, or spaces. hash: the one of them at the
  -- place "finder", by which a code is found. Unique, so that a code opens one ticket; hashes go when their ticket expires.
  ALTER TABLE ticket_hashes RENAME TO hashes_by_workstation;
  CREATE TABLE ticket_hashes (
    ticket TEXT PRIMARY KEY REFERENCES tickets (id) ON DELETE CASCADE,
    finder INTEGER NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    hashes TEXT NOT NULL
  ) STRICT;
  INSERT INTO ticket_hashes (ticket, finder, hash, hashes)
    SELECT codes.ticket, min(CASE WHEN one.hash IS NOT NULL THEN place END), one.hash,
      group_concat(coalesce(one.hash, printf('%64s', '')), '' ORDER BY place)
    FROM (SELECT DISTINCT ticket FROM hashes_by_workstation) AS codes
    CROSS JOIN code_keys
    LEFT JOIN hashes_by_workstation AS one ON one.ticket = codes.ticket AND one.workstation = code_keys.workstation
    GROUP BY codes.ticket;
  DROP TABLE hashes_by_workstation;
`;
