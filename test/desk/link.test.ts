import Database from 'better-sqlite3';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { deskLinkVersion, type Fact } from '../../contract/desk-link.ts';
import { ended, refused, started, wiped } from './facts.ts';
import { KioskLine } from './kiosk-line.ts';
import { makePlace, openDesk, type Place, seat } from './place.ts';
import { openWaitMs } from './waits.ts';

const otherKey = 'k'.repeat(64);

async function openLine() {
  const place = await makePlace();
  const desk = await openDesk(place);
  return { place, desk, line: await KioskLine.welcomed(desk.address, seat(place, 0)) };
}

/** What lies on the desk's disk, read by another connection. */
function onDisk(place: Place) {
  const store = new Database(join(place.settings.data, 'book.db'), { readonly: true });
  const facts = store.prepare<[], { seq: number; body: string }>('SELECT seq, body FROM facts ORDER BY seq').all();
  const aside = store.prepare<[], { body: string; problem: string }>('SELECT body, problem FROM quarantine').all();
  store.close();
  return { facts: facts.map(({ seq, body }) => ({ seq, fact: JSON.parse(body) as Fact })), aside };
}

describe('a kiosk', () => {
  test('is welcomed with its name and its part of the book', async () => {
    const place = await makePlace();
    const desk = await openDesk(place);
    const line = new KioskLine(desk.address);
    await line.opened();
    line.greet(seat(place, 1));
    expect(await line.next('welcome')).toMatchObject({
      version: deskLinkVersion,
      slice: { placeName: 'Les Chaprais', workstationName: 'Poste 2', zone: 'Europe/Paris', tickets: [] },
    });
  });

  test('hears what the place says otherwise than its profile, and nothing where it says nothing', async () => {
    const place = await makePlace();
    const overrides = { adult: { maxTabs: 3 } };
    const desk = await openDesk(place, { overrides });
    const line = new KioskLine(desk.address);
    await line.opened();
    line.greet(seat(place, 0));
    expect((await line.next('welcome')).slice.overrides).toEqual(overrides);
    const other = await openLine();
    other.line.cut();
    const again = new KioskLine(other.desk.address);
    await again.opened();
    again.greet(seat(other.place, 0));
    expect((await again.next('welcome')).slice).not.toHaveProperty('overrides');
  });

  test.each([
    ['another key', (place: Place) => ({ ...seat(place, 0), key: otherKey })],
    ['the key of its neighbour', (place: Place) => ({ id: seat(place, 0).id, key: seat(place, 1).key })],
    ['an unknown id', () => ({ id: '6f3d5f1e-5d3c-4a56-9d0b-1f6f3a6f9f10', key: otherKey })],
  ])('with %s is refused, and the line ends', async (_what, greeting) => {
    const place = await makePlace();
    const desk = await openDesk(place);
    const line = new KioskLine(desk.address);
    await line.opened();
    line.greet(greeting(place));
    expect((await line.next('refused')).problem.code).toBe('not-accepted');
    await vi.waitFor(() => expect(line.isOpen).toBe(false), openWaitMs);
  });

  test.each([
    [
      'a later version',
      '{"type":"hello","version":2,"proof":"x"}',
      { code: 'version-unknown', where: 'hello: version' },
    ],
    ['no JSON', 'hello?', { code: 'malformed', where: 'hello' }],
    ['another message first', '{"type":"facts","facts":[]}', { code: 'malformed', where: 'hello: type' }],
    [
      'a hello without a key',
      `{"type":"hello","version":1,"workstation":"x"}`,
      { code: 'malformed', where: 'hello: workstation' },
    ],
  ])('that begins with %s hears what was wrong', async (_what, text, problem) => {
    const desk = await openDesk(await makePlace());
    const line = new KioskLine(desk.address);
    await line.opened();
    line.sayRaw(text);
    expect((await line.next('refused')).problem).toMatchObject(problem);
  });

  test.each([
    ['{"type":"state","phase":"asleep"}', 'state: phase'],
    ['{"type":"claim","id":"1","ticket":"2"}', 'claim: id'],
    ['{"type":"dance"}', 'dance: type'],
    ['[1,2]', 'message'],
  ])('that says %s hears which field was wrong', async (text, where) => {
    const { line } = await openLine();
    line.sayRaw(text);
    expect((await line.next('refused')).problem).toMatchObject({ code: 'malformed', where });
  });

  test('that comes back before its old line is known to be dead takes the place of it', async () => {
    const { place, desk, line } = await openLine();
    const again = await KioskLine.welcomed(desk.address, seat(place, 0));
    await vi.waitFor(() => expect(line.isOpen).toBe(false), openWaitMs);
    expect(again.isOpen).toBe(true);
  });
});

describe('facts', () => {
  test('are on the disk when they are acknowledged', async () => {
    const { place, line } = await openLine();
    const start = started();
    line.tell({ seq: 1, fact: start }, { seq: 2, fact: ended({ session: start.session }) });
    expect((await line.next('acknowledged')).upTo).toBe(2);
    expect(onDisk(place).facts).toEqual([
      { seq: 1, fact: start },
      { seq: 2, fact: ended({ session: start.session }) },
    ]);
  });

  test('told twice are kept once and acknowledged twice', async () => {
    const { place, line } = await openLine();
    const fact = started();
    line.tell({ seq: 1, fact });
    await line.next('acknowledged');
    line.tell({ seq: 1, fact }, { seq: 2, fact: refused('scheme-refused', 3) });
    expect((await line.next('acknowledged')).upTo).toBe(2);
    expect(onDisk(place)).toMatchObject({ facts: [{ seq: 1, fact }, { seq: 2 }], aside: [] });
  });

  test('in another order are all kept', async () => {
    const { place, line } = await openLine();
    const start = started();
    const [second, third] = [ended({ session: start.session }), wiped(start.session)];
    line.tell({ seq: 3, fact: third }, { seq: 1, fact: start }, { seq: 2, fact: second });
    expect((await line.next('acknowledged')).upTo).toBe(3);
    expect(onDisk(place).facts.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  test('that cannot be read are set aside, acknowledged, and hold up none behind them', async () => {
    const { place, line } = await openLine();
    const odd = { seq: 1, fact: { kind: 'session-danced', session: 7 } };
    line.sayRaw(JSON.stringify({ type: 'facts', facts: [odd, { seq: 2, fact: started() }, 'nonsense'] }));
    expect((await line.next('acknowledged')).upTo).toBe(2);
    const { facts, aside } = onDisk(place);
    expect(facts.map(({ seq }) => seq)).toEqual([2]);
    expect(aside.map(({ body }) => JSON.parse(body) as unknown)).toEqual([odd, 'nonsense']);
    expect(aside[0]?.problem).toContain('fact: fact.kind');
  });

  test('under a number that stands for another fact are set aside: nothing is written over', async () => {
    const { place, line } = await openLine();
    const first = started();
    line.tell({ seq: 1, fact: first });
    await line.next('acknowledged');
    const other = started();
    line.tell({ seq: 1, fact: other });
    expect((await line.next('acknowledged')).upTo).toBe(1);
    const { facts, aside } = onDisk(place);
    expect(facts).toEqual([{ seq: 1, fact: first }]);
    expect(aside.map(({ body }) => JSON.parse(body) as unknown)).toEqual([{ seq: 1, fact: other }]);
  });

  test('of two workstations under the same numbers do not meet', async () => {
    const { place, desk, line } = await openLine();
    const neighbour = await KioskLine.welcomed(desk.address, seat(place, 1));
    line.tell({ seq: 1, fact: started() });
    neighbour.tell({ seq: 1, fact: started() });
    await Promise.all([line.next('acknowledged'), neighbour.next('acknowledged')]);
    expect(onDisk(place)).toMatchObject({ facts: [{ seq: 1 }, { seq: 1 }], aside: [] });
  });
});
