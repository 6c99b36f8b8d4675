/** A day as the calendar of the runtime shows it, minute by minute: of the project's own reckoning it knows nothing. */
export interface Calendar {
  readonly zone: string;
  readonly day: string;
  /** Some hours before the day. */
  readonly from: number;
  /** Hour on the wall of each of its minutes, by when it begins. */
  readonly minutes: ReadonlyMap<number, string>;
}

export const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

export function calendarOf(zone: string, day: string): Calendar {
  const noon = Date.parse(`${day}T12:00:00Z`);
  const wall = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  const minutes = new Map<number, string>();
  for (let at = noon - 36 * hourMs; at < noon + 36 * hourMs; at += minuteMs) {
    const [date, time] = wall.format(at).split(' ');
    if (date === day && time !== undefined) minutes.set(at, time.slice(0, 2));
  }
  const [first = noon] = minutes.keys();
  return { zone, day, from: first - 4 * hourMs, minutes };
}
