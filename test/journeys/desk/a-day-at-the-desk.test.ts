import { expect, test } from 'vitest';
import type { Entry } from '../../../contract/book/entries.ts';
import type { PlaceSettings } from '../../../contract/desk-routes.ts';
import { AtTheDesk, portOf } from './at-the-desk.ts';
import { builtDesk } from './built-desk.ts';
import { answersCall, camille, type LivedKiosk, openLivedPlace, type LivedPlace, phase } from './lived-place.ts';

const built = builtDesk();

interface Scene {
  readonly lived: LivedPlace;
  readonly one: AtTheDesk;
  readonly kiosk: LivedKiosk;
  readonly book: (day?: string) => Promise<Entry[]>;
}

async function open(): Promise<Scene> {
  const lived = await openLivedPlace(built.screens);
  const one = await AtTheDesk.signedIn(built.browser, { port: portOf(lived.address), login: camille });
  const [kiosk] = lived.kiosks;
  if (kiosk === undefined) throw new Error('no kiosk');
  const book = async (day = '2026-11-24'): Promise<Entry[]> =>
    (await lived.staff.must('timeline.read', { from: day, to: day })).entries;
  return { lived, one, kiosk, book };
}

/** Open at those hours, every day. */
async function keepsHours({ staff }: LivedPlace, from: string, to: string): Promise<void> {
  const settings: PlaceSettings = await staff.must('rules.read');
  await staff.must('rules.write', { ...settings, week: Array.from({ length: 7 }, () => [{ from, to }]) });
}

test('the room: somebody is placed, extended, unlocked and sent home; what it was about is told, and the workstation goes into repair and back', async () => {
  const { one, kiosk, lived } = await open();
  const card = one.card('Poste 1');
  await one.button('Placer ici, Poste 1').click();
  await one.button('30 minutes', one.dialog).click();
  await one.dialog.getByLabel('Repère affiché').fill('41');
  await one.button('Placer ici', one.dialog).click();
  await one.reads('Appelé', card);
  await answersCall(kiosk.host);
  await one.reads('Occupé', card);

  await one.button('Prolonger la séance, Poste 1').click();
  await one.button('15 minutes', one.dialog).click();
  await one.reads('Rien ne s’y oppose', one.dialog);
  const until = /\d+\sh\s\d+/.exec(await one.dialog.getByText(/durera jusqu’à/).innerText())?.[0] ?? '';
  await one.button('Prolonger', one.dialog).click();
  await one.reads(`jusqu’à ${until}`, card);

  await kiosk.host.call('session.pause', { code: '1984' });
  await one.button('Déverrouiller, Poste 1').click();
  await phase(kiosk.host, 'active');
  await kiosk.host.call('help.call', {});
  await one.button('J’y vais, Poste 1').click();
  await one.reads('Personne n’appelle');

  await one.button('Terminer la séance, Poste 1').click();
  await one.button('Terminer la séance', one.dialog).click();
  await one.reads('Libre', card);
  await one.button('En dire plus').click();
  await one.page.getByLabel('Logement').check();
  await one.button('Noter', one.dialog).click();
  await one.page.getByText('C’était pour quoi').waitFor({ state: 'detached' });
  expect((await lived.staff.must('room.read')).undescribed).toEqual([]);

  await one.button('Entretien, Poste 1').click();
  await phase(kiosk.host, 'maintenance');
  await one.button('Remettre en service, Poste 1').click();
  await phase(kiosk.host, 'free');
  await one.reads('Libre', card);
  expect(one.complaints).toEqual([]);
});

test('the day: the same booking by mouse and by keys, moved by its form, and taken back', async () => {
  const { one, lived, book } = await open();
  await keepsHours(lived, '09:00', '19:00');
  await one.goesTo('Jour');
  const [byMouse, byKeys] = lived.kiosks;
  const lane = await one.page.locator(`[data-lane="${byMouse?.workstation ?? ''}"]`).boundingBox();
  if (lane === null) throw new Error('the row is not drawn');
  // From eight to eight; a little after four.
  await one.page.mouse.click(lane.x + (lane.width * 8.1) / 12, lane.y + lane.height / 2);
  await one.button('30 min', one.dialog).click();
  await one.button('Réserver', one.dialog).click();
  await one.reads('C’est réservé');
  await one.button('Terminé', one.dialog).click();

  await one.button('Réserver').press('Enter');
  await one.dialog.getByLabel('Début').fill('16:00');
  await one.dialog.getByRole('combobox', { name: 'Poste' }).selectOption({ label: byKeys?.name ?? '' });
  await one.button('30 min', one.dialog).press('Enter');
  await one.button('Réserver', one.dialog).press('Enter');
  await one.reads('C’est réservé');
  await one.page.keyboard.press('Escape');
  await one.dialog.waitFor({ state: 'detached' });
  const [first, second] = await book();
  const asBooked = ({ startsAt, endsAt, kind, standing }: Partial<Entry> = {}) => ({
    startsAt,
    endsAt,
    kind,
    standing,
  });
  expect(asBooked(first)).toEqual(asBooked(second));
  expect(first?.startsAt).toBe('2026-11-24T15:00:00.000Z');

  if (second === undefined) throw new Error('no second booking');
  await one.opensEntry(second);
  await one.button('Modifier', one.dialog).click();
  await one.dialog.getByLabel('Début').fill('17:00');
  await one.button('Enregistrer le changement', one.dialog).press('Enter');
  await one.page.getByRole('gridcell', { name: /17\sh\s00/ }).waitFor();
  await one.button('Revenir en arrière').click();
  await one.reads('C’est comme avant');
  expect((await book()).map(({ startsAt }) => startsAt)).toEqual([first?.startsAt, first?.startsAt]);

  await one.opensEntry(second);
  await one.button('Annuler la réservation', one.dialog).click();
  await one.reads('Annulé');
  expect(await book()).toHaveLength(1);
  await one.button('Revenir en arrière').click();
  await one.reads('C’est comme avant');
  expect(await book()).toHaveLength(2);
});

test('the next free hour for two neighbours on Thursday is behind what stands there, and a code each', async () => {
  const { one, lived, book } = await open();
  await keepsHours(lived, '09:00', '12:00');
  const taken = {
    startsAt: '2026-11-26T08:00:00.000Z',
    minutes: 45,
    workstation: lived.kiosks[1]?.workstation ?? null,
  };
  const rest = { features: [], together: 1, purpose: null, group: null, person: null };
  await lived.staff.must('booking.make', { wish: { ...taken, ...rest }, override: null });
  await one.goesTo('Semaine');
  await one.button('Créneau libre').click();
  await one.dialog.getByLabel('Postes côte à côte').fill('2');
  await one.dialog.getByLabel('Du', { exact: true }).fill('2026-11-26');
  await one.dialog.getByLabel('Au', { exact: true }).fill('2026-11-26');
  await one.page.keyboard.press('Enter');
  await one
    .button(/^Réserver, jeudi 26 novembre/)
    .first()
    .click();
  await one.reads('C’est réservé');
  expect((await one.dialog.innerText()).match(/[2-9A-Z]{3}-[2-9A-Z]{3}/g)).toHaveLength(2);
  const both = (await book('2026-11-26')).find(({ workstations }) => workstations.length === 2);
  expect(both).toMatchObject({ startsAt: '2026-11-26T08:45:00.000Z', endsAt: '2026-11-26T09:45:00.000Z' });
});

test('a tab that is killed over a half-filled form: who opens it again is where they were, and nothing is half done', async () => {
  const { one, book } = await open();
  await one.goesTo('Jour');
  await one.button('Jour suivant').click();
  await one.page.getByRole('heading', { level: 1, name: /25 novembre/ }).waitFor();
  await one.fillsInBooking({ from: '10:00', workstation: 'Poste 1' });
  await one.killsTab();
  await one.page.getByRole('heading', { level: 1, name: /25 novembre/ }).waitFor();
  expect(await one.dialog.count()).toBe(0);
  expect(await book('2026-11-25')).toEqual([]);
  await one.fillsInBooking({ from: '10:00', workstation: 'Poste 1' });
  await one.button('Réserver', one.dialog).click();
  await one.reads('C’est réservé');
  expect(await book('2026-11-25')).toHaveLength(1);
});
