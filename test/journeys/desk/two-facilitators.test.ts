import type { Route } from 'playwright';
import { expect, test, vi } from 'vitest';
import type { Entry } from '../../../contract/book/entries.ts';
import { openWaitMs } from '../../desk/waits.ts';
import { AtTheDesk, portOf } from './at-the-desk.ts';
import { builtDesk } from './built-desk.ts';
import { camille, dominique, openLivedPlace, sitsDown, type LivedPlace } from './lived-place.ts';

const built = builtDesk();

async function openTwo(page: 'Salle' | 'Jour'): Promise<{ lived: LivedPlace; two: readonly [AtTheDesk, AtTheDesk] }> {
  const lived = await openLivedPlace(built.screens);
  const arrive = async (login: typeof camille): Promise<AtTheDesk> => {
    const one = await AtTheDesk.signedIn(built.browser, { port: portOf(lived.address), login });
    await one.goesTo(page);
    return one;
  };
  return { lived, two: await Promise.all([arrive(camille), arrive(dominique)]) };
}

const today = { from: '2026-11-24', to: '2026-11-24' };

test('two who want the same slot of the same workstation: one has it, the other is offered the workstation beside it', async () => {
  const { lived, two } = await openTwo('Jour');
  await Promise.all(two.map((one) => one.fillsInBooking({ from: '16:00', workstation: 'Poste 1' })));
  await sendTogether(two, '/api/bookings');
  await Promise.all(two.map((one) => one.button('Réserver', one.dialog).click()));
  await Promise.all(two.map((one) => one.reads(/C’est réservé|Ce n’est pas réservé/)));
  const [faster, slower] = await inOrder(two, 'C’est réservé');
  await slower.reads('C’est déjà pris', slower.dialog);
  await slower.button('16 h 00 sur Poste 2', slower.dialog).click();
  await slower.reads('C’est réservé');
  await Promise.all(two.map((one) => one.button('Terminé', one.dialog).click()));
  // Each sees what the other did, without asking for it.
  for (const one of [faster, slower]) await one.page.locator('[data-entry]').nth(1).waitFor();
  const { entries } = await lived.staff.must('timeline.read', today);
  const taken = new Set(entries.flatMap(({ workstations }) => workstations));
  expect([entries.length, taken]).toEqual([2, new Set(lived.kiosks.map(({ workstation }) => workstation))]);
});

test('two who extend the same session: it goes on once, and both see until when', async () => {
  const { lived, two } = await openTwo('Salle');
  const [kiosk] = lived.kiosks;
  if (kiosk === undefined) throw new Error('no kiosk');
  await sitsDown(lived, kiosk, 30);
  for (const one of two) {
    await one.button('Prolonger la séance, Poste 1').click();
    await one.button('15 minutes', one.dialog).click();
    await one.reads('Rien ne s’y oppose', one.dialog);
  }
  const told = await two[0].dialog.getByText(/durera jusqu’à/).innerText();
  const until = /\d+\sh\s\d+/.exec(told)?.[0] ?? '';
  await sendTogether(two, '/api/workstations/extend-session');
  await Promise.all(two.map((one) => one.button('Prolonger', one.dialog).click()));
  const [, slower] = await inOrder(two, null);
  await slower.reads('Cela a changé entre-temps', slower.dialog);
  for (const one of two) await one.reads(`jusqu’à ${until}`, one.card('Poste 1'));
});

test('two who move and cancel the same booking: one does it, the other is told how it is now', async () => {
  const { lived, two } = await openTwo('Jour');
  const entry = await booked(lived, '2026-11-24T15:00:00.000Z');
  const [mover, canceller] = two;
  for (const one of two) await one.opensEntry(entry);
  await mover.button('Modifier', mover.dialog).click();
  await mover.dialog.getByLabel('Début').fill('17:30');
  await sendTogether(two, '/api/bookings/{move,cancel}');
  await Promise.all([
    mover.button('Enregistrer le changement', mover.dialog).click(),
    canceller.button('Annuler la réservation', canceller.dialog).click(),
  ]);
  const [faster, slower] = await inOrder(two, null);
  await slower.reads(
    faster === mover ? /Rien n’a été écrasé|Ce n’est plus possible/ : 'Rien n’a été écrasé',
    slower.dialog,
  );
  await slower.reads(faster === mover ? '17 h 30' : /annulé/, slower.dialog);
  const { entry: now } = await lived.staff.must('entry.read', { entry: entry.id });
  expect(now).toMatchObject(
    faster === mover
      ? { standing: 'expected', startsAt: '2026-11-24T16:30:00.000Z' }
      : { standing: 'cancelled', startsAt: entry.startsAt },
  );
});

test('a form over a booking that somebody else moves says so before anything is sent, and goes on from there', async () => {
  const { lived, two } = await openTwo('Jour');
  const entry = await booked(lived, '2026-11-24T15:00:00.000Z');
  const [slow, quick] = two;
  await slow.opensEntry(entry);
  await slow.button('Modifier', slow.dialog).click();
  await slow.dialog.getByLabel('Début').fill('18:00');
  await quick.opensEntry(entry);
  await quick.button('Modifier', quick.dialog).click();
  await quick.dialog.getByLabel('Début').fill('15:15');
  await quick.button('Enregistrer le changement', quick.dialog).click();
  await slow.reads('Quelqu’un a changé cette réservation entre-temps', slow.dialog);
  await slow.reads('15 h 15', slow.dialog);
  expect(await slow.button('Enregistrer le changement', slow.dialog).isDisabled()).toBe(true);
  await slow.button('Repartir de là', slow.dialog).click();
  await slow.dialog.getByLabel('Début').fill('18:00');
  await slow.button('Enregistrer le changement', slow.dialog).click();
  await quick.page.getByRole('gridcell', { name: /18\sh\s00/ }).waitFor();
});

test('a form over a booking that somebody else cancels says so before anything is sent', async () => {
  const { lived, two } = await openTwo('Jour');
  const { id, version } = await booked(lived, '2026-11-24T15:00:00.000Z');
  const [slow, quick] = two;
  await slow.opensEntry({ id });
  await slow.button('Modifier', slow.dialog).click();
  await quick.opensEntry({ id });
  await quick.button('Annuler la réservation', quick.dialog).click();
  await slow.reads('Quelqu’un a changé cette réservation entre-temps', slow.dialog);
  await slow.reads(/annulé/, slow.dialog);
  expect(await slow.button('Enregistrer le changement', slow.dialog).isDisabled()).toBe(true);
  const { entry } = await lived.staff.must('entry.read', { entry: id });
  expect(entry).toMatchObject({ standing: 'cancelled', version: version + 1 });
});

/** Somebody booked the first workstation for half an hour from then on. */
async function booked({ staff, kiosks }: LivedPlace, startsAt: string): Promise<Entry> {
  const place = { startsAt, minutes: 30, workstation: kiosks[0]?.workstation ?? null, features: [], together: 1 };
  const answer = await staff.must('booking.make', {
    wish: { ...place, purpose: null, group: null, person: null },
    override: null,
  });
  if (!answer.made) throw new Error(answer.broken.join());
  return answer.entry;
}

/** What both ask there leaves their browsers once both have asked: neither can have seen what the other did. */
async function sendTogether(two: readonly AtTheDesk[], path: string): Promise<void> {
  const { promise: bothAsked, resolve } = Promise.withResolvers<undefined>();
  let asked = 0;
  const hold = async (route: Route): Promise<void> => {
    asked += 1;
    if (asked === two.length) resolve(undefined);
    await bothAsked;
    await route.continue();
  };
  for (const { page } of two) await page.route(`**${path}`, hold);
}

/** Who got it first: the one whose page says so, or whose question has closed. */
async function inOrder(
  [one, other]: readonly [AtTheDesk, AtTheDesk],
  sign: string | null,
): Promise<readonly [AtTheDesk, AtTheDesk]> {
  const has = async ({ page, dialog }: AtTheDesk): Promise<boolean> =>
    sign === null ? (await dialog.count()) === 0 : page.getByText(sign).isVisible();
  await vi.waitFor(async () => {
    const got = [await has(one), await has(other)].filter(Boolean).length;
    if (got !== 1) throw new Error(`${got} of them got it`);
  }, openWaitMs);
  return (await has(one)) ? [one, other] : [other, one];
}
