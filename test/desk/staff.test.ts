import { describe, expect, onTestFinished, test } from 'vitest';
import { deskRoutes, roomEventsPath } from '../../contract/desk-routes.ts';
import { hashPassword, passwordFits } from '../../main/desk/staff/password.ts';
import { StaffSessions } from '../../main/desk/staff/staff-sessions.ts';
import { openStore } from '../../main/desk/store/open-store.ts';
import { facilitator, makePlace, movableClock, openDesk } from './place.ts';
import { StaffClient } from './staff-client.ts';

type Name = keyof typeof deskRoutes;

async function open() {
  const clock = movableClock('2026-11-24T08:00:00Z');
  const desk = await openDesk(await makePlace(), { clock });
  return { desk, clock, client: new StaffClient(desk.address) };
}

const wrong = { ...facilitator, password: 'six petits bateaux' };

describe('signing in', () => {
  test('opens the room with a cookie that no page can read and no other site can send', async () => {
    const { desk } = await open();
    const response = await fetch(`${desk.address}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(facilitator),
    });
    expect(response.headers.get('set-cookie')).toMatch(/^escale-desk=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  });

  test.each([wrong, { name: 'personne', password: facilitator.password }])(
    'with $name and $password is refused, in the same words for a wrong name as for a wrong password',
    async (given) => {
      const { client } = await open();
      const { status, problem } = await client.call('session.sign-in', given);
      expect(status).toBe(401);
      expect(problem).toEqual({
        code: 'not-accepted',
        where: 'name, password',
        expected: 'a name and a password that belong together',
      });
      expect(client.cookie).toBe('');
    },
  );

  test('is delayed after five wrong tries, longer each time, and then possible again', async () => {
    const { client, clock } = await open();
    for (let tries = 0; tries < 5; tries += 1) await client.call('session.sign-in', wrong);
    const first = await client.call('session.sign-in', facilitator);
    expect(first).toMatchObject({ status: 429, problem: { code: 'code-delayed', retryInSeconds: 30 } });
    clock.forward(30_000);
    await client.call('session.sign-in', wrong);
    expect((await client.call('session.sign-in', facilitator)).problem?.retryInSeconds).toBe(60);
    clock.forward(60_000);
    expect((await client.call('session.sign-in', facilitator)).status).toBe(200);
  });

  test('many times at once gains no more tries than one after the other', async () => {
    const { client } = await open();
    const answers = await Promise.all(Array.from({ length: 12 }, () => client.call('session.sign-in', wrong)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(7);
  });

  test('lasts twelve hours', async () => {
    const { desk, clock } = await open();
    const client = await StaffClient.signedIn(desk.address);
    clock.forward(12 * 60 * 60 * 1000 - 1000);
    expect((await client.call('room.read')).status).toBe(200);
    clock.forward(1000);
    expect((await client.call('room.read')).problem?.code).toBe('sign-in-first');
  });

  test('ends with signing out, for whoever kept the cookie too', async () => {
    const { desk } = await open();
    const client = await StaffClient.signedIn(desk.address);
    const kept = client.cookie;
    await client.must('session.sign-out');
    client.cookie = kept;
    expect((await client.call('room.read')).problem?.code).toBe('sign-in-first');
  });
});

describe('without signing in', () => {
  test.each((Object.keys(deskRoutes) as Name[]).filter((name) => name !== 'session.sign-in'))(
    '%s is refused before its input is looked at',
    async (name) => {
      const { client } = await open();
      expect(await client.call(name, { odd: true })).toMatchObject({ status: 401, problem: { code: 'sign-in-first' } });
    },
  );

  test('the live stream is refused', async () => {
    const { desk } = await open();
    expect((await fetch(desk.address + roomEventsPath)).status).toBe(401);
  });

  test('a made-up cookie opens nothing', async () => {
    const { client } = await open();
    client.cookie = `escale-desk=${'A'.repeat(43)}`;
    expect((await client.call('room.read')).status).toBe(401);
  });
});

describe('a page of another origin', () => {
  test.each([
    { origin: 'http://example.org' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1:1' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('gives no ticket, cookie or not: %o', async (headers) => {
    const { desk } = await open();
    const client = await StaffClient.signedIn(desk.address);
    Object.assign(client.headers, headers);
    const { status, problem } = await client.call('ticket.give', { minutes: 30 });
    expect(status).toBe(401);
    expect(problem).toMatchObject({ code: 'not-accepted', where: 'Origin' });
    expect((await client.must('room.read')).openTickets).toBe(0);
  });

  test('is not the desk’s own page, which gives one', async () => {
    const { desk } = await open();
    const client = await StaffClient.signedIn(desk.address);
    client.headers['origin'] = desk.address;
    expect((await client.call('ticket.give', { minutes: 30 })).status).toBe(200);
  });
});

describe('what the desk answers', () => {
  test('names the field of a malformed input', async () => {
    const { client } = await open();
    const { problem } = await client.call('session.sign-in', { name: '', password: 'x' });
    expect(problem).toMatchObject({ code: 'malformed', where: 'session.sign-in: name' });
  });

  test.each([
    ['POST', '/api/session', '{"name":', 400, 'malformed'],
    ['POST', '/api/session', JSON.stringify({ name: 'x'.repeat(70_000) }), 400, 'malformed'],
    ['GET', '/api/nothing', null, 404, 'not-found'],
    ['GET', '/assets/../../data/book.db', null, 404, 'not-found'],
  ])('to %s %s is a problem with a code', async (...[method, path, body, status, code]) => {
    const { desk } = await open();
    const response = await fetch(desk.address + path, {
      method,
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ problem: { code } });
  });

  test.each([
    ['the page', '/', 200],
    ['an answer', '/health', 200],
    ['the events of the room', roomEventsPath, 200],
    ['a refusal', '/nowhere', 404],
  ])('%s lets nobody frame it, guess its kind or learn where from', async (_, path, status) => {
    const { desk } = await open();
    const { cookie } = await StaffClient.signedIn(desk.address);
    const stop = new AbortController();
    const answer = await fetch(desk.address + path, { headers: { cookie }, signal: stop.signal });
    expect(answer.status).toBe(status);
    stop.abort();
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'origin-agent-cluster': '?1',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-dns-prefetch-control': 'off',
      'x-download-options': 'noopen',
      'x-frame-options': 'SAMEORIGIN',
      'x-permitted-cross-domain-policies': 'none',
      'x-xss-protection': '0',
    });
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(answer.headers.get('strict-transport-security')).toBeNull();
  });

  test('at / is the page, under a policy that lets nothing else in', async () => {
    const { desk } = await open();
    const page = await fetch(desk.address);
    expect(await page.text()).toContain('<title>Accueil</title>');
    expect(page.headers.get('content-security-policy')).toBe(
      "default-src 'none';script-src 'self';style-src 'self';font-src 'self';img-src 'self' data:;connect-src 'self';" +
        "base-uri 'none';form-action 'none';frame-ancestors 'none'",
    );
    expect((await fetch(`${desk.address}/assets/desk.js`)).headers.get('content-type')).toContain('javascript');
    expect(await (await fetch(`${desk.address}/health`)).json()).toEqual({ program: 'desk' });
  });
});

test('a token that was found is gone in the moment in which it ends', async () => {
  const { settings } = await makePlace();
  const store = openStore(settings.data);
  if (!store.ok) throw new Error(store.problem.expected);
  onTestFinished(() => void store.value.close());
  const sessions = new StaffSessions(store.value, Date.now);
  const token = sessions.begin(facilitator.name);
  expect(sessions.account(token)).toBe(facilitator.name);
  sessions.end(token);
  expect(sessions.account(token)).toBeNull();
});

test('a password fits its own hash only, and two hashes of it differ', async () => {
  const [one, two] = await Promise.all([hashPassword('été'), hashPassword('été')]);
  expect(one).not.toBe(two);
  expect(one).toMatch(/^argon2id\$19456\$2\$1\$/);
  expect(await passwordFits('e\u0301te\u0301', one)).toBe(true);
  expect(await passwordFits('ete', one)).toBe(false);
  expect(await passwordFits('été', undefined)).toBe(false);
});
