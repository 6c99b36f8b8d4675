import { onTestFinished, vi } from 'vitest';
import { DeskView } from '../../renderer/desk/desk-view.svelte.ts';
import { FakeDesk } from './fake-desk.ts';

/** A desk's view without a page: it calls a desk that the test plays, and hears what that desk tells of its room. */

class Line extends EventTarget {
  readonly CLOSED = 2;
  readonly readyState = 1;
  close(): void {
    // The room is told by the test alone: nothing is open that could be closed.
  }
}

export interface DeskViewStage {
  readonly desk: FakeDesk;
  readonly view: DeskView;
  /** Puts the desk's room into the view, as a `room` event does. */
  readonly hear: () => void;
}

export async function openDeskView(): Promise<DeskViewStage> {
  const desk = await FakeDesk.open(null);
  const overNetwork = globalThis.fetch;
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) => overNetwork(new URL(path, desk.address), init));
  onTestFinished(async () => {
    vi.unstubAllGlobals();
    await desk.close();
  });
  const line = new Line();
  const storage = { getItem: () => null, setItem: () => undefined };
  const view = new DeskView({ openEvents: () => line as unknown as EventSource, storage });
  await view.open();
  const hear = (): void => void line.dispatchEvent(new MessageEvent('room', { data: JSON.stringify(desk.room) }));
  hear();
  return { desk, view, hear };
}
