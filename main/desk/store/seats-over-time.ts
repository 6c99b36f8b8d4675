/** A step of the book: who had a seat in a workshop when, so that a session that is over counts the same whatever comes after it. */
export const seatsOverTime = `
  -- When the registration was given a seat, and when it was given back; null = not. Of those that were given back before this was written down nobody
  -- knows when: they count for no session.
  ALTER TABLE registrations ADD COLUMN seated_at INTEGER;
  ALTER TABLE registrations ADD COLUMN left_at INTEGER;
  UPDATE registrations SET seated_at = made_at WHERE standing = 'seated';
  UPDATE registrations SET left_at = made_at WHERE standing = 'cancelled';
  `;
