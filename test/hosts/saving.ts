import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Host, Screens, Visitor } from '../../main/kiosk/host.ts';
import { colours } from './pages.ts';
import { corners, bar, page, patience, townPage, type Room, type Told } from './room.ts';

export interface Stage {
  readonly room: Room;
  readonly host: Host;
  readonly screens: Screens;
  /** Resolves when each of these points of the display has that colour. */
  readonly shows: (colour: string, points: readonly (readonly [number, number])[]) => Promise<void>;
}

/** What is saved in a session, and how a page gets it: by the kiosk's own panel, never by a window of the system's. */
export function describeSaving(stage: () => Stage): void {
  describe('with a visitor who may save', () => {
    let { room, screens, shows } = {} as Stage;
    let visitor: Visitor;
    let told: Told;

    beforeEach(async () => {
      ({ room, screens, shows } = stage());
      room.downloads = 'allow';
      ({ visitor, told } = await room.begin(stage().host, screens, '/'));
    });
    afterEach(async () => {
      await screens.layout('locked');
      await visitor.end();
      room.downloads = 'refuse';
    });

    const shownTitle = (): string | undefined => told.tabs.find(({ shown }) => shown)?.title;
    const save = async (path: string, count: number): Promise<void> => {
      await visitor.openTab(`${townPage('/')}${path}`);
      await vi.waitFor(() => expect(told.documents).toHaveLength(count), patience);
      // A tab that only brought a document may be gone by itself.
      for (const { id } of told.tabs.slice(1)) await visitor.closeTab(id);
      await vi.waitFor(() => expect(told.tabs).toHaveLength(1), patience);
    };
    /** Clicks a page's field, and waits until the kiosk hears of it. */
    const ask = async (path: Parameters<typeof townPage>[0], title: string): Promise<void> => {
      await visitor.openTab(townPage(path));
      await vi.waitFor(() => expect(shownTitle()).toBe(title), patience);
      await shows(colours.town, [page]);
      room.screen.click(...page);
      await vi.waitFor(() => expect(told.wish).not.toBeNull(), patience);
    };
    const idOf = (name: string, index = 0): string =>
      told.documents.filter((document) => document.name === name)[index]?.id ?? '';

    it('tells what is saved, once it is whole, by a name that is safe to show', async () => {
      await save('document.txt', 1);
      await save('carte', 2);
      await save('deux.txt', 3);
      expect(told.documents).toMatchObject([
        { name: 'document.txt', bytes: 9 },
        { name: 'déclaration عر.pdf', bytes: 8 },
        { name: 'document.txt', bytes: 7 },
      ]);
      expect(told.refused).toEqual([]);
    });

    it('gives a page what the visitor chose of it, by its name', async () => {
      await save('document.txt', 1);
      await ask('/file', 'Fichier');
      expect(told.wish).toEqual({ several: false, accept: '' });
      await visitor.giveFiles([idOf('document.txt')]);
      await vi.waitFor(() => expect(shownTitle()).toBe('document.txt=Bonjour'), patience);
      expect(told.wish).toBeNull();
    });

    it('gives it to a page of another site that stands in a frame', async () => {
      await save('document.txt', 1);
      await ask('/framed', 'Cadre');
      await visitor.giveFiles([idOf('document.txt')]);
      await vi.waitFor(() => expect(shownTitle()).toBe('document.txt=Bonjour'), patience);
    });

    it('gives several to a page that takes several, each what it was', async () => {
      await save('document.txt', 1);
      await save('deux.txt', 2);
      await ask('/files', 'Fichier');
      expect(told.wish).toEqual({ several: true, accept: '.txt,application/pdf' });
      await visitor.giveFiles(told.documents.map(({ id }) => id));
      const both = 'document.txt=Deux fois document.txt=Bonjour';
      await vi.waitFor(() => expect(shownTitle()).toBe(both), patience);
    });

    it('tells a page that its visitor changed their mind, and lets it ask again', async () => {
      await ask('/file', 'Fichier');
      await visitor.giveFiles([]);
      await vi.waitFor(() => expect(shownTitle()).toBe('Rien'), patience);
      expect(told.wish).toBeNull();
      room.screen.click(...page);
      await vi.waitFor(() => expect(told.wish).not.toBeNull(), patience);
    });

    it('takes a double click for one wish', async () => {
      await save('document.txt', 1);
      await ask('/file', 'Fichier');
      room.screen.click(...page);
      room.screen.click(...page);
      await visitor.giveFiles([idOf('document.txt')]);
      await vi.waitFor(() => expect(shownTitle()).toBe('document.txt=Bonjour'), patience);
    });

    it('forgets a page’s wish when the visitor looks elsewhere, or the page does', async () => {
      await ask('/file', 'Fichier');
      await visitor.reload();
      await vi.waitFor(() => expect(told.wish).toBeNull(), patience);
      await ask('/file', 'Fichier');
      await visitor.showTab(told.tabs[0]?.id ?? '');
      await vi.waitFor(() => expect(told.wish).toBeNull(), patience);
      await visitor.giveFiles([]);
    });

    it('gives it while the kiosk’s own page covers the display, and shows the page again', async () => {
      await save('document.txt', 1);
      await ask('/file', 'Fichier');
      await screens.layout('locked');
      await shows(colours.screens, [...corners, bar, page]);
      await visitor.giveFiles([idOf('document.txt')]);
      await screens.layout('bar');
      await vi.waitFor(() => expect(shownTitle()).toBe('document.txt=Bonjour'), patience);
      await shows(colours.town, [page]);
    });
  });
}
