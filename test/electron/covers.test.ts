import { beforeEach, describe, expect, it } from 'vitest';
import type { Covers } from '../../main/electron/covers.ts';
import { type FakeElectron, withFakeElectron } from './fake-electron.ts';
import type { FakeWindow, Rectangle } from './fake/window.ts';

const beside: Rectangle = { x: 1280, y: 0, width: 1920, height: 1080 };

describe('further displays', () => {
  let electron: FakeElectron;
  let lost: number;

  beforeEach(async () => {
    electron = withFakeElectron();
    lost = 0;
    await electron.app.becomeReady();
  });

  async function cover(): Promise<Covers> {
    const { Covers } = await import('../../main/electron/covers.ts');
    return new Covers(() => (lost += 1));
  }

  const shown = (): readonly FakeWindow[] => electron.windows.filter(({ destroyed }) => !destroyed);

  it('are none where there is one display', async () => {
    await (await cover()).prove();
    expect(electron.windows).toEqual([]);
  });

  it('are black, above all, without the keyboard', async () => {
    electron.screen.plugIn(2, beside);
    await (await cover()).prove();
    expect(electron.window.getBounds()).toEqual(beside);
    expect(electron.window.level).toBe('screen-saver');
    expect(electron.window.options).toMatchObject({ backgroundColor: '#000', focusable: false, frame: false });
  });

  it('are covered in the very turn in which they are plugged in, and follow a change', async () => {
    await cover();
    electron.screen.plugIn(2, beside);
    expect(electron.window.isVisible()).toBe(true);
    const turned = { x: 1280, y: 0, width: 1080, height: 1920 };
    electron.screen.change(2, turned);
    expect(electron.window.getBounds()).toEqual(turned);
    expect(lost).toBe(0);
  });

  it('are left alone when they are unplugged', async () => {
    await cover();
    electron.screen.plugIn(2, beside);
    electron.screen.unplug(2);
    expect(shown()).toEqual([]);
  });

  it('are one with the kiosk’s own where both show the same', async () => {
    electron.screen.plugIn(2, electron.display);
    await (await cover()).prove();
    expect(electron.windows).toEqual([]);
  });

  it('are covered again when somebody closes the cover', async () => {
    electron.screen.plugIn(2, beside);
    await cover();
    electron.window.close();
    expect(electron.window.destroyed).toBe(false);
    electron.window.destroy();
    expect(shown().map((window) => window.getBounds())).toEqual([beside]);
  });

  it('are told when the window manager does not obey', async () => {
    const covers = await cover();
    electron.screen.plugIn(2, beside);
    electron.window.obeys = false;
    electron.screen.change(2, { ...beside, height: 600 });
    await expect(covers.prove()).rejects.toThrow('every further display is covered');
    await expect.poll(() => lost).toBe(1);
  });

  it('are let go with the kiosk', async () => {
    electron.screen.plugIn(2, beside);
    const covers = await cover();
    covers.close();
    electron.screen.plugIn(3, { ...beside, x: 4000 });
    expect(shown()).toEqual([]);
  });
});
