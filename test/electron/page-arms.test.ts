import { runInNewContext } from 'node:vm';
import { beforeEach, describe, expect, test } from 'vitest';
import type { WebContents } from 'electron';
import { armPage } from '../../main/electron/page-arms.ts';
import { settled } from './fake-electron.ts';
import { FakeContents } from './fake/contents.ts';
import { FakeSession } from './fake/session.ts';

describe('an armed page', () => {
  let page: FakeContents;
  let disarmed: number;
  let filesAsked: number;

  beforeEach(async () => {
    page = new FakeContents({ created: () => undefined, failing: new Map() }, new FakeSession('visitor'), {});
    disarmed = 0;
    await page.loadURL('about:blank');
    filesAsked = 0;
    await armPage(page as unknown as WebContents, {
      disarmed: () => (disarmed += 1),
      filesAsked: () => (filesAsked += 1),
    });
  });

  const sentTo = (target: string): readonly string[] =>
    page.debugger.sent.filter((one) => one.target === target).map(({ method }) => method);

  test('opens no file chooser and no print dialog', () => {
    const sent = new Map(page.debugger.sent.map(({ method, parameters }) => [method, parameters]));
    expect(sent.get('Page.setInterceptFileChooserDialog')).toEqual({ enabled: true, cancel: true });
    expect(sent.get('Page.addScriptToEvaluateOnNewDocument')).toMatchObject({ runImmediately: true });
  });

  test('tells that it asked for a file, from any frame', () => {
    page.debugger.emit('message', {}, 'Page.fileChooserOpened', { frameId: 'a', mode: 'selectSingle' }, '');
    page.debugger.emit('message', {}, 'Page.fileChooserOpened', { frameId: 'b', mode: 'selectSingle' }, 'child');
    expect(filesAsked).toBe(2);
  });

  test('has a print() that pages can neither call nor bring back', () => {
    const { source } = page.debugger.sent.find(({ method }) => method.endsWith('OnNewDocument'))?.parameters ?? {};
    const window: { print?: unknown } = { print: () => 'native dialog' };
    runInNewContext(String(source), { window });
    expect(() => Object.defineProperty(window, 'print', { value: 1 })).toThrow();
    expect((window.print as () => unknown)()).toBeUndefined();
  });

  test.each([
    ['iframe', true],
    ['worker', false],
    ['service_worker', false],
    ['something new', false],
  ])('lets a new %s start, armed where it can open dialogs', async (type, isArmed) => {
    page.debugger.startTarget('child', type);
    await settled();
    expect([...page.debugger.waiting]).toEqual([]);
    expect(sentTo('child').includes('Page.setInterceptFileChooserDialog')).toBe(isArmed);
    expect(sentTo('child')).toContain('Target.setAutoAttach');
    expect(disarmed).toBe(0);
  });

  test('is given up when a frame of it cannot be armed', async () => {
    page.debugger.failing.add('Page.setInterceptFileChooserDialog child');
    page.debugger.startTarget('child', 'iframe');
    await settled();
    expect(disarmed).toBe(1);
    expect([...page.debugger.waiting]).toEqual(['child']);
  });

  test('minds nothing about a frame that was gone before it was armed', async () => {
    page.debugger.failing.add('Page.enable child');
    page.debugger.startTarget('child', 'iframe');
    page.debugger.endTarget('child');
    await settled();
    expect(disarmed).toBe(0);
  });

  test('is given up when the protocol is taken from it, not when it closes', () => {
    page.debugger.emit('detach', {}, 'target closed');
    expect(disarmed).toBe(1);
    page.destroy();
    page.debugger.emit('detach', {}, 'target closed');
    expect(disarmed).toBe(1);
  });
});
