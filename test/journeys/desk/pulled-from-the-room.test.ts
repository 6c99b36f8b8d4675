import Database from 'better-sqlite3';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Entry } from '../../../contract/book/entries.ts';
import { Town } from '../../central/town.ts';
import { openWaitMs } from '../../desk/waits.ts';
import { AtTheDesk, portOf } from './at-the-desk.ts';
import { builtDesk } from './built-desk.ts';
import { FaultLine } from './fault-line.ts';
import {
  camille,
  type LivedKiosk,
  openLivedPlace,
  type LivedPlace,
  phase,
  sitsDown,
  typesCode,
} from './lived-place.ts';

const built = builtDesk();

const day = { from: '2026-11-24', to: '2026-11-24' };
const minuteMs = 60_000;

const atTheDesk = ({ address }: LivedPlace): Promise<AtTheDesk> =>
  AtTheDesk.signedIn(built.browser, { port: portOf(address), login: camille });

async function books(
  lived: LivedPlace,
  { workstation }: LivedKiosk,
  startsAt: string,
): Promise<{ entry: Entry; code: string }> {
  const place = { startsAt, minutes: 30, workstation, features: [], together: 1 };
  const wish = { ...place, purpose: null, group: null, person: null };
  const answer = await lived.staff.must('booking.make', { wish, override: null });
  if (!answer.made) throw new Error(answer.broken.join());
  return { entry: answer.entry, code: answer.codes?.[0] ?? '' };
}

function both({ kiosks }: LivedPlace): readonly [LivedKiosk, LivedKiosk] {
  const [one, other] = kiosks;
  if (one === undefined || other === undefined) throw new Error('the place has two kiosks');
  return [one, other];
}

const entries = async ({ staff }: LivedPlace): Promise<Entry[]> => (await staff.must('timeline.read', day)).entries;

test('kiosks whose line is pulled serve their booking and a walk-in by themselves, and the book knows of both once it is back', async () => {
  const lived = await openLivedPlace(built.screens);
  const [booked, open] = both(lived);
  const one = await atTheDesk(lived);
  // A booking is promised once its kiosk holds it, and by then it holds the ticket that was given before.
  const ticket = await lived.staff.must('ticket.give', { minutes: 120 });
  const { entry, code } = await books(lived, booked, '2026-11-24T13:05:00.000Z');
  const next = await books(lived, open, '2026-11-24T13:45:00.000Z');

  for (const { line } of [booked, open]) line.cut();
  for (const { name } of [booked, open]) await one.reads('Pas de nouvelles', one.card(name));
  await typesCode(booked.host, code);
  await typesCode(open.host, ticket.code);
  // Up to five minutes before whoever booked it next.
  const scene = open.host.snapshot?.scene;
  const leftMs = scene?.phase === 'active' ? scene.leftMs : Infinity;
  expect(lived.clock() + leftMs).toBeLessThanOrEqual(Date.parse(next.entry.startsAt) - 5 * minuteMs + 1_000);

  // Nobody at the desk is promised what a kiosk may be giving just now.
  await one.goesTo('Jour');
  await one.fillsInBooking({ from: '14:15', workstation: open.name, length: '15 min' });
  await one.button('Réserver', one.dialog).click();
  await one.reads('Le poste n’est pas relié à l’accueil', one.dialog);
  await one.button('Ne rien faire', one.dialog).click();

  for (const { line } of [booked, open]) line.mend();
  await one.page.getByRole('gridcell', { name: /^Réservation, 14\sh\s05.*présent/ }).waitFor();
  await one.page.getByRole('gridcell', { name: /^Sans réservation.*Poste 2.*présent/ }).waitFor();
  await one.goesTo('Salle');
  for (const { name } of [booked, open]) await one.button(`Terminer la séance, ${name}`).waitFor();
  const book = await entries(lived);
  expect(book.filter(({ id }) => id === entry.id)).toMatchObject([{ standing: 'arrived' }]);
  expect(book.filter(({ kind }) => kind === 'walk-in')).toMatchObject([{ workstations: [open.workstation] }]);
  expect(book).toHaveLength(3);
});

test('a session that ended while the line was pulled, and whose acknowledgement was lost, is in the book once', async () => {
  const lived = await openLivedPlace(built.screens);
  const [, kiosk] = both(lived);
  const one = await atTheDesk(lived);
  await sitsDown(lived, kiosk, 30);
  await one.button('Terminer la séance, Poste 2').waitFor();
  kiosk.line.cut();
  await one.reads('Pas de nouvelles', one.card('Poste 2'));
  await kiosk.host.call('session.end', {});
  await phase(kiosk.host, 'free');
  const lost = kiosk.line.loseAnswer('cut');
  kiosk.line.mend();
  await lost;
  kiosk.line.mend();
  await one.reads('Libre', one.card('Poste 2'));
  await one.reads('C’était pour quoi');
  const { undescribed } = await lived.staff.must('room.read');
  expect(undescribed).toHaveLength(1);
  expect(await entries(lived)).toMatchObject([{ kind: 'walk-in', workstations: [kiosk.workstation] }]);
});

test('with central out of reach nothing changes in the room; the day’s sheet goes once central is back, and is kept once', async () => {
  const { lived, line, stored } = await withCentral();
  const [kiosk] = both(lived);
  await vi.waitFor(() => expect(stored()).toMatchObject([{ revision: 1, sessions: 0, aside: 0 }]), openWaitMs);
  const one = await atTheDesk(lived);
  line.cut();
  await sitsDown(lived, kiosk, 30);
  await one.button('Terminer la séance, Poste 1').click();
  await one.button('Terminer la séance', one.dialog).click();
  await one.reads('Libre', one.card('Poste 1'));
  await vi.waitFor(async () => {
    if ((await lived.staff.must('room.read')).sheetsWaitingSince === null) throw new Error('no sheet waits');
  }, openWaitMs);
  await lived.forward(11 * minuteMs);
  await one.goesTo('Jour');
  await one.fillsInBooking({ from: '16:00', workstation: 'Poste 2' });
  await one.button('Réserver', one.dialog).click();
  await one.reads('C’est réservé');
  await one.button('Terminé', one.dialog).click();
  await one.goesTo('Salle');
  await one.reads('Les chiffres attendent depuis');
  expect(stored()).toMatchObject([{ sessions: 0 }]);

  // Central stores it, and its receipt is lost on the way back.
  const lost = line.loseAnswer('open');
  line.mend();
  await lost;
  await one.page.getByText('Les chiffres attendent depuis').waitFor({ state: 'detached' });
  expect(stored()).toMatchObject([{ sessions: 1, aside: 0 }]);
});

async function withCentral(): Promise<{ lived: LivedPlace; line: FaultLine; stored: () => unknown[] }> {
  let line: FaultLine | undefined;
  let file = '';
  const lived = await openLivedPlace(built.screens, {
    desk: { retryPausesMs: [100] },
    settle: async ({ settings, placeKey, publicKey }) => {
      const { id, name, commune } = settings.place;
      const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
      const town = new Town(0, { id, name, commune, communeCode: '25056', key: placeKey, publicKey: pem });
      town.time = new Date('2026-11-24T18:00:00.000Z');
      file = join(town.settings.data, 'central.sqlite');
      onTestFinished(() => town.close());
      const central = await town.open();
      await central.listen();
      line = await FaultLine.to(`http://127.0.0.1:${(central.server.server.address() as AddressInfo).port}`);
      return { central: `http://127.0.0.1:${line.port}` };
    },
  });
  if (line === undefined) throw new Error('no line to central');
  const stored = (): unknown[] => {
    const database = new Database(file, { readonly: true });
    try {
      const query =
        'SELECT day, revision, sessions, (SELECT count(*) FROM quarantined_sheets) AS aside FROM day_sheets';
      return database.prepare(query).all();
    } finally {
      database.close();
    }
  };
  return { lived, line, stored };
}
