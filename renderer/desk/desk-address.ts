/** The places of work in the menu. */
export const pages = ['room', 'day', 'week', 'queue', 'workshops', 'people', 'settings'] as const;

export type Page = (typeof pages)[number];

/** Where the facilitator is, as the part of the address after `#` keeps it: it can be sent to a colleague, and the browser's arrows go along it. */
export interface Address {
  readonly page: Page;
  /** Of the place's calendar, `2026-11-24`; null = the day that runs. */
  readonly day: string | null;
  /** The day as a list; else as a timeline. */
  readonly asList: boolean;
  /** Only the workstations of this room; null = of all. */
  readonly room: string | null;
}

/** What an address says; what it does not say, or says wrongly, is as at the beginning. */
export function addressIn(hash: string): Address {
  const [name = '', query = ''] = hash.replace(/^#/, '').split('?', 2);
  const said = new URLSearchParams(query);
  const day = said.get('day');
  return {
    page: pages.find((page) => page === name) ?? 'room',
    day: day !== null && isDay(day) ? day : null,
    asList: said.get('as') === 'list',
    room: said.get('room'),
  };
}

/** Only what matters on that page: the room’s address does not carry a day. */
export function hashOf({ page, day, asList, room }: Address): string {
  const said = new URLSearchParams();
  if (page !== 'day' && page !== 'week') return `#${page}`;
  if (day !== null) said.set('day', day);
  if (asList) said.set('as', 'list');
  if (room !== null) said.set('room', room);
  return said.size === 0 ? `#${page}` : `#${page}?${said.toString()}`;
}

const isDay = (text: string): boolean => {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  return at !== null && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
};
