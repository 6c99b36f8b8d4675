import { request } from 'node:http';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fr } from '../../main/kiosk/browsing/refusal-words/fr.ts';
import { sliceInTest } from './desk-in-test.ts';
import { eventually, profileInTest, ticketInTest, WorkstationInTest } from './workstation-in-test.ts';

const site = 'muguet-bleu.invalid';
const profile = profileInTest({ refusedSites: [site] });

/** A kiosk with its own proxy, asked as a visitor's browser would: `.invalid` has no address, so what is open is not found. */
describe('a site that is refused', () => {
  let place: WorkstationInTest;

  beforeEach(async () => {
    place = await WorkstationInTest.make();
    place.desk.slice = sliceInTest({ tickets: [ticketInTest()] });
    await place.startSession(profile);
  });
  afterEach(() => place.remove());

  async function get(address: string): Promise<string> {
    const asked = request({ socketPath: place.host.visitor.proxySocket, path: address, agent: false });
    asked.end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    const parts: Buffer[] = [];
    for await (const part of answer) parts.push(part as Buffer);
    return Buffer.concat(parts).toString();
  }

  const titleOf = (page: string): string | undefined => /<h1>(.+)<\/h1>/.exec(page)?.[1];
  const titleAt = async (address = `http://${site}/`): Promise<string | undefined> => titleOf(await get(address));
  const refused = fr.reasons['site-refused'].title;
  const open = fr.reasons['site-not-found'].title;

  /** Presses the button of the refused page, until the desk has heard of it. */
  async function ask(): Promise<{ path: string; id: string }> {
    const path = /href="([^"]+demande[^"]+)"/.exec(await get(`http://${site}/`))?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(await titleAt(path)).toBe(fr.asking.asked.title);
    const heard = () => place.desk.messages.findLast((message) => message.type === 'site-asked');
    await eventually(() => heard() !== undefined, 'the desk hears of it');
    expect(heard()).toMatchObject({ site, category: null, session: place.desk.lastState?.session });
    return { path, id: heard()?.id ?? '' };
  }

  it('is opened for the session by a facilitator, in the proxy and in the browser, and refused to the next', async () => {
    const { path, id } = await ask();
    expect(await titleAt()).toBe(refused);
    place.desk.say({ type: 'site-answered', id, opened: true });
    await eventually(() => place.host.visitor.policy?.openedSites?.includes(site) === true, 'the browser is told');
    expect(await titleAt()).toBe(open);
    expect(await titleAt(path)).toBe(fr.asking.opened.title);
    place.desk.slice = sliceInTest({ tickets: [ticketInTest({}, 'H7M4QX')] });
    place.desk.say({ type: 'slice', slice: place.desk.slice });
    await place.host.call('session.end', {});
    await place.phase('free');
    await place.openSession('H7M4QX');
    expect(place.host.visitor.policy?.openedSites).toEqual([]);
    expect(await titleAt()).toBe(refused);
    expect(await titleAt(path)).toBe(fr.asking.stale.title);
  });

  it('stays refused when the facilitator says no, or says something about another wish', async () => {
    const { path, id } = await ask();
    place.desk.say({ type: 'site-answered', id: crypto.randomUUID(), opened: true });
    place.desk.say({ type: 'site-answered', id, opened: false });
    await expect.poll(() => titleAt(path)).toBe(fr.asking.refused.title);
    expect(await titleAt()).toBe(refused);
  });

  it('is opened by the place for a session that runs, and taken back', async () => {
    const hear = (openedSites: string[]): void => {
      place.desk.slice = { ...place.desk.slice, openedSites };
      place.desk.say({ type: 'slice', slice: place.desk.slice });
    };
    hear([site]);
    await expect.poll(() => titleAt()).toBe(open);
    hear([]);
    await expect.poll(() => titleAt()).toBe(refused);
    expect(place.host.visitor.policy?.openedSites).toEqual([]);
  });

  it('is asked for again when the desk was away: it has forgotten', async () => {
    const { id } = await ask();
    await place.desk.goAway();
    place.desk.messages.length = 0;
    await place.desk.comeBack();
    const again = (): boolean =>
      place.desk.messages.some((message) => message.type === 'site-asked' && message.id === id);
    await eventually(() => {
      place.clock.pass(1_000);
      return again();
    }, 'the desk hears of it again');
    const types = place.desk.messages.map(({ type }) => type);
    expect(types.indexOf('state')).toBeLessThan(types.indexOf('site-asked'));
  });

  it('that the place has opened is open after a start without the desk', async () => {
    place.desk.slice = { ...place.desk.slice, openedSites: [site], tickets: [ticketInTest({}, 'H7M4QX')] };
    place.desk.say({ type: 'slice', slice: place.desk.slice });
    await expect.poll(() => titleAt()).toBe(open);
    await place.desk.goAway();
    await place.startAgain(profile);
    await place.phase('free');
    await place.openSession('H7M4QX');
    expect(await titleAt()).toBe(open);
    expect(place.host.visitor.policy?.openedSites).toEqual([site]);
  });
});
