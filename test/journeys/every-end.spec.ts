import { expect, test } from '@playwright/test';
import type { Fact } from '../../contract/desk-link.ts';
import type { EndReason } from '../../contract/session.ts';
import { tableOf } from '../../contract/figures/counts.ts';
import { factsIn, sheetsIn } from '../book.ts';
import type { DeskClient } from '../desk-client.ts';
import type { Citizen } from './citizen.ts';
import type { Demonstration } from './demonstration.ts';
import type { Facilitator } from './facilitator.ts';
import { begin, type Journey } from './journey.ts';
import { findTraces } from './traces.ts';

/**
 * What `a-visit.spec.ts` does not live through: every other state of a visitor's session and every other way in which it ends, one after the
 * other on one workstation, again by keys, pixels and the desk's page; what was recorded is read in the desk's book.
 */

const maintenanceCode = '271828';
const pauseDigits = '1984';
const inactivity = { afterMinutes: 1, answerSeconds: 20, then: 'pause' } as const;
/** The question, the time to answer it, and a busy machine. */
const untouchedMs = 120_000;

test.describe.configure({ mode: 'serial' });

let journey: Journey;
let place: Demonstration;
let citizen: Citizen;
let facilitator: Facilitator;
let desk: DeskClient;
/** Of the session that the power cut interrupts. */
let code = '';

test.beforeAll(async () => {
  journey = await begin('every-end', { graceSeconds: 20 });
  ({ place, citizen, facilitator, desk } = journey);
  await desk.changeRules({ extension: null, newMaintenanceCode: maintenanceCode });
});

test.afterAll(() => journey.end());

const told = <Kind extends Fact['kind']>(kind: Kind): Extract<Fact, { kind: Kind }>[] =>
  factsIn(place.book).filter((fact): fact is Extract<Fact, { kind: Kind }> => fact.kind === kind);

/** Waits until the desk has written down these ends, in this order, and nothing more; each with the proof that it was wiped. */
async function hasRecorded(...reasons: readonly EndReason[]): Promise<void> {
  await expect.poll(() => told('session-ended').map(({ reason }) => reason)).toEqual(reasons);
  const ended = told('session-ended').map(({ session }) => session);
  await expect
    .poll(() => told('wiped'))
    .toEqual(ended.map((session) => expect.objectContaining({ session, leftovers: [] })));
}

const leavesNothing = async (): Promise<void> =>
  expect(await findTraces(journey.secret, journey.since, [place.data])).toEqual([]);

test('help is called from the welcome screen', async () => {
  await citizen.reads('Tapez le code de');
  await citizen.callsFromWelcome();
  await citizen.reads("quelqu'un vient vous aider");
  await citizen.look('help-called');
  await facilitator.sees('Aide demandée');
  await facilitator.answersCall();
});

test('a facilitator sends somebody, and gives more time than the rules do', async () => {
  await facilitator.sends('41', 15);
  await citizen.reads("C'est à vous, numéro 41");
  await citizen.look('called');
  await facilitator.sees('Appelé');
  await citizen.presses('Return');
  await citizen.acceptsCharter();
  await facilitator.sees('Occupé');
  await facilitator.extendsAgainst('Le lieu n’accorde pas de prolongation', 15);
  await citizen.reads('Vous avez 15 minutes de plus');
  await citizen.look('extended-by-the-desk');
  await expect.poll(() => told('session-extended')).toMatchObject([{ minutes: 15, by: 'facilitator' }]);
  expect(told('session-started')).toMatchObject([{ access: 'desk', minutes: 15 }]);
});

test('help is called from the session; a pause of which the digits are forgotten is released at the desk', async () => {
  await citizen.understands('Vous avez 15 minutes de plus');
  await citizen.uses('help');
  await facilitator.sees('Aide demandée');
  await facilitator.answersCall();
  await citizen.pauses(pauseDigits);
  await citizen.look('paused');
  await facilitator.sees('En pause');
  await facilitator.releasesPause();
  await citizen.reads('Que voulez-vous faire');
  await facilitator.endsSession();
  await citizen.reads('Tout est effacé');
  await hasRecorded('facilitator-ended');
});

test('a little more time is given on request', async () => {
  await desk.changeRules({ extension: { stepMinutes: 15, automatic: false } });
  code = await desk.giveTicket(15);
  await citizen.sitsDown(code);
  await citizen.uses('extension');
  await citizen.reads('Vous avez 15 minutes de plus');
  await expect.poll(() => told('session-extended').at(-1)).toMatchObject({ minutes: 15, by: 'visitor' });
  await citizen.understands('Vous avez 15 minutes de plus');
});

test('a pause opens with the visitor’s own digits, and with no others', async () => {
  await citizen.clicks('Le marché');
  await citizen.reads('Tout est en place');
  await citizen.clicks('Lire la suite');
  await citizen.reads('Vous avez avancé');
  expect(journey.town.cookies.at(-1)).toContain(journey.secret);
  await citizen.pauses(pauseDigits);
  await citizen.types('4891');
  await citizen.presses('Return');
  await citizen.reads("Ce n'est pas le bon code");
  await citizen.presses('BackSpace', 'BackSpace', 'BackSpace', 'BackSpace');
  await citizen.types(pauseDigits);
  await citizen.presses('Return');
  await citizen.reads('Vous avez avancé');
});

test('after a power cut everything is wiped, and the same code gives the rest in a fresh browser', async () => {
  const { endsAt, session } = await desk.workstation();
  await place.cutPowerOfKiosk();
  const leftMs = Date.parse(endsAt ?? '') - Date.now();
  await citizen.reads('Une séance a été coupée ici', 60_000);
  await citizen.look('cut-off');
  await hasRecorded('facilitator-ended', 'power-cut');
  expect(told('session-ended').at(-1)).toMatchObject({ session, estimated: true });
  await leavesNothing();

  await citizen.types(code);
  await citizen.presses('Return');
  await citizen.reads('Votre séance reprend');
  await citizen.look('resumed');
  await citizen.presses('Tab', 'Return');
  await citizen.reads('Que voulez-vous faire');
  await expect.poll(() => told('session-started').at(-1)).toMatchObject({ resumed: true });
  const again = await desk.workstation();
  const restMs = Date.parse(again.endsAt ?? '') - Date.parse(again.startedAt ?? '');
  expect(again.session).not.toBe(session);
  // Five seconds may be given back, since they were not yet on the disk; the second is the one in which the desk was asked.
  expect(restMs - leftMs).toBeGreaterThan(-1_000);
  expect(restMs - leftMs).toBeLessThan(6_000);
  const visits = journey.town.asked.length;
  await citizen.clicks('Le marché');
  await citizen.reads('Tout est en place');
  expect(journey.town.cookies[visits]).toBe('');
});

test('who touches nothing is asked, then locked out, and comes back with the ticket’s code', async () => {
  await desk.changeRules({ inactivity });
  await citizen.reads('Vous êtes encore là', untouchedMs);
  await citizen.look('asked');
  await citizen.reads('Personne ne touchait ce poste', untouchedMs);
  await citizen.look('locked-out');
  await facilitator.sees('En pause');
  await citizen.types(code);
  await citizen.presses('Return');
  await citizen.reads('Tout est en place');
  await facilitator.sees('Occupé');
  await desk.changeRules({ inactivity: null });
});

test('at closing time the session ends, after a bounded while to save one’s work', async () => {
  const { zone } = await desk.room();
  await desk.changeRules({ week: closingAt(nextMinute(), zone) });
  await Promise.all([
    citizen.reads('secondes pour enregistrer', untouchedMs),
    facilitator.sees('Se termine', untouchedMs),
  ]);
  await citizen.look('grace');
  await citizen.reads('Ce poste est fermé');
  await citizen.look('closed');
  await facilitator.sees('Fermé');
  await hasRecorded('facilitator-ended', 'power-cut', 'closing-time');
  await leavesNothing();
  await desk.changeRules({ week: null });
});

/** Far enough ahead to be seen coming. */
const nextMinute = (): Date => new Date(Math.ceil((Date.now() + 5_000) / 60_000) * 60_000);

/** Every day from midnight to this moment's time of day. The last minute of a day is the latest that a place can close. */
function closingAt(moment: Date, zone: string): { from: string; to: string }[][] {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const time = clock.format(moment);
  const to = time === '00:00' ? '23:59' : time;
  return Array.from({ length: 7 }, () => [{ from: '00:00', to }]);
}

test('a browser that breaks again and again ends the session, and the workstation is out of service', async () => {
  await citizen.sitsDown(await desk.giveTicket(15));
  const outOfService = async (): Promise<string> => {
    await place.killAll(/Escale-visitor/);
    return (await desk.workstation()).phase;
  };
  await expect.poll(outOfService, { timeout: 60_000 }).toBe('out-of-service');
  await citizen.reads('Ce poste est arrêté');
  await citizen.look('out-of-service');
  await facilitator.sees('Hors service');
  await hasRecorded('facilitator-ended', 'power-cut', 'closing-time', 'fault');
});

test('the maintenance code opens it to a technician, and it comes back wiped', async () => {
  await citizen.entersMaintenance(maintenanceCode);
  await citizen.reads('Ce poste est en entretien');
  await citizen.look('maintenance');
  await facilitator.sees('Entretien');
  const browsers = async (): Promise<number> =>
    (await place.processes()).filter(({ words }) => words.includes('Escale-visitor')).length;
  await expect.poll(browsers).toBe(0);
  await citizen.presses('Tab', 'Return');
  await citizen.reads('Tapez le code de');
  await facilitator.sees('Libre');
});

test('the day’s figures hold each end once', async () => {
  await expect
    .poll(() => sheetsIn(place.book).map(({ counts }) => tableOf(counts, 'sessions', 'end')))
    .toEqual([
      [
        { value: 'closing-time', count: 1 },
        { value: 'facilitator-ended', count: 1 },
        { value: 'fault', count: 1 },
        { value: 'power-cut', count: 1 },
      ],
    ]);
});
