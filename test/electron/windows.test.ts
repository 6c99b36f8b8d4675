import { beforeEach, describe, expect, test } from 'vitest';
import type { WebContentsView } from 'electron';
import type { KioskWindow } from '../../main/electron/kiosk-window.ts';
import { placementOf } from '../../main/electron/placement.ts';
import type { Stage } from '../../main/electron/stage.ts';
import { type FakeElectron, withFakeElectron } from './fake-electron.ts';
import type { FakeView } from './fake/window.ts';

const whole = { x: 0, y: 0, width: 1280, height: 800 };
const bar = { x: 0, y: 0, width: 1280, height: 72 };
const page = { x: 0, y: 72, width: 1280, height: 728 };
const upperHalf = { x: 0, y: 0, width: 1280, height: 400 };

describe('placement', () => {
  test('shares the display without a gap, at any height and place', () => {
    const display = { x: 10, y: 20, width: 1366, height: 769 };
    expect(placementOf('bar', display)).toEqual({
      bar: { x: 10, y: 20, width: 1366, height: 72 },
      page: { x: 10, y: 92, width: 1366, height: 697 },
    });
    expect(placementOf('warning', display)).toEqual({
      bar: { x: 10, y: 20, width: 1366, height: 384 },
      page: { x: 10, y: 404, width: 1366, height: 385 },
    });
  });
});

describe('on the screen', () => {
  let electron: FakeElectron;
  const seen = (view: WebContentsView): FakeView => view as unknown as FakeView;

  beforeEach(async () => {
    electron = withFakeElectron();
    await electron.app.becomeReady();
  });

  describe('the kiosk’s window', () => {
    let view: WebContentsView;
    let window: KioskWindow;
    let lost: number;

    beforeEach(async () => {
      const { WebContentsView } = await import('electron');
      const { KioskWindow } = await import('../../main/electron/kiosk-window.ts');
      view = new WebContentsView({});
      lost = 0;
      window = new KioskWindow(view, () => (lost += 1));
    });

    test('is unseen until it is locked', () => {
      expect(electron.window.isVisible()).toBe(false);
      expect(electron.window.options).not.toHaveProperty('kiosk');
      expect(electron.window.options).not.toHaveProperty('fullscreenable');
    });

    test('covers the display when locked, above all, with the keyboard', async () => {
      await window.lock();
      expect(electron.window.getBounds()).toEqual(whole);
      expect(electron.window.level).toBe('screen-saver');
      expect(seen(view).bounds).toEqual(whole);
      expect(electron.page.focused).toBeGreaterThan(0);
    });

    test('leaves the rest of the display to the page as a bar, and covers it again', async () => {
      await window.lock();
      await window.showBar(bar);
      expect(electron.window.getBounds()).toEqual(bar);
      expect(seen(view).bounds).toEqual(bar);
      await window.lock();
      expect(electron.window.getBounds()).toEqual(whole);
    });

    test('slides open for a warning without taking the keyboard', async () => {
      await window.lock();
      await window.showBar(bar);
      const before = electron.page.focused;
      await window.showBar(upperHalf);
      expect(electron.window.getBounds()).toEqual(upperHalf);
      expect(seen(view).bounds).toEqual(upperHalf);
      expect(electron.page.focused).toBe(before);
    });

    test('owns up when the window manager does not obey', async () => {
      electron.window.obeys = false;
      await expect(window.lock()).rejects.toThrow('the kiosk covers the display');
      await expect(window.showBar(bar)).rejects.toThrow('above the page');
    });

    test('cannot be closed by anyone else', () => {
      electron.window.close();
      expect(electron.window.destroyed).toBe(false);
      expect(lost).toBe(0);
    });

    test('is missed when it goes all the same, and not when the kiosk takes it away', () => {
      electron.window.destroy();
      expect(lost).toBe(1);
      window.leave();
      expect(lost).toBe(1);
    });
  });

  describe('the visitor’s window', () => {
    let stage: Stage;
    const views: WebContentsView[] = [];

    beforeEach(async () => {
      const { WebContentsView } = await import('electron');
      const { Stage } = await import('../../main/electron/stage.ts');
      stage = new Stage();
      views.splice(0, views.length, new WebContentsView({}), new WebContentsView({}));
      for (const view of views) stage.add(view);
    });

    test('is unseen until a session shows it, below the bar', async () => {
      expect(stage.state.visible).toBe(false);
      await stage.show(page);
      expect(stage.state).toEqual({ visible: true, bounds: page });
      stage.hide();
      expect(stage.state.visible).toBe(false);
    });

    test('shows one tab, which fills it and has the keyboard', async () => {
      const [first, second] = views;
      if (first === undefined || second === undefined) throw new Error('two views');
      await stage.show(page);
      stage.bringToFront(first);
      stage.bringToFront(second);
      expect([first, second].map((view) => seen(view).visible)).toEqual([false, true]);
      expect(seen(second).bounds).toEqual({ x: 0, y: 0, width: 1280, height: 728 });
      expect(electron.contents.map(({ focused }) => focused > 0)).toEqual([true, true]);
      const before = electron.contents[0]?.focused;
      electron.window.focus();
      expect(electron.contents[0]?.focused).toBe(before);
    });

    test('takes the keyboard back from the bar, for its tab', async () => {
      const [first] = views;
      if (first === undefined) throw new Error('a view');
      await stage.show(page);
      stage.bringToFront(first);
      const before = electron.contents[0]?.focused ?? 0;
      stage.focus();
      expect(electron.contents[0]?.focused).toBeGreaterThan(before);
    });

    test('does not close', () => {
      electron.window.close();
      expect(electron.window.destroyed).toBe(false);
    });

    test('lets go of a tab that is gone', async () => {
      const [first] = views;
      if (first === undefined) throw new Error('a view');
      stage.bringToFront(first);
      electron.contents[0]?.destroy();
      stage.remove(first);
      await stage.show(page);
      expect(electron.window.children).toHaveLength(1);
    });
  });
});
