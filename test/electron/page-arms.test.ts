import { runInNewContext } from 'node:vm';
import { beforeEach, describe, expect, test } from 'vitest';
import type { WebContents } from 'electron';
import type { FileField } from '../../main/electron/file-choice.ts';
import { armPage } from '../../main/electron/page-arms.ts';
import { settled } from './fake-electron.ts';
import { FakeContents } from './fake/contents.ts';
import { FakeSession } from './fake/session.ts';

describe('an armed page', () => {
  let page: FakeContents;
  let disarmed: number;
  let asked: { node: number | undefined; several: boolean; send: FileField['send'] | undefined }[];

  beforeEach(async () => {
    page = new FakeContents({ created: () => undefined, failing: new Map() }, new FakeSession('visitor'), {});
    disarmed = 0;
    await page.loadURL('about:blank');
    asked = [];
    await armPage(page as unknown as WebContents, {
      disarmed: () => (disarmed += 1),
      filesAsked: (field, several) => asked.push({ node: field?.node, several, send: field?.send }),
    });
  });

  const sentTo = (target: string): readonly string[] =>
    page.debugger.sent.filter((one) => one.target === target).map(({ method }) => method);

  test('opens no file chooser and no print dialog', () => {
    const sent = new Map(page.debugger.sent.map(({ method, parameters }) => [method, parameters]));
    expect(sent.get('Page.setInterceptFileChooserDialog')).toEqual({ enabled: true });
    expect(sent.get('Page.addScriptToEvaluateOnNewDocument')).toMatchObject({ runImmediately: true });
  });

  test('tells which field asks for files, from any frame, and answers where it asked', async () => {
    const ask = (session: string, words: object): boolean =>
      page.debugger.emit('message', {}, 'Page.fileChooserOpened', { frameId: 'a', ...words }, session);
    ask('', { mode: 'selectSingle', backendNodeId: 7 });
    ask('child', { mode: 'selectMultiple', backendNodeId: 8 });
    // By script, without a field: `showOpenFilePicker()`.
    ask('', { mode: 'selectSingle' });
    expect(asked).toMatchObject([
      { node: 7, several: false },
      { node: 8, several: true },
      { node: undefined, several: false },
    ]);
    for (const { send } of asked) await send?.('DOM.setFileInputFiles', { files: ['a'] });
    expect(page.debugger.sent.slice(-2)).toEqual([
      { method: 'DOM.setFileInputFiles', parameters: { files: ['a'] }, target: '' },
      { method: 'DOM.setFileInputFiles', parameters: { files: ['a'] }, target: 'child' },
    ]);
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
