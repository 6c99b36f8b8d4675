import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { profileInTest } from '../kiosk/workstation-in-test.ts';
import { beginDay, type Day } from './a-day.ts';
import { whySkipped } from './machine.ts';
import { filesBelow, formsOf, wordsIn } from './planted.ts';
import { patience } from './room.ts';

const host = 'azalée-4411.interdit.example';
const other = 'glycine-5522.example';
const path = 'pivoine-6633';
const title = 'Dahlia rare 7744';
const search = 'hortensia+8855';
const file = 'capucine-9966.txt';
const words = [host, other, path, title, search, file];

/** The visitor's town: its page has a title and gives a file away. */
async function openTown(): Promise<number> {
  const server = createServer((request, response) => {
    if (request.url?.endsWith('.txt') === true) response.setHeader('content-disposition', 'attachment');
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><title>${title}</title>`);
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Titles of the visitor's tabs, as the bar shows them. */
function titlesIn({ snapshot }: Day): readonly string[] {
  const scene = snapshot()?.scene;
  return scene?.phase === 'active' ? scene.tabs.map((tab) => tab.title) : [];
}

async function beginSession(day: Day): Promise<void> {
  const { call, snapshot, staff, workstation } = day;
  const phase = (): string | undefined => snapshot()?.scene.phase;
  await vi.waitFor(async () => {
    const [card] = (await staff.must('room.read')).workstations;
    expect([phase(), card?.phase]).toEqual(['free', 'free']);
  }, patience);
  await staff.must('session.start', { workstation, minutes: 30, label: null });
  await vi.waitFor(() => expect(phase()).toBe('called'), patience);
  await call('called.answer', {});
  await vi.waitFor(() => expect(phase()).toBe('charter'), patience);
  await call('charter.answer', { accepted: true });
  await vi.waitFor(() => expect(titlesIn(day)).toHaveLength(1), patience);
}

/** Everywhere that something of a visit could have been written down or sent. */
const grounds = ({ folder, heard, place, town }: Day): Readonly<Record<string, readonly Buffer[]>> => ({
  kiosk: filesBelow(folder).map(({ bytes }) => bytes),
  desk: filesBelow(place.folder).map(({ bytes }) => bytes),
  central: filesBelow(town.folder).map(({ bytes }) => bytes),
  lines: [Buffer.concat(heard.lines)],
  logs: [Buffer.concat(heard.logs), Buffer.from(town.logged.join(''))],
});

const found = (day: Day): readonly string[] =>
  Object.entries(grounds(day)).flatMap(([where, all]) =>
    all.flatMap((bytes) => wordsIn(bytes, words)).map((word) => `${where}: ${word}`),
  );

describe.skipIf(whySkipped('chromium') !== null)('what a visitor reads', () => {
  it(
    'is written nowhere and told to nobody: no host, path, title, search or name of a file',
    { timeout: 90_000 },
    async () => {
      const town = await openTown();
      const day = await beginDay(
        profileInTest({
          refusedSites: ['interdit.example'],
          localServices: [{ label: { fr: 'Le marché' }, host: 'marche.internal', address: '127.0.0.1', port: town }],
        }),
      );
      await beginSession(day);
      const { visitor, staff, snapshot, workstation } = day;
      const sees = (seen: string): Promise<void> => vi.waitFor(() => expect(titlesIn(day)).toContain(seen), patience);
      await visitor().openTab(`http://marche.internal/${path}`);
      await sees(title);
      await visitor().openTab(`https://${host}/${path}?q=${search}`);
      await sees('Ce site n’est pas ouvert ici');
      await visitor().openTab(`http://${other}/?q=${search}`);
      await sees('Ce site est introuvable');
      await visitor().openTab(`http://marche.internal/${file}`);
      await vi.waitFor(() => {
        const scene = snapshot()?.scene;
        expect(scene?.phase === 'active' ? scene.documents.map(({ name }) => name) : []).toEqual([file]);
      }, patience);
      const session = (await staff.must('room.read')).workstations[0]?.session ?? null;
      await staff.must('session.end', { workstation, session });
      await vi.waitFor(() => expect(snapshot()?.scene.phase).toBe('free'), patience);
      // The sheet of the day has come to central, with the refusal that was counted.
      await vi.waitFor(() => expect(Buffer.concat(day.heard.lines).toString()).toContain('blocks/category/'), patience);
      await vi.waitFor(() => expect(Buffer.concat(day.heard.lines).toString()).toContain('site-refused'), patience);

      expect(found(day)).toEqual([]);

      // The search finds what there is to find: each word in each form, and something in each place.
      for (const word of words)
        for (const form of formsOf(word))
          expect(wordsIn(Buffer.concat([Buffer.from('xy'), form]), words)).toContain(word);
      for (const where of [day.folder, day.place.folder, day.town.folder])
        writeFileSync(join(where, 'planted'), `a ${host}`);
      day.heard.lines.push(Buffer.from(host));
      day.heard.logs.push(Buffer.from(host));
      expect(found(day).map((one) => one.split(':')[0])).toEqual(['kiosk', 'desk', 'central', 'lines', 'logs']);
      for (const [where, all] of Object.entries(grounds(day)))
        expect(
          all.reduce((sum, { length }) => sum + length, 0),
          where,
        ).toBeGreaterThan(1_000);
    },
  );
});
