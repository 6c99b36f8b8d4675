import Database from 'better-sqlite3';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { DeskSettings } from '../../contract/settings.ts';
import { migrations } from '../../main/desk/store/migrations.ts';
import { openStore, type Store } from '../../main/desk/store/open-store.ts';
import { codeHash, drawCode } from '../../main/desk/tickets/draw-code.ts';
import { TicketBook } from '../../main/desk/tickets/ticket-book.ts';
import { TicketCodes } from '../../main/desk/tickets/ticket-codes.ts';
import { TicketSessions } from '../../main/desk/tickets/ticket-sessions.ts';
import { makePlace } from './place.ts';

type Workstation = DeskSettings['workstations'][number];

const now = Date.parse('2026-11-24T09:00:00.000Z');
const tomorrow = now + 24 * 60 * 60_000;

const named = (name: string): Workstation => ({
  ...{ id: randomUUID(), name, key: randomBytes(32).toString('hex'), room: '1', features: [] },
});

function folderOfTest(): string {
  const folder = mkdtempSync(join(tmpdir(), 'escale-codes-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function storeIn(folder: string): Store {
  const opened = openStore(folder);
  if (!opened.ok) throw new Error(opened.problem.expected);
  onTestFinished(() => void opened.value.close());
  return opened.value;
}

/** The tickets of a place that has these workstations from now on. */
async function ticketsOf(store: Store, workstations: Workstation[]): Promise<TicketBook> {
  const { settings } = await makePlace({ workstations });
  const sessions = new TicketSessions(store);
  return new TicketBook({ store, sessions, settings, clock: () => now, resumeMs: () => 0 });
}

const givenBy = (tickets: TicketBook): { code: string; ticket: string } => {
  const given = tickets.give(30);
  if (!given.ok) throw new Error(given.problem.expected);
  const { code } = given.value;
  return { code, ticket: tickets.idOf(code) ?? '' };
};

const hashesFor = (tickets: TicketBook, { id }: Workstation): string[] =>
  tickets.openFor(id, tomorrow).map((ticket) => ticket.codeHash);

describe('a code', () => {
  test('is found, and opens what it opened, when the first workstation has another key, or is gone', async () => {
    const store = storeIn(folderOfTest());
    const [first, second, third] = [named('Poste 1'), named('Poste 2'), named('Poste 3')];
    const { code, ticket } = givenBy(await ticketsOf(store, [first, second, third]));
    const mended = { ...first, key: randomBytes(32).toString('hex') };
    const after = await ticketsOf(store, [mended, second, third]);
    expect(after.find(code)).toMatchObject({ known: 'open', ticket });
    expect(hashesFor(after, mended)).toEqual([]);
    expect(hashesFor(after, third)).toEqual([codeHash(code, third.key)]);
    expect((await ticketsOf(store, [third])).idOf(code)).toBe(ticket);
  });

  test('opens nothing on a workstation that came later, nor where one was away while it was given', async () => {
    const store = storeIn(folderOfTest());
    const [first, second, third] = [named('Poste 1'), named('Poste 2'), named('Poste 3')];
    await ticketsOf(store, [second]);
    const { code } = givenBy(await ticketsOf(store, [first]));
    const after = await ticketsOf(store, [third, second, first]);
    expect(hashesFor(after, first)).toEqual([codeHash(code, first.key)]);
    expect(hashesFor(after, second)).toEqual([]);
    expect(hashesFor(after, third)).toEqual([]);
    const later = givenBy(after);
    expect([first, second, third].map((one) => hashesFor(after, one).includes(codeHash(later.code, one.key)))).toEqual([
      ...[true, true, true],
    ]);
  });

  test('is drawn again when a ticket has it, even one that was given when another workstation was the first', async () => {
    const store = storeIn(folderOfTest());
    const [first, second] = [named('Poste 1'), named('Poste 2')];
    const { code } = givenBy(await ticketsOf(store, [first]));
    const other = givenBy(await ticketsOf(store, [second, first])).code;
    const free = drawCode();
    const drawn = [code, other, free];
    const codes = new TicketCodes(store, [second, first], () => drawn.shift() ?? '');
    const tickets = await ticketsOf(store, [second, first]);
    expect(codes.give(tickets.giveAt(first.id, 30))).toBe(free);
  });
});

test('codes of a book that had a row for each workstation open what they opened', async () => {
  const folder = folderOfTest();
  const [first, second, gone] = [named('Poste 1'), named('Poste 2'), named('Poste 3')];
  const old = new Database(join(folder, 'book.db'));
  for (const step of migrations.slice(0, 5)) old.exec(step);
  old.pragma('user_version = 5');
  const give = (on: readonly Workstation[]): { code: string; ticket: string } => {
    const [code, ticket] = [drawCode(), randomUUID()];
    old
      .prepare('INSERT INTO tickets (id, minutes, given_at, expires_at) VALUES (?, 30, ?, ?)')
      .run(ticket, now, tomorrow);
    const keep = old.prepare('INSERT INTO ticket_hashes (workstation, hash, ticket) VALUES (?, ?, ?)');
    for (const { id, key } of on) keep.run(id, codeHash(code, key), ticket);
    return { code, ticket };
  };
  const [everywhere, here, away] = [give([first, second, gone]), give([second]), give([gone])];
  old.close();
  const tickets = await ticketsOf(storeIn(folder), [first, second]);
  expect([everywhere, here, away].map(({ code }) => tickets.idOf(code))).toEqual([
    everywhere.ticket,
    here.ticket,
    null,
  ]);
  expect(hashesFor(tickets, first)).toEqual([codeHash(everywhere.code, first.key)]);
  expect(hashesFor(tickets, second).toSorted()).toEqual(
    [everywhere, here].map(({ code }) => codeHash(code, second.key)).toSorted(),
  );
  const next = givenBy(tickets);
  expect(hashesFor(tickets, first)).toContain(codeHash(next.code, first.key));
});
