import { scryptSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rulesInTest, sliceInTest } from './desk-in-test.ts';
import { code, eventually, ticketInTest, WorkstationInTest } from './workstation-in-test.ts';

describe('a workstation that proves its wipes', () => {
  let place: WorkstationInTest;

  beforeEach(async () => {
    place = await WorkstationInTest.make();
    place.desk.slice = sliceInTest({ tickets: [ticketInTest()] });
  });
  afterEach(() => place.remove());

  const tokenIn = (told: readonly string[]): string => /temoin[0-9a-f]{40}/.exec(told.join())?.[0] ?? 'none';
  const wipes = () => place.desk.facts.flatMap((fact) => (fact.kind === 'wiped' ? [fact.leftovers] : []));

  /** Until the look that follows the last moment in which things may vanish by themselves. */
  async function lookedLongEnough(): Promise<void> {
    await eventually(() => place.host.done.at(-1) === 'look', 'a look');
    for (let step = 0; step < 35; step += 1) await place.pass(100);
  }

  async function endDirty(): Promise<void> {
    await place.startSession();
    place.traces.lying = [{ what: 'file', where: '/var/tmp/secret-name' }];
    await place.host.call('session.end', {});
    await lookedLongEnough();
    await place.phase('out-of-service');
  }

  it('looks for the very token that it planted in the browser that waited, and plants a fresh one after the proof', async () => {
    await place.startSession();
    const first = tokenIn(place.host.visitor.told);
    expect(first).toMatch(/^temoin/);
    await place.host.call('session.end', {});
    await place.phase('free');
    expect(place.traces.asked).toEqual([null, first]);
    await eventually(() => place.host.visitors.length === 2 && place.host.visitor.told.length > 0, 'another browser');
    expect(tokenIn(place.host.visitor.told)).not.toBe(first);
    expect(JSON.stringify([place.desk.messages, place.host.snapshot, place.host.visitors[0]?.did])).not.toContain(
      first,
    );
  });

  it('looks, after a power cut, for what was planted before it', async () => {
    await place.startSession();
    const token = tokenIn(place.host.visitor.told);
    await place.startAgain();
    await place.phase('free');
    expect(place.traces.asked).toEqual([null, token]);
    await eventually(() => wipes().length === 1, 'the proof is told');
    expect(wipes()).toEqual([[]]);
  });

  it('goes on looking for the same token until it is nowhere any more', async () => {
    await endDirty();
    place.desk.say({ type: 'maintenance', on: false });
    await lookedLongEnough();
    await place.phase('out-of-service');
    expect(new Set(place.traces.asked).size).toBe(2);
  });

  it('serves nobody after a wipe that left something, not even after a restart that finds nothing', async () => {
    await endDirty();
    await eventually(() => wipes().length === 1, 'the desk is told');
    expect(wipes()).toEqual([['file']]);
    expect(JSON.stringify(place.desk.messages)).not.toContain('secret-name');
    place.traces.lying = [];
    await place.startAgain();
    await place.phase('out-of-service');
    await eventually(() => place.desk.lastState?.problem?.where === 'wipe: file', 'the desk is told again');
    expect(await place.host.call('code.submit', { code })).toMatchObject({ problem: { code: 'not-now' } });
    expect(place.host.visitors).toEqual([]);
  });

  it('serves again once a facilitator has seen it and a fresh wipe is proven', async () => {
    await endDirty();
    place.traces.lying = [];
    const looks = place.traces.asked.length;
    place.desk.say({ type: 'maintenance', on: false });
    await place.phase('free');
    expect(place.traces.asked.length).toBeGreaterThan(looks);
    expect(place.host.snapshot?.scene).toMatchObject({ justErased: false });
    await place.startAgain();
    await place.phase('free');
  });

  it('stays out of service when it was seen and is still there', async () => {
    await endDirty();
    place.desk.say({ type: 'maintenance', on: false });
    await place.phase('wiping');
    await lookedLongEnough();
    await place.phase('out-of-service');
    place.traces.lying = [];
    await place.startAgain();
    await place.phase('out-of-service');
  });

  it('takes the maintenance code on the spot for having seen it, with the desk away', async () => {
    const salt = Buffer.from('salt of the place');
    const hash = scryptSync('246810', salt, 32, { N: 16_384, r: 8, p: 1 });
    const maintenanceCode = { salt: salt.toString('hex'), hash: hash.toString('hex') };
    place.desk.slice = sliceInTest({ tickets: [ticketInTest()], rules: rulesInTest({ maintenanceCode }) });
    await endDirty();
    await place.desk.goAway();
    expect(await place.host.call('maintenance.leave', {})).toMatchObject({ problem: { code: 'not-now' } });
    expect(await place.host.call('maintenance.enter', { code: '246810' })).toMatchObject({ ok: true });
    place.traces.lying = [];
    await place.host.call('maintenance.leave', {});
    await place.phase('free');
  });
});
