import { beforeEach, describe, expect, test } from 'vitest';
import type { Display } from '../../contract/book/queue.ts';
import { DisplayView, staleAfterMs } from '../../renderer/display/display-view.svelte.ts';
import { inMinutes, now, quietDisplay } from './fake-place.ts';

let told: Display | null;
let clock: number;

/** This machine's clock is ten minutes slow. */
const here = Date.parse(now) - 600_000;

beforeEach(() => {
  told = quietDisplay();
  clock = here;
});

const open = (asked = ''): DisplayView =>
  new DisplayView({ read: () => Promise.resolve(told), now: () => clock, asked: new URLSearchParams(asked) });

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('the display', () => {
  test.each([
    ['', 'fr', 'ltr', 'light'],
    ['language=ar&theme=dark', 'ar', 'rtl', 'dark'],
    ['language=tlh&theme=pink', 'fr', 'ltr', 'light'],
  ])('asked for "%s" reads in %s, %s, %s', (asked, ...told) => {
    const [lang, dir, theme] = told;
    const root = { lang: '', dir: '', dataset: {} as DOMStringMap };
    open(asked).apply(root as HTMLElement);
    expect(root).toEqual({ lang, dir, dataset: { theme } });
  });

  test('goes by the clock and the zone of the place', async () => {
    const view = open();
    await view.read();
    expect(plain(view.clock)).toBe('14 h 05');
    clock += 60_000;
    view.tick();
    expect(plain(view.clock)).toBe('14 h 06');
  });

  test('says when its news is old, and no more once it has news again', async () => {
    const view = open();
    await view.read();
    told = null;
    clock += staleAfterMs;
    await view.read();
    view.tick();
    expect(view.stale).toBe(false);
    clock += 1;
    view.tick();
    expect(view.stale).toBe(true);
    expect(view.display).not.toBeNull();
    told = quietDisplay();
    await view.read();
    expect(view.stale).toBe(false);
  });

  test('is not old before it has had any news', () => {
    const view = open();
    clock += staleAfterMs * 2;
    view.tick();
    expect([view.stale, view.display]).toEqual([false, null]);
  });

  test('lets a new call stand out for a while; one from before it was switched on does not', async () => {
    const view = open();
    told = { ...quietDisplay(), called: [{ number: 41, workstation: 'Poste 3' }] };
    await view.read();
    told = { ...told, called: [...told.called, { number: 42, workstation: 'Poste 4' }] };
    await view.read();
    expect(view.called.map(({ number, fresh }) => [number, fresh])).toEqual([
      [41, false],
      [42, true],
    ]);
    clock += 60_000;
    await view.read();
    expect(view.called.some(({ fresh }) => fresh)).toBe(false);
  });

  test('shows as many numbers as can be read from afar, and counts the others', async () => {
    const view = open();
    const waiting = [41, 42, 43, 44, 45, 46, 47, 48];
    told = { ...quietDisplay(), waiting };
    await view.read();
    expect(view.next).toEqual({ numbers: waiting, more: 0 });
    told = { ...told, waiting: [...waiting, 49, 50] };
    await view.read();
    expect(view.next).toEqual({ numbers: [41, 42, 43, 44, 45, 46, 47], more: 3 });
    told = { ...told, workshops: [{ title: 'Mails', startsAt: inMinutes(60), seatsLeft: 1 }] };
    await view.read();
    expect(view.next).toEqual({ numbers: [41, 42, 43], more: 7 });
  });

  test.each([
    [60, 'Aujourd’hui à 15 h 05'],
    [1440, 'mercredi à 14 h 05'],
    [8 * 1440, 'mercredi 2 décembre à 14 h 05'],
  ])('says of a workshop in %i minutes: %s', async (minutes, text) => {
    const view = open();
    await view.read();
    expect(plain(view.placeTime.whenText(inMinutes(minutes), now))).toBe(text);
  });

  test('is closed when an opening is to come and no closing; a place without hours is never closed', async () => {
    const view = open();
    const standing = async (changes: Partial<Display>): Promise<boolean> => {
      told = { ...quietDisplay(), ...changes };
      await view.read();
      return view.closed;
    };
    expect(await standing({ closesAt: null, opensAt: inMinutes(900) })).toBe(true);
    expect(await standing({ closesAt: inMinutes(60), opensAt: inMinutes(900) })).toBe(false);
    expect(await standing({ closesAt: null, opensAt: null })).toBe(false);
  });
});
