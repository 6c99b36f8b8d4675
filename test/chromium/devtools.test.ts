import { PassThrough } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { DevTools, DevToolsEnd, DevToolsRefusal } from '../../main/chromium/devtools.ts';

function connect() {
  const toBrowser = new PassThrough();
  const fromBrowser = new PassThrough();
  const broken = vi.fn();
  const refused = vi.fn();
  const devtools = new DevTools({ toBrowser, fromBrowser }, { broken, refused });
  const answer = (message: object): void => void fromBrowser.write(`${JSON.stringify(message)}\0`);
  return { devtools, fromBrowser, answer, broken, refused };
}

describe('the DevTools pipe', () => {
  it('matches answers to calls, in whatever order they come', async () => {
    const { devtools, answer } = connect();
    const first = devtools.browser.send('Browser.getVersion');
    const second = devtools.browser.send('Target.createTarget', { url: '' });
    answer({ id: 2, result: { targetId: 'T' } });
    answer({ id: 1, result: { product: 'P' } });
    expect(await second).toEqual({ targetId: 'T' });
    expect(await first).toEqual({ product: 'P' });
  });

  it('keeps a character whole that two chunks share', async () => {
    const { devtools, fromBrowser } = connect();
    const call = devtools.browser.send('Browser.getVersion');
    const bytes = Buffer.from('{"id":1,"result":{"product":"é"}}\0');
    const middle = bytes.indexOf(0xc3) + 1;
    fromBrowser.write(bytes.subarray(0, middle));
    fromBrowser.write(bytes.subarray(middle));
    expect(await call).toEqual({ product: 'é' });
  });

  it('tells each session its own events', async () => {
    const { devtools, answer } = connect();
    const heard = vi.fn();
    devtools.session('A').on('Page.loadEventFired', heard);
    answer({ method: 'Page.loadEventFired', sessionId: 'B', params: { timestamp: 1 } });
    answer({ method: 'Page.loadEventFired', sessionId: 'A', params: { timestamp: 2 } });
    await vi.waitFor(() => expect(heard.mock.calls).toEqual([[{ timestamp: 2 }]]));
  });

  it('rejects a refused call and lives on', async () => {
    const { devtools, answer, refused } = connect();
    const call = devtools.browser.send('Browser.getVersion');
    answer({ id: 1, error: { message: 'Not allowed' } });
    await expect(call).rejects.toBeInstanceOf(DevToolsRefusal);
    devtools.browser.tell('Browser.getVersion');
    answer({ id: 2, error: { message: 'Not allowed' } });
    await vi.waitFor(() => expect(refused).toHaveBeenCalledOnce());
  });

  it.each([
    ['the pipe ends', ''],
    ['the browser talks nonsense', 'nonsense\0'],
  ])('rejects what waits when %s, and says so once', async (_, text) => {
    const { devtools, fromBrowser, broken } = connect();
    const call = devtools.browser.send('Browser.getVersion');
    if (text === '') fromBrowser.destroy();
    else fromBrowser.write(text);
    await expect(call).rejects.toBeInstanceOf(DevToolsEnd);
    await expect(devtools.browser.send('Browser.getVersion')).rejects.toBeInstanceOf(DevToolsEnd);
    fromBrowser.destroy();
    expect(broken).toHaveBeenCalledOnce();
  });

  it('ends when a listener cannot take what a browser sent', async () => {
    const { devtools, answer, broken } = connect();
    devtools.browser.on('Target.targetDestroyed', () => {
      throw new TypeError('not of the form that was promised');
    });
    answer({ method: 'Target.targetDestroyed', params: null });
    await vi.waitFor(() => expect(broken).toHaveBeenCalledOnce());
  });
});
