import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { noEase } from '../../contract/screens.ts';
import type { Screens, Visitor } from '../../main/kiosk/host.ts';
import { colours, snapshot } from './pages.ts';
import { describePageTools } from './page-tools.ts';
import { describeSaving, type Stage } from './saving.ts';
import {
  bar,
  corners,
  halves,
  page,
  patience,
  Room,
  townPage,
  type HostUnderTest,
  type MakeHost,
  type Told,
} from './room.ts';
import { describeWalls } from './walls-suite.ts';

/** The definition of a host: what every one of them promises to the kiosk, tried in real windows. */
export function describeHost(name: string, make: MakeHost): void {
  describe(`the ${name} host`, () => {
    let room: Room;
    let made: HostUnderTest;
    let screens: Screens;

    beforeAll(async () => {
      room = await Room.open();
      made = await make(room.settings);
      screens = await room.openScreens(made.host);
    });
    afterAll(async () => {
      await made.host.close();
      await room.close();
    });

    const shows = (colour: string, points: readonly (readonly [number, number])[]): Promise<void> =>
      vi.waitFor(() => expect(room.screen.colours(points)).toEqual(points.map(() => colour)), patience);

    describe('with its screens open', () => {
      it('covers the whole display', () => shows(colours.screens, [...corners, bar, page]));

      it('carries a call to the kiosk and the answer back', () =>
        vi.waitFor(() => {
          expect(room.calls).toContainEqual({ name: 'state.read', input: {} });
          expect(room.reports('answer')).toEqual([{ ok: true, value: { asked: 'state.read' } }]);
        }, patience));

      it('carries an event to the screens', async () => {
        screens.send('state', snapshot);
        await vi.waitFor(() => expect(room.reports('heard')).toEqual([snapshot]), patience);
      });

      it('puts one thing of its own into the page, and reaches no network', () =>
        vi.waitFor(() => {
          expect(room.reports('globals')).toEqual([['escale']]);
          expect(room.reports('fetch')).toEqual(['failed']);
        }, patience));

      it('gives the keyboard to the lock screen', async () => {
        room.screen.type('ab');
        await vi.waitFor(() => expect(room.reports('key')).toEqual(['a', 'b']), patience);
      });
    });

    describe('asked how long nobody has touched it', () => {
      const grows = (): Promise<void> =>
        vi.waitFor(async () => expect(await made.host.idleMs()).toBeGreaterThan(1500), patience);

      it.each([
        ['a key', () => room.screen.press('a')],
        ['a key that does nothing', () => room.screen.press('F12')],
        ['the mouse', () => room.screen.click(...page)],
      ])('counts the time, and from nothing again after %s', async (_, touch) => {
        await grows();
        await vi.waitFor(async () => {
          touch();
          expect(await made.host.idleMs()).toBeLessThan(1000);
        }, patience);
      });
    });

    describeWalls(() => ({ room, made, screens }));

    describe('with a visitor in session', () => {
      let visitor: Visitor;
      let told: Told;

      beforeEach(async () => {
        ({ visitor, told } = await room.begin(made.host, screens, '/'));
      });
      afterEach(async () => {
        await screens.layout('locked');
        await visitor.end();
      });

      const shownTitle = (): string | undefined => told.tabs.find(({ shown }) => shown)?.title;
      const open = async (path: Parameters<typeof townPage>[0], title: string): Promise<void> => {
        await visitor.openTab(townPage(path));
        await vi.waitFor(() => expect(shownTitle()).toBe(title), patience);
        await shows(colours.town, [page]);
      };

      it('shows the page below the bar', () =>
        vi.waitFor(() => {
          expect(room.screen.colours([bar, page])).toEqual([colours.screens, colours.town]);
          expect(told.tabs).toMatchObject([{ title: 'Ville', shown: true, home: false }]);
        }, patience));

      it('hides every pixel of the page when it locks, and takes the keyboard away', async () => {
        await open('/typing', 'Tapez');
        await screens.layout('locked');
        await shows(colours.screens, [...corners, bar, page]);
        room.screen.type('secret');
        await vi.waitFor(() => expect(room.reports('key').slice(-6).join('')).toBe('secret'), patience);
        expect(shownTitle()).toBe('Tapez');
      });

      it('gives the keyboard to the page', async () => {
        await open('/typing', 'Tapez');
        room.screen.type('bonjour');
        await vi.waitFor(() => expect(shownTitle()).toBe('bonjour'), patience);
      });

      it('lets no key open a window, leave the page or reach the browser', async () => {
        await open('/typing', 'Tapez');
        const chords = [
          'ctrl+t',
          'ctrl+n',
          'ctrl+w',
          'alt+F4',
          'F11',
          'F12',
          'ctrl+shift+i',
          'shift+Escape',
          'ctrl+h',
          'alt+Home',
        ];
        for (const chord of chords) room.screen.press(chord);
        room.screen.type('é@ok');
        await vi.waitFor(() => expect(shownTitle()).toBe('é@ok'), patience);
        expect(told.tabs).toHaveLength(2);
        expect(told.gone).toBe(0);
        await shows(colours.screens, [bar]);
      });

      it('lets keys come one after the other for who wishes so, and guards them as if pressed together', async () => {
        const { ease } = made.host;
        if (ease === null) {
          expect(name).toBe('electron');
          return;
        }
        await open('/typing', 'Tapez');
        await ease({ stickyKeys: true, slowRepeat: false, largePointer: false });
        for (const key of ['Shift_L', 'b', 'Control_L', 't', 'Control_L', 'n', 'Alt_L', 'Home', 'o'])
          room.screen.press(key);
        await vi.waitFor(() => expect(shownTitle()).toBe('Bo'), patience);
        expect(told.tabs).toHaveLength(2);
        // Pressed twice a modifier holds, until what was chosen is given back.
        room.screen.press('Shift_L');
        room.screen.press('Shift_L');
        for (const key of ['n', 'n']) room.screen.press(key);
        await vi.waitFor(() => expect(shownTitle()).toBe('BoNN'), patience);
        await ease(noEase);
        for (const key of ['e', 'Shift_L', 't']) room.screen.press(key);
        await vi.waitFor(() => expect(shownTitle()).toBe('BoNNet'), patience);
      });

      it('keeps the bar in view when a page goes full screen', async () => {
        await open('/full', 'Plein');
        room.screen.click(...page);
        await vi.waitFor(() => expect(shownTitle()).toContain('Plein écran'), patience);
        await shows(colours.screens, [bar]);
      });

      const showsWarning = async (): Promise<void> => {
        await shows(colours.screens, [...corners.slice(0, 2), bar, ...halves.above]);
        await shows(colours.town, [...halves.below, ...corners.slice(2)]);
      };

      it('slides the bar open over the upper half for a warning, and back, at once', async () => {
        for (let time = 0; time < 3; time += 1) {
          const start = performance.now();
          await screens.layout('warning');
          expect(performance.now() - start).toBeLessThan(1000);
          await showsWarning();
          await screens.layout('bar');
          await shows(colours.screens, [bar]);
          await shows(colours.town, [...halves.above, ...halves.below]);
        }
      });

      it('lets a visitor type on in the page while a warning comes and goes', async () => {
        await open('/typing', 'Tapez');
        const text = 'je remplis ma demande sans regarder'.repeat(2);
        const typing = room.screen.typing(text);
        await vi.waitFor(() => expect(shownTitle()).toContain('je remplis'), patience);
        await screens.layout('warning');
        expect(shownTitle()).not.toBe(text);
        await showsWarning();
        await screens.layout('bar');
        await typing;
        await vi.waitFor(() => expect(shownTitle()).toBe(text), patience);
      });

      it('shows all of a full-screen page below a warning', async () => {
        await open('/full', 'Plein');
        room.screen.click(...page);
        await vi.waitFor(() => expect(shownTitle()).toBe('Plein écran 1280x728'), patience);
        await screens.layout('warning');
        await vi.waitFor(() => expect(shownTitle()).toBe('Plein écran 1280x400'), patience);
        await showsWarning();
        await screens.layout('bar');
        await vi.waitFor(() => expect(shownTitle()).toBe('Plein écran 1280x728'), patience);
      });

      it('warns above what a page has open: a list, a dialog', async () => {
        await open('/list', 'Liste');
        room.screen.click(640, 80);
        await vi.waitFor(() => expect(shownTitle()).toBe('Liste ouverte'), patience);
        await screens.layout('warning');
        await shows(colours.screens, [...corners.slice(0, 2), bar, ...halves.above]);
        await screens.layout('bar');
        await visitor.openTab(townPage('/alert'));
        await vi.waitFor(() => expect(shownTitle()).toBe('Alerte'), patience);
        await screens.layout('warning');
        await shows(colours.screens, [...corners.slice(0, 2), bar, ...halves.above]);
      });

      it('locks from a warning, and shows the next page below the bar', async () => {
        await screens.layout('warning');
        await screens.layout('locked');
        await shows(colours.screens, [...corners, bar, page]);
        await screens.layout('bar');
        await shows(colours.town, [...halves.above, ...halves.below]);
      });

      it('says why, in the page’s place, when a site is refused, and goes back from there', async () => {
        await open('/links', 'Liens');
        room.screen.click(...page);
        await vi.waitFor(() => expect(told.refused).toEqual(['site-refused']), patience);
        await vi.waitFor(() => expect(room.screen.colours([page])).not.toEqual([colours.town]), patience);
        expect(told.tabs).toHaveLength(2);
        await visitor.back();
        await vi.waitFor(() => expect(shownTitle()).toBe('Liens'), patience);
      });

      it('refuses what a facilitator has opened no more, until it is taken back', async () => {
        await visitor.openSites(['refused.example']);
        await visitor.openTab('https://refused.example/');
        await vi.waitFor(() => expect(room.screen.colours([page])).not.toEqual([colours.town]), patience);
        expect(told.refused).toEqual([]);
        await Promise.all([visitor.openSites([]), visitor.openTab('https://refused.example/')]);
        await vi.waitFor(() => expect(told.refused).toEqual(['site-refused']), patience);
      });

      it('makes a tab of a link that asks for a new window', async () => {
        await open('/links', 'Liens');
        room.screen.click(640, 200);
        await vi.waitFor(() => expect(shownTitle()).toBe('Nouvelle page'), patience);
        expect(told.tabs).toHaveLength(3);
        await shows(colours.screens, [bar]);
      });

      it('makes a tab of a window that asks for a size, and shows nothing of the browser', async () => {
        await open('/sized', 'Petite');
        room.screen.click(...page);
        await vi.waitFor(() => expect(shownTitle()).toBe('Nouvelle page'), patience);
        await shows(colours.town, [[4, 76], [1275, 76], ...corners.slice(2)]);
        await shows(colours.screens, [bar, [1, 1]]);
      });

      it('opens no more tabs than the profile allows', async () => {
        await open('/new', 'Nouvelle page');
        await open('/links', 'Liens');
        room.screen.click(640, 200);
        await vi.waitFor(() => expect(told.refused).toEqual(['too-many-tabs']), patience);
        await visitor.openTab(townPage('/new'));
        await vi.waitFor(() => expect(told.refused).toEqual(['too-many-tabs', 'too-many-tabs']), patience);
        expect(told.tabs).toHaveLength(3);
      });

      it('shows and closes tabs, and opens the first page again after the last', async () => {
        await open('/new', 'Nouvelle page');
        const [first, second] = told.tabs.map(({ id }) => id);
        await visitor.showTab(first ?? '');
        await vi.waitFor(() => expect(shownTitle()).toBe('Ville'), patience);
        await visitor.closeTab(first ?? '');
        await vi.waitFor(() => expect(told.tabs.map(({ id }) => id)).toEqual([second]), patience);
        await visitor.closeTab(second ?? '');
        await vi.waitFor(() => expect(told.tabs).toMatchObject([{ title: 'Ville', shown: true }]), patience);
      });

      it('lives on when a page closes itself', async () => {
        await open('/sized', 'Petite');
        room.screen.click(...page);
        await vi.waitFor(() => expect(shownTitle()).toBe('Nouvelle page'), patience);
        await visitor.openTab(townPage('/closes'));
        room.screen.click(...page);
        await vi.waitFor(
          () => expect(room.screen.colours([bar, page])).toEqual([colours.screens, colours.town]),
          patience,
        );
        expect(told.gone).toBe(0);
      });

      it('is not held up by a page’s dialogs', async () => {
        await open('/stay', 'Reste');
        room.screen.click(...page);
        await visitor.reload();
        await visitor.openTab(townPage('/alert'));
        await vi.waitFor(() => expect(shownTitle()).toBe('Alerte'), patience);
        const alerting = told.tabs.find(({ shown }) => shown)?.id ?? '';
        await visitor.reload();
        await visitor.closeTab(alerting);
        await vi.waitFor(() => expect(told.tabs).toHaveLength(2), patience);
      });

      it('refuses a download that the profile does not allow', async () => {
        await visitor.openTab(`${townPage('/')}document.txt`);
        await vi.waitFor(() => expect(told.refused).toEqual(['downloads-refused']), patience);
      });

      it('opens no window to choose a file of this machine, and tells the page that there is none', async () => {
        await open('/file', 'Fichier');
        room.screen.click(...page);
        await vi.waitFor(() => expect(told.refused).toEqual(['permission-refused']), patience);
        await vi.waitFor(() => expect(shownTitle()).toBe('Rien'), patience);
        expect(told.wish).toBeNull();
        await shows(colours.town, [page]);
      });
    });

    const stage = (): Stage => ({ room, host: made.host, screens, shows });
    describePageTools(stage);
    describeSaving(stage);

    describe('when a session is over', () => {
      it('has ended every process within a second, and finds nothing left', async () => {
        const { visitor, told } = await room.begin(made.host, screens, '/typing');
        room.screen.type('jeton-secret');
        await vi.waitFor(() => expect(told.tabs[0]?.title).toBe('jeton-secret'), patience);
        room.screen.press('ctrl+a');
        room.screen.press('ctrl+c');
        await vi.waitFor(() => expect(room.screen.selection('clipboard')).toBe('jeton-secret'), patience);
        await screens.layout('locked');
        const start = performance.now();
        await visitor.end();
        expect(performance.now() - start).toBeLessThan(1000);
        expect(made.processes('visitor')).toEqual([]);
        expect(room.screen.selection('clipboard')).toBeNull();
        expect(room.screen.selection('primary')).toBeNull();
        expect(await made.host.findLeftovers()).toEqual([]);
        await visitor.end();
        expect(told.gone).toBe(0);
      });

      it('tells what is left when something is', async () => {
        room.screen.holdSelection('un reste');
        await vi.waitFor(async () => {
          const found = await made.host.findLeftovers();
          expect(found.map(({ what }) => what)).toContain('clipboard');
        }, patience);
        const { visitor } = await room.begin(made.host, screens, '/');
        await screens.layout('locked');
        await visitor.end();
        expect(await made.host.findLeftovers()).toEqual([]);
      });

      it('keeps a spare waiting, unseen and untouched', async () => {
        const first = await room.begin(made.host, screens, '/');
        const spare = await room.openVisitor(made.host);
        await shows(colours.town, [page]);
        await screens.layout('locked');
        await first.visitor.end();
        expect(await made.host.findLeftovers()).toEqual([]);
        expect(made.processes('visitor').length).toBeGreaterThan(0);
        expect(spare.told.gone).toBe(0);
        await spare.visitor.begin(room.policy, townPage('/new'));
        await screens.layout('bar');
        await shows(colours.town, [page]);
        await screens.layout('locked');
        await spare.visitor.end();
      });
    });

    describe('when a browser dies', () => {
      const killAll = (pids: readonly number[]): void => {
        expect(pids.length).toBeGreaterThan(0);
        for (const pid of pids) {
          try {
            process.kill(pid, 'SIGKILL');
          } catch (error) {
            // It may have died with one before it.
            if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
          }
        }
      };

      it('takes one that does not answer any more for dead', async () => {
        const { visitor, told } = await room.begin(made.host, screens, '/');
        for (const pid of made.processes('visitor')) process.kill(pid, 'SIGSTOP');
        await vi.waitFor(() => expect(told.gone).toBe(1), { ...patience, timeout: 30_000 });
        await screens.layout('locked');
        await visitor.end();
        expect(await made.host.findLeftovers()).toEqual([]);
      });

      it('tells that the visitor’s is gone, and opens another', async () => {
        const { visitor, told } = await room.begin(made.host, screens, '/');
        killAll(made.processes('visitor'));
        await vi.waitFor(() => expect(told.gone).toBe(1), patience);
        await shows(colours.screens, [bar]);
        await screens.layout('locked');
        await visitor.end();
        expect(await made.host.findLeftovers()).toEqual([]);
        const next = await room.begin(made.host, screens, '/');
        await screens.layout('locked');
        await next.visitor.end();
        expect(told.gone).toBe(1);
      });

      it('hides the visitor when the screens’ is gone, and opens them again, locked', async () => {
        const { visitor } = await room.begin(made.host, screens, '/');
        killAll(made.processes('screens'));
        await vi.waitFor(() => {
          expect(room.screensGone).toBe(1);
          expect(room.screen.colours([page])).not.toEqual([colours.town]);
        }, patience);
        screens = await room.openScreens(made.host);
        await shows(colours.screens, [...corners, bar, page]);
        await screens.layout('bar');
        await shows(colours.town, [page]);
        await screens.layout('locked');
        await visitor.end();
      });
    });

    it('ends everything that it started', async () => {
      await room.openVisitor(made.host);
      const start = performance.now();
      await made.host.close();
      expect(performance.now() - start).toBeLessThan(1000);
      expect([...made.processes('visitor'), ...made.processes('screens')]).toEqual([]);
    });
  });
}
