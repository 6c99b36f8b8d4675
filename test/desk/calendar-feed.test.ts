import fc from 'fast-check';
import ICAL from 'ical.js';
import nodeIcal from 'node-ical';
import { describe, expect, test } from 'vitest';
import { calendarFeed, type FeedEntry } from '../../main/desk/feeds/calendar-feed.ts';

const hourMs = 60 * 60_000;

const entryAt = (startsAt: number, changes: Partial<FeedEntry> = {}): FeedEntry => ({
  uid: 'a1@escale',
  sequence: 0,
  isCancelled: false,
  startsAt,
  endsAt: startsAt + hourMs,
  changedAt: Date.parse('2026-03-01T10:00:00Z'),
  summary: 'Atelier',
  location: 'Salle 1',
  ...changes,
});

interface ReadBack {
  readonly uid: string;
  readonly sequence: number;
  readonly isCancelled: boolean;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly changedAt: number;
  readonly summary: string;
  readonly location: string;
}

const byUid = (one: ReadBack, other: ReadBack): number => (one.uid < other.uid ? -1 : 1);

/** By Mozilla's reader, with the zone that the file itself brings. */
function byIcalJs(text: string): ReadBack[] {
  const calendar = new ICAL.Component(ICAL.parse(text) as never);
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  const read = calendar.getAllSubcomponents('vevent').map((component): ReadBack => {
    const event = new ICAL.Event(component);
    const stamp = component.getFirstPropertyValue('dtstamp') as ICAL.Time;
    return {
      uid: event.uid,
      sequence: event.sequence,
      isCancelled: component.getFirstPropertyValue('status') === 'CANCELLED',
      startsAt: event.startDate.toJSDate().getTime(),
      endsAt: event.endDate.toJSDate().getTime(),
      changedAt: stamp.toJSDate().getTime(),
      summary: event.summary,
      location: event.location,
    };
  });
  ICAL.TimezoneService.reset();
  return read.sort(byUid);
}

/** With parameters, a text is an object. */
const textOf = (value: string | { val: string } | undefined): string =>
  typeof value === 'object' ? value.val : (value ?? '');

/** By the reader that many Node programs use. */
function byNodeIcal(text: string): ReadBack[] {
  return Object.values(nodeIcal.sync.parseICS(text))
    .flatMap((component): ReadBack[] =>
      component?.type === 'VEVENT'
        ? [
            {
              uid: component.uid,
              sequence: Number(component.sequence),
              isCancelled: component.status === 'CANCELLED',
              startsAt: component.start.getTime(),
              endsAt: component.end?.getTime() ?? 0,
              changedAt: component.dtstamp.getTime(),
              summary: textOf(component.summary),
              location: textOf(component.location),
            },
          ]
        : [],
    )
    .sort(byUid);
}

const readers = { 'ical.js': byIcalJs, 'node-ical': byNodeIcal };

describe.each(Object.entries(readers))('read back by %s', (_name, read) => {
  test.each([
    ['Europe/Paris', '2026-03-29T00:30:00Z'],
    ['Europe/Paris', '2026-10-25T00:30:00Z'],
    ['America/Guadeloupe', '2026-07-01T12:00:00Z'],
    ['America/Miquelon', '2026-03-08T05:30:00Z'],
    ['Pacific/Auckland', '2026-04-04T13:30:00Z'],
    ['UTC', '2026-07-01T12:00:00Z'],
  ])('an hour in %s from %s on is that hour', (zone, startsAt) => {
    const entries = [entryAt(Date.parse(startsAt), { endsAt: Date.parse(startsAt) + 3 * hourMs })];
    expect(read(calendarFeed({ name: 'Ateliers', zone, entries }))).toEqual(entries);
  });

  test('a title keeps its commas, lines, accents and pictures, however long it is', () => {
    const summary = `Tablette, « débuter » ; suite\nà 2 heures \\ 😀 ${'très long '.repeat(20)}fin`;
    const entries = [entryAt(Date.parse('2026-07-01T12:00:00Z'), { summary })];
    expect(read(calendarFeed({ name: 'Ateliers', zone: 'Europe/Paris', entries }))).toEqual(entries);
  });

  test('what was moved has the same name and a higher number, and what was cancelled says so', () => {
    const moved = entryAt(Date.parse('2026-07-01T13:00:00Z'), { sequence: 3, isCancelled: true });
    expect(read(calendarFeed({ name: 'Ateliers', zone: 'Europe/Paris', entries: [moved] }))).toEqual([moved]);
  });

  test('what nobody can see in a text is left out of it', () => {
    const entries = [entryAt(Date.parse('2026-07-01T12:00:00Z'), { summary: 'a\u0000b\u0007c\u007Fd' })];
    const [found] = read(calendarFeed({ name: 'Ateliers', zone: 'Europe/Paris', entries }));
    expect(found?.summary).toBe('abcd');
  });

  test('an empty one is a calendar', () => {
    expect(read(calendarFeed({ name: 'Ateliers', zone: 'Europe/Paris', entries: [] }))).toEqual([]);
  });
});

test('the name of a calendar is text and nothing else, whatever it is', () => {
  const name = 'Médiathèque, salle 1; étage\r\nBEGIN:VEVENT\nX-OTHER:1';
  const entries = [entryAt(Date.parse('2026-07-01T12:00:00Z'))];
  const text = calendarFeed({ name, zone: 'Europe/Paris', entries });
  expect(text).toContain('\r\nNAME:Médiathèque\\, salle 1\\; étage BEGIN:VEVENT X-OTHER:1\r\n');
  for (const read of Object.values(readers)) expect(read(text)).toEqual(entries);
});

/** Where the book's cells begin. */
const instant = fc
  .integer({ min: Date.parse('2025-01-01T00:00:00Z') / 300_000, max: Date.parse('2028-01-01T00:00:00Z') / 300_000 })
  .map((cell) => cell * 300_000);
const zones = fc.constantFrom('Europe/Paris', 'America/Miquelon', 'Indian/Reunion', 'Pacific/Auckland');

test('any entries in any zone are read back as they were by both', () => {
  fc.assert(
    fc.property(
      zones,
      fc.array(instant, { minLength: 1, maxLength: 6 }),
      fc.nat({ max: 9 }),
      (zone, starts, sequence) => {
        const entries = starts.map((startsAt, at) => entryAt(startsAt, { uid: `e${at}@escale`, sequence }));
        const text = calendarFeed({ name: 'Salle 1', zone, entries });
        for (const read of Object.values(readers)) expect(read(text)).toEqual(entries);
      },
    ),
    { numRuns: 300 },
  );
});

test('the same entries are the same bytes, and no line is longer than readers take', () => {
  const feed = { name: 'Ateliers', zone: 'Europe/Paris', entries: [entryAt(0, { summary: 'é'.repeat(300) })] };
  expect(calendarFeed(feed)).toBe(calendarFeed(feed));
  for (const line of calendarFeed(feed).split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
});
