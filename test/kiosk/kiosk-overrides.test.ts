import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { dirname, join } from 'node:path';
import { json, text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlaceOverrides } from '../../contract/profile-file.ts';
import { handOver } from '../lists/handed-over.ts';
import { sliceInTest } from './desk-in-test.ts';
import { code, eventually, profileInTest, ticketInTest, WorkstationInTest } from './workstation-in-test.ts';

const other = 'H7M4QX';
const profile = profileInTest({ filter: { refused: ['adult'], allowed: [] } });

describe('what a place says otherwise than the profile', () => {
  let place: WorkstationInTest;

  beforeEach(async () => {
    place = await WorkstationInTest.make();
    const listed = { adult: ['adulte.example'], gambling: ['casino.example'] };
    place.settings.filter = { ...(await handOver(join(dirname(place.settings.data), 'lists'), listed)) };
    place.desk.slice = sliceInTest({ tickets: [ticketInTest(), ticketInTest({}, other)] });
  });

  afterEach(() => place.remove());

  const says = (adult: PlaceOverrides[string], placeName = 'La Fabrique'): void => {
    place.desk.slice = { ...place.desk.slice, placeName, overrides: { adult, minor: { maxTabs: 1 } } };
    place.desk.say({ type: 'slice', slice: place.desk.slice });
  };

  async function answerTo(address: string): Promise<IncomingMessage> {
    const asked = request({ socketPath: place.host.visitor.proxySocket, path: address, agent: false }).end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    return answer;
  }

  async function refused(site: string): Promise<boolean> {
    const answer = await answerTo(`http://${site}/`);
    await text(answer);
    return answer.statusCode === 403;
  }

  it('holds from the first visitor on: limits, sites, categories, the page of tiles', async () => {
    await place.startFree(profile);
    says({
      limits: { sessionMinutes: 20, dayMinutes: null, weekMinutes: null },
      refusedSites: ['jeux.example'],
      filter: { refused: ['gambling'] },
      searchAddress: 'https://example.net/?q={words}',
      maxTabs: 3,
    });
    await eventually(() => place.desk.lastState?.limits?.sessionMinutes === 20, 'the desk is told of the limit');
    await place.openSession();
    expect(place.host.snapshot?.scene).toMatchObject({ totalMs: 20 * 60_000 });
    expect(place.host.visitor.policy).toMatchObject({ refusedSites: ['jeux.example'], maxTabs: 3 });
    expect(await Promise.all(['jeux.example', 'casino.example', 'adulte.example'].map(refused))).toEqual([
      true,
      true,
      false,
    ]);
    const home = await json(await answerTo('http://accueil.escale.internal/profile.json'));
    expect(home).toMatchObject({ searchAddress: 'https://example.net/?q={words}' });
  });

  it('waits for the next visitor where somebody sits', async () => {
    await place.startSession(profile);
    says({ filter: { refused: ['gambling'] }, openAccessMinutes: 15 }, 'La Fabrique du soir');
    await eventually(() => place.host.snapshot?.placeName === 'La Fabrique du soir', 'the place is heard');
    expect([await refused('casino.example'), await refused('adulte.example')]).toEqual([false, true]);
    await place.host.call('session.end', {});
    await place.phase('free');
    expect(place.host.snapshot?.scene).toMatchObject({ openAccessMinutes: 15 });
    await place.openSession(other);
    expect([await refused('casino.example'), await refused('adulte.example')]).toEqual([true, false]);
  });

  it('is kept over a restart without the desk', async () => {
    await place.startFree(profile);
    says({ refusedSites: ['jeux.example'], openAccessMinutes: 15 });
    await eventually(() => place.desk.lastState !== undefined, 'the desk is told');
    await eventually(() => openAccess() === 15, 'the place is heard');
    await place.desk.goAway();
    await place.startAgain(profile);
    await place.phase('free');
    expect(openAccess()).toBe(15);
    await place.openSession(code);
    expect(place.host.visitor.policy).toMatchObject({ refusedSites: ['jeux.example'] });
  });

  it('changes nothing where it makes no profile', async () => {
    await place.startFree(profile);
    says({ openAccessMinutes: 15 });
    await eventually(() => openAccess() === 15, 'the place is heard');
    says({ openAccessMinutes: 'long' }, 'La Fabrique du soir');
    await eventually(() => place.host.snapshot?.placeName === 'La Fabrique du soir', 'the place is heard');
    expect(openAccess()).toBe(15);
  });

  it('opens nothing where it wants a list and there is none', async () => {
    place.settings.filter = null;
    await place.startFree(profileInTest());
    says({ filter: { refused: ['gambling'] }, openAccessMinutes: 15 });
    await eventually(() => openAccess() === 15, 'the place is heard');
    await place.openSession();
    expect(await refused('example.org')).toBe(true);
  });

  const openAccess = () => {
    const scene = place.host.snapshot?.scene;
    return scene?.phase === 'free' ? scene.openAccessMinutes : null;
  };
});
