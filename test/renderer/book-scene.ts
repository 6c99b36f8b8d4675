import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright';
import { firstPlaceBooking } from '../../contract/book/booking-rules.ts';
import type { Entry } from '../../contract/book/entries.ts';
import { bookOf, everyStanding, placed } from './book-day.ts';
import { type BookStage, openPage } from './book-stage.ts';
import type { FakeDesk } from './fake-desk.ts';
import { inMinutes, station } from './fake-place.ts';

/** The timeline's page of that busy Tuesday, before a desk that keeps what is done to it. */

export const made = placed({ station: 1, from: 90, to: 150 }, { id: '00000000-0000-4000-8000-0000000000cc' });

/** The busy Tuesday. What is changed there is seen at the next look. */
function play(desk: FakeDesk): void {
  let book = everyStanding();
  const put = (entry: Entry): Entry => {
    book = [...book.filter(({ id }) => id !== entry.id), entry];
    return entry;
  };
  const of = (id: string): Entry => book.find((entry) => entry.id === id) ?? made;
  // Well within a cell, since the page's clock ticks by the second.
  desk.tell({ now: inMinutes(1) });
  desk.answers['timeline.read'] = (days) => bookOf(book, days);
  desk.answers['booking-rules.read'] = () => firstPlaceBooking;
  desk.answers['booking.make'] = ({ wish }) => ({
    made: true,
    entry: put({ ...made, startsAt: wish.startsAt }),
    codes: ['K7M-4QX'],
  });
  desk.answers['booking.move'] = ({ entry, startsAt, minutes, workstation, version }) => ({
    made: true,
    entry: put({
      ...of(entry),
      ...{ startsAt, version: version + 1, workstations: [workstation ?? station(1).id] },
      endsAt: new Date(Date.parse(startsAt) + minutes * 60_000).toISOString(),
    }),
    codes: null,
  });
  desk.answers['booking.cancel'] = ({ entry, version }) => ({
    entry: put({ ...of(entry), standing: 'cancelled', version: version + 1 }),
  });
  desk.answers['booking.restore'] = ({ entry, version }) => ({
    made: true,
    entry: put({ ...of(entry), standing: 'expected', version: version + 1 }),
    codes: null,
  });
}

/** `hash`: what is looked at. */
export async function openBook(
  browser: Browser,
  { screens, hash, look = {} }: { screens: string; hash: string; look?: BrowserContextOptions },
): Promise<BookStage> {
  const stage = await openPage(browser, { screens, path: `/${hash}`, play, look });
  await stage.page.getByRole('main').getByRole('row').first().waitFor();
  return stage;
}

export const dialog = (page: Page): Locator => page.getByRole('dialog');
