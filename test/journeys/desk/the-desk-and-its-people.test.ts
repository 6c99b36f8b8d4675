import { expect, test } from 'vitest';
import { AtTheDesk, portOf } from './at-the-desk.ts';
import { builtDesk } from './built-desk.ts';
import { camille, openLivedPlace, type LivedKiosk, type LivedPlace, phase, sitsDown } from './lived-place.ts';

const built = builtDesk();

const minuteMs = 60_000;

interface Scene {
  readonly lived: LivedPlace;
  readonly one: AtTheDesk;
  readonly kiosk: LivedKiosk;
}

async function open(seats: number): Promise<Scene> {
  const lived = await openLivedPlace(built.screens, { seats });
  const one = await AtTheDesk.signedIn(built.browser, { port: portOf(lived.address), login: camille });
  const [kiosk] = lived.kiosks;
  if (kiosk === undefined) throw new Error('no kiosk');
  return { lived, one, kiosk };
}

test('the queue: two numbers wait; the first does not come in time, and the second is sent to the workstation', async () => {
  const { lived, one, kiosk } = await open(1);
  await sitsDown(lived, kiosk, 30);
  await one.goesTo(/^File d’attente/);
  for (const number of [1, 2]) {
    await one.button('Donner un numéro').click();
    await one.button(/^30/, one.dialog).click();
    await one.page.getByLabel(`Numéro ${number}`).waitFor();
    await one.button('Fermer', one.dialog).click();
  }
  await kiosk.host.call('session.end', {});
  await one.button('La personne est là, le 1, Poste 1').waitFor();
  // Nobody comes: once the time to come is over the next one is called.
  await lived.forward(4 * minuteMs);
  await one.button('La personne est là, le 2, Poste 1').click();
  await one.reads('Le 2 va au poste « Poste 1 »');
  await phase(kiosk.host, 'called');
  await one.button('Partie, le 1').click();
  await one.button('Retirer le 1', one.dialog).click();
  await one.reads('Personne n’attend');
  expect((await lived.staff.must('queue.read')).waiting).toEqual([]);
});

test('a workshop: made, dated, full; who waits gets the seat that is given back, and who came is noted', async () => {
  const { lived, one } = await open(2);
  await one.goesTo('Ateliers');
  await one.button('Nouvel atelier').click();
  await one.dialog.getByLabel('Titre').fill('Premiers mails');
  await one.dialog.getByLabel('Places').fill('1');
  await one.page.keyboard.press('Enter');
  await one.page.getByRole('heading', { level: 1, name: 'Premiers mails' }).waitFor();
  await one.button('Ajouter une date').click();
  await one.dialog.getByLabel('Jour').fill('2026-11-24');
  await one.dialog.getByLabel('De', { exact: true }).fill('15:00');
  await one.dialog.getByLabel('À', { exact: true }).fill('16:00');
  await one.button('Réserver les postes', one.dialog).click();
  await one.dialog.waitFor({ state: 'detached' });
  await one.button('Inscrire quelqu’un').click();
  await one.reads('une place est gardée');
  await one.button('Inscrire en liste d’attente').click();
  await one.reads('1re sur la liste');
  await one.button('Désinscrire, Inscription n° 1').click();
  await one.button('Désinscrire', one.dialog).click();
  await one.page.getByRole('heading', { name: 'Liste d’attente' }).waitFor({ state: 'detached' });

  await lived.forward(61 * minuteMs);
  await one.button('Présent, Inscription n° 2').click();
  await one.reads('1 présent · 0 absent · 0 à noter');
  const [workshop] = (await lived.staff.must('workshops.read')).workshops;
  expect(workshop).toMatchObject({ title: 'Premiers mails', seats: 1 });
  // Both workstations are the workshop's; nobody else is promised one.
  await one.goesTo('Jour');
  await one.page
    .getByRole('gridcell', { name: /Premiers mails/ })
    .nth(1)
    .waitFor();
});

test('the settings: people are kept once the place says so; hours close the workstations at once, and a booking outside them asks why', async () => {
  const { lived, one, kiosk } = await open(1);
  await one.goesTo('Personnes');
  await one.reads('Ce lieu ne garde personne');
  expect((await lived.staff.call('people.read')).problem?.code).toBe('not-now');

  await one.button('Ouvrir les réglages').click();
  await one.page.getByLabel('Le lieu garde des personnes').check();
  await one.button('Enregistrer les règles').click();
  await one.reads(/Enregistré à/);
  await one.goesTo('Personnes');
  await one.button('Ajouter une personne').click();
  await one.dialog.getByLabel('Nom, ou numéro de carte').fill('Carte 17');
  await one.page.keyboard.press('Enter');
  await one.button('Modifier Carte 17').waitFor();

  await one.goesTo('Réglages');
  await one.page.getByLabel('Le lieu a des horaires').check();
  await one.button('Ajouter des heures, mardi').click();
  await one.page.getByLabel('Ouverture, mardi').fill('09:00');
  await one.page.getByLabel('Fermeture, mardi').fill('12:00');
  // Seen as it comes out before it is saved.
  await one.reads('mardi 24 novembre : 9 h');
  await one.button('Enregistrer').click();
  await phase(kiosk.host, 'closed');
  await one.goesTo('Salle');
  await one.reads('Fermé', one.card('Poste 1'));
  await one.goesTo('Jour');
  await one.fillsInBooking({ from: '16:00', workstation: 'Poste 1' });
  await one.button('Réserver', one.dialog).click();
  await one.reads('Le lieu est fermé à ce moment-là', one.dialog);
  await one.dialog.getByLabel(/Passer outre/).fill('Visite du maire');
  await one.button('Réserver quand même', one.dialog).click();
  await one.reads('C’est réservé');
});
