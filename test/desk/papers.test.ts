import { expect, test } from 'vitest';
import { KioskLine } from './kiosk-line.ts';
import { makePlace, movableClock, openDesk, seat } from './place.ts';
import { StaffClient } from './staff-client.ts';

async function open() {
  const place = await makePlace();
  const desk = await openDesk(place, { clock: movableClock('2026-12-02T09:00:00.000Z') });
  const staff = await StaffClient.signedIn(desk.address);
  for (const at of [0, 1]) (await KioskLine.welcomed(desk.address, seat(place, at))).holdSlices();
  return { staff };
}

const take = (kind: 'opening' | 'workshops', text: string, dryRun = false) => ({ kind, text, dryRun });

test('a template is taken in as it stands, and a dry run changes nothing', async () => {
  const { staff } = await open();
  const before = await staff.must('rules.read');
  const { template } = await staff.must('table.import', take('opening', '', true));
  const tried = await staff.must('table.import', take('opening', template, true));
  expect(tried).toMatchObject({ problems: [], notPlaced: [] });
  expect(tried.lines).toBeGreaterThan(0);
  expect(await staff.must('rules.read')).toEqual(before);
  await staff.must('table.import', take('opening', template));
  expect(await staff.must('rules.read')).not.toEqual(before);
});

test('opening hours take the place of the week, and a day unlike the others stands beside those that were', async () => {
  const { staff } = await open();
  const table = [
    'jour;date;de;à;fermé;motif',
    'lundi;;14:00;18:00;;',
    'lundi;;9h;12h;;',
    ';24/12/2026;;;oui;Veille de Noël',
  ];
  await staff.must('table.import', take('opening', table.join('\n')));
  const { week, exceptions } = await staff.must('rules.read');
  expect(week?.[0]).toEqual([
    { from: '09:00', to: '12:00' },
    { from: '14:00', to: '18:00' },
  ]);
  expect(exceptions).toEqual([{ day: '2026-12-24', hours: [], reason: 'Veille de Noël' }]);
});

test('with one wrong line nothing is taken in, and the line is named', async () => {
  const { staff } = await open();
  const table = 'jour;date;de;à;fermé;motif\nlundi;;9h;12h;;\nmardi;;25h;12h;;';
  const told = await staff.must('table.import', take('opening', table));
  expect(told.problems).toEqual([expect.objectContaining({ line: 3, found: '25h' })]);
  expect((await staff.must('rules.read')).week).toBeNull();
});

test('a place that keeps no hours is not closed by a table of days apart: its week comes first', async () => {
  const { staff } = await open();
  const days = 'jour;date;de;à;fermé;motif\n;24/12/2026;;;oui;Veille de Noël';
  for (const dryRun of [true, false]) {
    const told = await staff.must('table.import', take('opening', days, dryRun));
    expect(told.problems).toEqual([{ line: 2, field: 'jour', found: '', rule: 'week-first', accepted: [] }]);
  }
  expect(await staff.must('rules.read')).toMatchObject({ week: null, exceptions: [] });
  await staff.must('table.import', take('opening', 'jour;de;à\nlundi;9h;12h'));
  expect((await staff.must('table.import', take('opening', days))).problems).toEqual([]);
});

test('workshops come with their dates, and what finds no workstation is named', async () => {
  const { staff } = await open();
  const table = [
    'atelier;description;date;début;fin;places;postes;public',
    'Mails;Écrire;09/12/2026;14h;16h;8;2;Tous',
    'Mails;Écrire;10/12/2026;14h;16h;8;2;Tous',
    'Photos;Trier;09/12/2026;15h;17h;6;1;Tous',
  ];
  const told = await staff.must('table.import', take('workshops', table.join('\n')));
  expect(told).toMatchObject({ lines: 3, problems: [], notPlaced: [4] });
  const { workshops } = await staff.must('workshops.read');
  expect(workshops.find(({ title }) => title === 'Mails')?.sessions).toHaveLength(2);
});

test('a booking’s slip is a PDF with its code, for who knows the code', async () => {
  const { staff } = await open();
  const wish = { startsAt: '2026-12-02T11:00:00.000Z', minutes: 60, workstation: null, features: [], together: 1 };
  const made = await staff.must('booking.make', {
    wish: { ...wish, purpose: null, group: null, person: null },
    override: null,
  });
  const code = made.made ? (made.codes?.[0] ?? '') : '';
  const slip = await staff.must('slip.make', { code, language: 'fr' });
  expect(Buffer.from(slip.pdf, 'base64').toString('latin1')).toMatch(/^%PDF-/);
  expect(slip.text).toContain(code);
  expect((await staff.call('slip.make', { code: 'AAA-AAA', language: 'fr' })).problem?.code).toBe('not-found');
});
