import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Tab } from '../../contract/screens.ts';
import type { FileWish } from '../../main/kiosk/host.ts';
import { homeAddress } from '../../main/kiosk/browsing/decide.ts';
import type { TabStrip } from '../../main/electron/tab-strip.ts';
import { type FakeElectron, settled, withFakeElectron } from './fake-electron.ts';
import type { FakeContents } from './fake/contents.ts';
import { policyInTest } from './policy-in-test.ts';

describe('tabs', () => {
  let electron: FakeElectron;
  let strip: TabStrip;
  let stage: unknown[];
  let tabs: readonly Tab[];
  let refused: string[];
  let wish: FileWish | null;

  beforeEach(async () => {
    electron = withFakeElectron();
    const { session } = await import('electron');
    const { TabStrip } = await import('../../main/electron/tab-strip.ts');
    const { guardEverything } = await import('../../main/electron/guards.ts');
    const { guardNetwork } = await import('../../main/electron/network.ts');
    [stage, tabs, refused, wish] = [[], [], [], null];
    guardEverything({
      permission: () => false,
      navigation: (contents, step) => strip.judge(contents, step),
      download: () => null,
    });
    await electron.app.becomeReady();
    const visitors = session.fromPartition('visitor');
    strip = new TabStrip({
      session: visitors,
      stage: {
        add: (view) => stage.push(view),
        remove: (view) => (stage = stage.filter((one) => one !== view)),
        bringToFront: () => undefined,
      },
      tabsChanged: (now) => (tabs = now),
      filesWanted: (now) => (wish = now),
      refused: (reason) => refused.push(reason),
    });
    guardNetwork(visitors, (address) => strip.allows(address));
    await strip.prepare();
  });

  afterEach(settled);

  const begin = async (): Promise<FakeContents> => {
    const page = electron.page;
    await strip.begin(policyInTest, homeAddress);
    return page;
  };

  const shown = (): string => {
    const address = electron.contents.at(-1)?.getURL() ?? '';
    return decodeURIComponent(address);
  };

  test('the first one waits, armed, and goes nowhere before the session begins', async () => {
    expect(electron.page.getURL()).toBe('about:blank');
    expect(electron.page.debugger.sent.map(({ method }) => method)).toContain('Page.setInterceptFileChooserDialog');
    expect(await electron.page.pageGoes('https://example.org/')).toBe(false);
    await strip.open('https://example.org/');
    expect(electron.contents).toHaveLength(1);
  });

  test('the session begins on the home page, in the tab that waited', async () => {
    await begin();
    expect(tabs).toEqual([{ id: '1', title: '', shown: true, home: true }]);
  });

  test('run without Node, without preload, in a sandbox', async () => {
    await strip.open('https://example.org/');
    for (const { preferences } of electron.contents)
      expect(preferences).toMatchObject({
        ...{ sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false, devTools: false },
        ...{ plugins: false, disableHtmlFullscreenWindowResize: true, focusOnNavigation: false, safeDialogs: true },
      });
    expect(electron.page.preferences).not.toHaveProperty('preload');
  });

  test('show why a page was refused, in its place, and tell the kiosk', async () => {
    const page = await begin();
    expect(await page.pageGoes('https://www.refused.example/')).toBe(false);
    await settled();
    expect(refused).toEqual(['site-refused']);
    expect(shown()).toContain('data-reason="site-refused"');
  });

  test('show it for a redirect too', async () => {
    const page = await begin();
    expect(page.redirected('http://192.168.1.1/')).toBe(false);
    await settled();
    expect(shown()).toContain('data-reason="private-network"');
  });

  test('keep the page when only a frame of it is refused', async () => {
    const page = await begin();
    expect(await page.pageGoes('https://refused.example/', false)).toBe(false);
    await settled();
    expect(page.getURL()).toBe(homeAddress);
    expect(refused).toEqual([]);
  });

  test.each([
    'mailto:a@b.c',
    'file:///etc/passwd',
    'chrome://settings',
    'tel:112',
    'javascript:alert(1)',
    'escale://kiosk/',
  ])('never go to %s', async (address) => {
    const page = await begin();
    expect(await page.pageGoes(address)).toBe(false);
    expect(strip.allows(address)).toBe(false);
    expect(refused).toEqual(['scheme-refused']);
  });

  test.each([
    [-105, 'site-not-found'],
    [-111, 'site-silent'],
  ])('explain a page that does not come (%i)', async (code, reason) => {
    await begin();
    electron.failing.set('https://example.org/', code);
    await strip.open('https://example.org/');
    await settled();
    expect(shown()).toContain(`data-reason="${reason}"`);
  });

  test('say nothing when the visitor stopped it', async () => {
    await begin();
    electron.failing.set('https://example.org/', -3);
    await strip.open('https://example.org/');
    await settled();
    expect(electron.contents.at(-1)?.getURL()).toBe('about:blank');
  });

  test('what the kiosk itself loads is judged by the network too', async () => {
    const page = await begin();
    await expect(page.loadURL('https://refused.example/')).rejects.toThrow('-20');
  });

  describe('of popups', () => {
    test('are the very page that Electron made, which keeps its opener', async () => {
      const page = await begin();
      const popup = page.opens({ url: 'https://pay.example/' }, true);
      await settled();
      expect(popup?.getURL()).toBe('https://pay.example/');
      expect(popup?.loads).toEqual([]);
      expect(tabs.map(({ shown: front }) => front)).toEqual([false, true]);
    });

    test('are loaded by us, armed first, where Electron made none', async () => {
      const page = await begin();
      const referrer = { url: homeAddress, policy: 'origin' };
      const postBody = { contentType: 'multipart/form-data', boundary: 'b', data: [] };
      const popup = page.opens({ url: 'https://form.example/', referrer, postBody }, false);
      await settled();
      expect(popup?.loads).toEqual([
        { url: 'about:blank', options: undefined },
        {
          url: 'https://form.example/',
          options: {
            httpReferrer: referrer,
            postData: [],
            extraHeaders: 'content-type: multipart/form-data; boundary=b',
          },
        },
      ]);
      expect(popup?.debugger.sent.map(({ method }) => method)).toContain('Target.setAutoAttach');
    });

    test('have all our preferences, whatever the page asked for', async () => {
      const page = await begin();
      const popup = page.opens({ url: 'https://form.example/' }, false);
      await settled();
      expect(popup?.preferences).toMatchObject({
        nodeIntegration: false,
        devTools: false,
        plugins: false,
        sandbox: true,
      });
    });

    test('that are empty at first are let open, and judged when they go somewhere', async () => {
      const page = await begin();
      const popup = page.opens({ url: 'about:blank#blocked' }, true);
      expect(popup).not.toBeNull();
      expect(await popup?.pageGoes('https://refused.example/')).toBe(false);
    });

    test('of a refused site do not open', async () => {
      const page = await begin();
      expect(page.opens({ url: 'https://refused.example/' }, true)).toBeNull();
      expect(refused).toEqual(['site-refused']);
    });

    test('open in the background where the visitor asked for that', async () => {
      const page = await begin();
      page.opens({ url: 'https://b.example/', disposition: 'background-tab' }, false);
      await settled();
      expect(tabs.map(({ shown: front }) => front)).toEqual([true, false]);
    });

    test('stop at the profile’s number of tabs', async () => {
      const page = await begin();
      page.opens({ url: 'https://a.example/' }, true);
      page.opens({ url: 'https://b.example/' }, true);
      expect(page.opens({ url: 'https://c.example/' }, true)).toBeNull();
      expect(refused).toEqual(['too-many-tabs']);
    });
  });

  test('close without asking the page; the one before comes to the front', async () => {
    await begin();
    await strip.open('https://a.example/');
    strip.close('2');
    await settled();
    expect(tabs).toEqual([{ id: '1', title: '', shown: true, home: true }]);
    expect(stage).toHaveLength(1);
  });

  test('a page that closes itself, or crashes, leaves a home page behind', async () => {
    const page = await begin();
    page.destroy();
    await settled();
    expect(tabs).toMatchObject([{ shown: true, home: true }]);
    electron.contents.at(-1)?.emit('render-process-gone', {}, { reason: 'crashed' });
    await settled();
    expect(tabs).toMatchObject([{ id: '3', shown: true, home: true }]);
  });

  test('go back and reload in front only, never to the empty page before the first, and know no tab that is gone', async () => {
    const page = await begin();
    await strip.open('https://a.example/');
    strip.back();
    strip.show('1');
    page.past = ['about:blank'];
    strip.back();
    page.past = ['about:blank', 'https://example.org/'];
    strip.back();
    strip.reload();
    strip.show('99');
    strip.close('99');
    expect(page.calls.slice(-2)).toEqual(['goBack', 'reload']);
    expect(page.calls.filter((call) => call === 'goBack' || call === 'reload')).toHaveLength(2);
  });

  test('are all as large as the visitor wishes, on the next page and in the next tab too', async () => {
    const page = await begin();
    strip.zoom(150);
    await strip.open('https://a.example/');
    await page.pageGoes('https://b.example/');
    expect(electron.contents.map(({ zoomFactor }) => zoomFactor)).toEqual([1.5, 1.5]);
    strip.zoom(100);
    expect(electron.contents.map(({ zoomFactor }) => zoomFactor)).toEqual([1, 1]);
  });

  test('copy and paste in front only', async () => {
    const page = await begin();
    await strip.open('https://a.example/');
    strip.edit('copy');
    strip.show('1');
    strip.edit('paste');
    expect(page.calls).not.toContain('copy');
    expect(page.calls.at(-1)).toBe('paste');
    expect(electron.contents.at(-1)?.calls).toContain('copy');
  });

  describe('of a page that wants files', () => {
    const ask = async (page: FakeContents, words: object, session = ''): Promise<void> => {
      page.debugger.answers.set('DOM.describeNode', { node: { attributes: ['type', 'file', 'accept', '.pdf'] } });
      page.debugger.answers.set('DOM.resolveNode', { object: { objectId: 'field' } });
      page.debugger.emit('message', {}, 'Page.fileChooserOpened', { frameId: 'a', ...words }, session);
      await settled();
    };
    const field = { mode: 'selectSingle', backendNodeId: 7 };
    const sent = (page: FakeContents, method: string): readonly unknown[] =>
      page.debugger.sent.filter((one) => one.method === method).map(({ parameters, target }) => [parameters, target]);

    test('tell the kiosk, and give it what the visitor chose, in the frame that asked', async () => {
      const page = await begin();
      await ask(page, { mode: 'selectMultiple', backendNodeId: 7 }, 'child');
      expect(wish).toEqual({ several: true, accept: '.pdf' });
      strip.giveFiles(['/home/visitor/Documents/a.pdf']);
      expect(wish).toBeNull();
      expect(sent(page, 'DOM.setFileInputFiles')).toEqual([
        [{ files: ['/home/visitor/Documents/a.pdf'], backendNodeId: 7 }, 'child'],
      ]);
      expect(refused).toEqual([]);
    });

    test('tell it when the visitor changes their mind', async () => {
      const page = await begin();
      await ask(page, field);
      strip.giveFiles([]);
      await settled();
      expect(wish).toBeNull();
      expect(sent(page, 'Runtime.callFunctionOn')).toMatchObject([[{ objectId: 'field' }, '']]);
      expect(sent(page, 'DOM.setFileInputFiles')).toEqual([]);
    });

    test('refuse, and tell it that there is none, where the profile lets nobody save', async () => {
      const page = electron.page;
      await strip.begin({ ...policyInTest, downloads: 'refuse' }, homeAddress);
      await ask(page, field);
      expect([wish, refused]).toEqual([null, ['permission-refused']]);
      expect(sent(page, 'Runtime.callFunctionOn')).toHaveLength(1);
    });

    test('refuse a script that wants the disk', async () => {
      const page = await begin();
      await ask(page, { mode: 'selectSingle' });
      expect([wish, refused]).toEqual([null, ['permission-refused']]);
    });

    test.each<[string, (page: FakeContents) => unknown]>([
      ['goes elsewhere', (page) => page.pageGoes('https://b.example/')],
      ['closes', (page) => page.destroy()],
      ['is no longer shown', () => strip.open('https://c.example/')],
    ])('forget its wish when it %s', async (_, leave) => {
      const page = await begin();
      await ask(page, field);
      expect(wish).not.toBeNull();
      await leave(page);
      await settled();
      expect(wish).toBeNull();
      strip.giveFiles(['/a']);
      expect(sent(page, 'DOM.setFileInputFiles')).toEqual([]);
    });

    test('hear nothing of one that asks unseen', async () => {
      const page = await begin();
      await strip.open('https://c.example/');
      await ask(page, field);
      expect([wish, refused]).toEqual([null, []]);
    });
  });

  test('cut a title that is made to flood the channel', async () => {
    const page = await begin();
    page.named('x'.repeat(100_000));
    expect(tabs[0]?.title).toHaveLength(120);
  });
});
