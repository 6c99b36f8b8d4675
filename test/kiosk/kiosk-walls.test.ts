import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually, ticketInTest, WorkstationInTest } from './workstation-in-test.ts';

/** What the kiosk makes of what its walls answer; how they are tried for real stands in `test/hosts/walls.test.ts`. */

describe('walls', () => {
  let place: WorkstationInTest;

  beforeEach(async () => {
    place = await WorkstationInTest.make();
    place.desk.slice = { ...place.desk.slice, tickets: [ticketInTest()] };
  });
  afterEach(() => place.remove());

  const passUntil = async (condition: () => boolean, name: string): Promise<void> => {
    for (let step = 0; step < 200 && !condition(); step += 1) await place.pass(250);
    await eventually(condition, name);
  };
  const isOut = (): boolean => place.host.snapshot?.scene.phase === 'out-of-service';
  const problem = (): string | null => {
    const scene = place.host.snapshot?.scene;
    return scene?.phase === 'out-of-service' ? scene.problem.where : null;
  };

  it('are tried before the first visitor, and the browser’s before it is anybody’s', async () => {
    await place.startFree();
    await eventually(() => place.host.trials.includes('visitor whole'), 'the browser is tried');
    expect(place.host.trials[0]).toBe('display whole');
    await eventually(() => place.desk.lastState?.check?.standing.length === 6, 'all stand at the desk');
    expect(place.desk.lastState?.check?.fallen).toEqual([]);
  });

  it('are tried again after each wipe, before the workstation is free', async () => {
    await place.startSession();
    const before = place.host.trials.filter((trial) => trial === 'display whole').length;
    await place.host.call('session.end', {});
    await place.phase('free');
    expect(place.host.trials.filter((trial) => trial === 'display whole').length).toBe(before + 1);
  });

  it.each(['keys', 'windows'] as const)('that do not answer at the start, %s, let nobody sit down', async (wall) => {
    place.host.fallen.add(wall);
    await place.start();
    await passUntil(isOut, 'out of service');
    expect(problem()).toBe(`walls: ${wall}`);
    expect(place.host.visitors).toEqual([]);
    expect(place.host.layout).toBe('locked');
  });

  it.each(['policy', 'network', 'jail', 'sandbox'] as const)(
    'that do not answer around the browser, %s, cost it its life and let nobody sit down',
    async (wall) => {
      place.host.fallen.add(wall);
      await place.start();
      await passUntil(isOut, 'out of service');
      expect(problem()).toBe(`walls: ${wall}`);
      expect(place.host.visitors.map(({ alive }) => alive)).toEqual([false]);
      await eventually(() => place.desk.lastState?.problem?.where === `walls: ${wall}`, 'the desk is told');
    },
  );

  it('that answer in time after all cost nobody anything', async () => {
    place.host.fallen.add('windows');
    await place.start();
    await place.pass(1_000);
    expect(place.host.snapshot?.scene.phase ?? 'wiping').toBe('wiping');
    place.host.fallen.clear();
    await passUntil(() => place.host.snapshot?.scene.phase === 'free', 'free');
  });

  it('that fall while nobody sits here are found by the rounds', async () => {
    await place.startFree();
    place.host.fallen.add('keys');
    await passUntil(isOut, 'out of service');
    expect(problem()).toBe('walls: keys');
    expect(place.host.visitor.alive).toBe(false);
  });

  it('that fall beside a session end the browser, and the session when they do not come back', async () => {
    await place.startSession();
    place.host.fallen.add('jail');
    await passUntil(() => !place.host.visitors[0]?.alive, 'the browser is killed');
    await passUntil(isOut, 'out of service');
    expect(problem()).toBe('walls: jail');
    expect(place.desk.facts.filter(({ kind }) => kind === 'session-ended')).toMatchObject([{ reason: 'fault' }]);
  });

  it('that come back let the session go on with another browser', async () => {
    await place.startSession();
    place.host.fallen.add('jail');
    await passUntil(() => !place.host.visitors[0]?.alive, 'the browser is killed');
    place.host.fallen.clear();
    await passUntil(() => place.host.visitors.length === 2 && place.host.layout === 'bar', 'the session goes on');
  });

  it('are tried on demand, and again where they did not answer', async () => {
    await place.startFree();
    await eventually(() => place.host.trials.includes('visitor whole'), 'the browser is tried');
    place.host.fallen.add('policy');
    place.desk.say({ type: 'check-walls' });
    await passUntil(isOut, 'out of service');
    place.host.fallen.clear();
    place.desk.say({ type: 'check-walls' });
    await passUntil(() => place.host.snapshot?.scene.phase === 'free', 'free');
    await place.openSession();
  });

  it('that a demonstration lacks are not tried', async () => {
    Object.assign(place.host, { missingWalls: ['jail', 'policy', 'sandbox'] });
    await place.startFree();
    await eventually(() => place.desk.lastState?.check?.standing.length === 3, 'what stands is told');
    expect(place.desk.lastState?.check).toMatchObject({ standing: ['keys', 'windows', 'network'], fallen: [] });
  });
});
