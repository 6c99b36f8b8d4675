import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { DeskMessage } from '../../contract/desk-link.ts';
import type { PlaceSettings, WorkstationCard } from '../../contract/desk-routes.ts';
import { tracesProblem } from '../../contract/traces.ts';
import { wallsProblem } from '../../contract/walls.ts';
import { started } from './facts.ts';
import { KioskLine } from './kiosk-line.ts';
import { standing } from './kiosk-state.ts';
import { makePlace, movableClock, openDesk, seat } from './place.ts';
import { StaffClient } from './staff-client.ts';
import { openWaitMs } from './waits.ts';

const tuesday = '2026-11-24T09:00:00.000Z';

/** A Tuesday at ten, two workstations, the first on the line and standing as told. */
async function open(state = standing()) {
  const place = await makePlace();
  const clock = movableClock(tuesday);
  const desk = await openDesk(place, { clock });
  const staff = await StaffClient.signedIn(desk.address);
  const line = await KioskLine.welcomed(desk.address, seat(place, 0));
  const [workstation, silent] = [seat(place, 0).id, seat(place, 1).id];
  const stand = async (next: typeof state): Promise<void> => {
    line.say(next);
    const phase = async (): Promise<WorkstationCard['phase'] | undefined> =>
      (await staff.must('room.read')).workstations[0]?.phase;
    await expect.poll(phase, openWaitMs).toBe(next.phase);
  };
  await stand(state);
  return { place, clock, desk, staff, line, workstation, silent, stand };
}

const session = randomUUID();
const running = standing({ phase: 'active', session, endsAt: '2026-11-24T09:30:00.000Z' });

const heardOf = (line: KioskLine, type: DeskMessage['type']): DeskMessage[] =>
  line.heard.filter((message) => message.type === type);

/** Open from nine to the given hour, every day. */
const openUntil = (to: string): PlaceSettings => ({
  week: Array.from({ length: 7 }, () => [{ from: '09:00', to }]),
  seasons: [],
  exceptions: [],
  closedOnHolidays: null,
  ...{ supportQuestions: [], communes: [], smallestCell: 5 },
  bookingMarginMinutes: 5,
  shortestMinutes: 5,
  extension: { stepMinutes: 15, automatic: true },
  resumeMinutes: 15,
  inactivity: null,
  helpLine: null,
  newMaintenanceCode: null,
});

describe('someone at the desk', () => {
  test('is sent to a free workstation with a ticket that opens nothing elsewhere', async () => {
    const { line, staff, workstation, place, desk } = await open();
    const other = await KioskLine.welcomed(desk.address, seat(place, 1));
    const answer = await staff.must('session.start', { workstation, minutes: 45, label: '41' });
    expect(answer).toEqual({ minutes: 45, reason: 'granted-whole' });
    const told = await line.next('start-session');
    expect(told).toMatchObject({ minutes: 45, label: '41' });
    expect(await other.claim(told.ticket)).toMatchObject({ type: 'claim-refused' });
    line.tell({ seq: 1, fact: started({ ticket: told.ticket, access: 'desk' }) });
    await line.next('acknowledged');
    expect((await staff.must('room.read')).openTickets).toBe(0);
  });

  test('is told of the closing time before they sit down', async () => {
    const { staff, workstation } = await open();
    await staff.must('rules.write', openUntil('10:20'));
    expect(await staff.must('session.start', { workstation, minutes: 45, label: null })).toEqual({
      minutes: 20,
      reason: 'shortened-by-closing',
    });
  });

  test('is not sent anywhere when the place is closed, and gets no ticket', async () => {
    const { line, staff, workstation } = await open();
    await staff.must('rules.write', openUntil('09:30'));
    const { status, problem } = await staff.call('session.start', { workstation, minutes: 45, label: null });
    expect([status, problem?.where]).toEqual([409, 'refused-closed']);
    expect(heardOf(line, 'start-session')).toEqual([]);
  });

  test('is sent once, though two facilitators press at the same moment', async () => {
    const { staff, workstation } = await open();
    const start = () => staff.call('session.start', { workstation, minutes: 30, label: null });
    const statuses = (await Promise.all([start(), start()])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 409]);
  });

  test('is not sent to a workstation in use, nor to a silent or unknown one', async () => {
    const { staff, workstation, silent } = await open(running);
    for (const id of [workstation, silent, randomUUID()]) {
      const { status, problem } = await staff.call('session.start', { workstation: id, minutes: 30, label: null });
      expect([status, problem?.code]).toEqual([409, 'not-now']);
    }
  });
});

describe('an extension', () => {
  test('shows when the session would end, and that nothing stands against it', async () => {
    const { staff, workstation } = await open(running);
    expect(await staff.must('extension.preview', { workstation, session, minutes: 20 })).toEqual({
      endsAt: '2026-11-24T09:50:00.000Z',
      breaks: [],
    });
  });

  test('shows every rule that it breaks, before anyone confirms it', async () => {
    const { staff, line, workstation, stand } = await open();
    line.tell({ seq: 1, fact: started({ session, at: tuesday, minutes: 30 }) });
    await line.next('acknowledged');
    const limits = { sessionMinutes: 40, dayMinutes: 45, weekMinutes: 600 };
    await stand({ ...running, limits });
    await staff.must('rules.write', { ...openUntil('10:40'), extension: null });
    const { breaks } = await staff.must('extension.preview', { workstation, session, minutes: 20 });
    expect(breaks).toEqual(['refused-closing-soon', 'refused-profile-longest', 'refused-day-used', 'refused-by-place']);
    expect(heardOf(line, 'extend-session')).toEqual([]);
  });

  test('that was confirmed is passed to the kiosk', async () => {
    const { staff, line, workstation } = await open(running);
    await staff.must('session.extend', { workstation, session, minutes: 20, endsAt: '2026-11-24T09:50:00.000Z' });
    expect(await line.next('extend-session')).toMatchObject({ session, minutes: 20 });
  });

  test('from one end is passed on once, and never from an end that is not the present one', async () => {
    const { staff, line, workstation, stand } = await open(running);
    const extend = (endsAt: string) => staff.call('session.extend', { workstation, session, minutes: 20, endsAt });
    const answers = await Promise.all([extend('2026-11-24T09:50:00.000Z'), extend('2026-11-24T09:50:00.000Z')]);
    expect(answers.map(({ problem }) => problem?.code ?? 'passed on').sort()).toEqual(['passed on', 'stale']);
    await stand({ ...running, endsAt: '2026-11-24T09:50:00.012Z' });
    expect((await extend('2026-11-24T09:50:00.000Z')).problem?.code).toBe('stale');
    expect((await extend('2026-11-24T10:10:00.000Z')).status).toBe(200);
    expect(heardOf(line, 'extend-session')).toHaveLength(2);
  });

  test('of a session that is over is neither shown nor passed on', async () => {
    const { staff, line, workstation } = await open();
    const asked = { workstation, session, minutes: 20 };
    const answers = [
      await staff.call('extension.preview', asked),
      await staff.call('session.extend', { ...asked, endsAt: '2026-11-24T09:50:00.000Z' }),
    ];
    for (const { status, problem } of answers) expect([status, problem?.code]).toEqual([409, 'not-now']);
    expect(heardOf(line, 'extend-session')).toEqual([]);
  });
});

describe('a facilitator', () => {
  test('releases a pause, but not one of another session', async () => {
    const { staff, line, workstation } = await open({ ...running, phase: 'paused' });
    const other = await staff.call('pause.release', { workstation, session: randomUUID() });
    expect(other.problem?.code).toBe('not-now');
    await staff.must('pause.release', { workstation, session });
    expect(await line.next('release-pause')).toMatchObject({ session });
  });

  test('does not release what is not paused', async () => {
    const { staff, workstation } = await open(running);
    expect((await staff.call('pause.release', { workstation, session })).problem?.code).toBe('not-now');
  });

  test('closes a free workstation for maintenance, and opens it again', async () => {
    const { staff, line, workstation, stand } = await open();
    await staff.must('maintenance.set', { workstation, on: true });
    expect(await line.next('maintenance')).toMatchObject({ on: true });
    await stand(standing({ phase: 'maintenance' }));
    await staff.must('maintenance.set', { workstation, on: false });
    expect(await line.next('maintenance')).toMatchObject({ on: false });
  });

  test('does not close a workstation under a visitor, nor open what is not closed', async () => {
    const { staff, workstation } = await open(running);
    for (const on of [true, false]) {
      expect((await staff.call('maintenance.set', { workstation, on })).problem?.code).toBe('not-now');
    }
  });

  test('says that it has seen what a wipe left, and only where something was left', async () => {
    const { staff, line, workstation, stand } = await open();
    expect((await staff.call('traces.seen', { workstation })).problem?.code).toBe('not-now');
    const broken = { code: 'internal', where: 'visitor browser', expected: 'a browser that stays' } as const;
    await stand(standing({ phase: 'out-of-service', problem: broken }));
    expect((await staff.call('traces.seen', { workstation })).problem?.code).toBe('not-now');
    await stand(standing({ phase: 'out-of-service', problem: tracesProblem(['file', 'clipboard']) }));
    await staff.must('traces.seen', { workstation });
    expect(await line.next('maintenance')).toMatchObject({ on: false });
  });

  test('has the walls tried where nobody sits, of a kiosk that can', async () => {
    const { staff, line, workstation, stand } = await open();
    expect((await staff.call('walls.check', { workstation })).problem?.code).toBe('not-now');
    const check = { at: '2026-11-24T13:05:00.000Z', standing: ['keys'] as const, fallen: ['policy'] as const };
    const told = { check: { ...check, standing: [...check.standing], fallen: [...check.fallen] } };
    await stand(standing({ phase: 'active', session, ...told }));
    expect((await staff.call('walls.check', { workstation })).problem?.code).toBe('not-now');
    await stand(standing({ phase: 'out-of-service', problem: wallsProblem(['policy']), ...told }));
    await staff.must('walls.check', { workstation });
    expect(await line.next('check-walls')).toEqual({ type: 'check-walls' });
    const room = await staff.must('room.read', {});
    expect(room.workstations[0]).toMatchObject({ check });
  });

  test.each([
    'session.start',
    'walls.check',
    'extension.preview',
    'session.extend',
    'pause.release',
    'maintenance.set',
    'traces.seen',
    'explain.read',
    'rules.read',
    'rules.write',
  ] as const)('who is not signed in gets nothing from %s', async (route) => {
    const desk = await openDesk(await makePlace());
    const { status, problem } = await new StaffClient(desk.address).call(route, {});
    expect([status, problem?.code]).toEqual([401, 'sign-in-first']);
  });
});
