import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Visitor } from '../../main/kiosk/host.ts';
import { colours } from './pages.ts';
import { bar, page, patience, townPage, type Told } from './room.ts';
import type { Stage } from './saving.ts';

/** What the bar does with the shown page, beside turning it. */
export function describePageTools(stage: () => Stage): void {
  describe('with a visitor who uses the bar', () => {
    let { room, screens, shows } = {} as Stage;
    let visitor: Visitor;
    let told: Told;

    beforeEach(async () => {
      ({ room, screens, shows } = stage());
      ({ visitor, told } = await room.begin(stage().host, screens, '/'));
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

    it.each([50, 150, 300] as const)('makes pages as large as the visitor wishes: at %i percent', async (zoom) => {
      await open('/zoom', 'Zoom 1280x728');
      await visitor.zoom(zoom);
      const width = Math.round((100 * 1280) / zoom);
      await vi.waitFor(() => expect(shownTitle()).toContain(`Zoom ${width}x`), patience);
      // The button stands 100 px from the right and from the bottom, and is 100 px wide and high.
      await shows('#c02020', [[1280 - 150 * (zoom / 100), 800 - 150 * (zoom / 100)]]);
      room.screen.click(1280 - Math.round(1.5 * zoom), 800 - Math.round(1.5 * zoom));
      await vi.waitFor(() => expect(shownTitle()).toBe('Zoom cliqué'), patience);
      await visitor.zoom(100);
      await visitor.reload();
      await vi.waitFor(() => expect(shownTitle()).toBe('Zoom 1280x728'), patience);
    });

    it('keeps the size of pages in the next tab, on the next page, and below a warning', async () => {
      await visitor.zoom(200);
      await open('/zoom', 'Zoom 640x364');
      await screens.layout('warning');
      await vi.waitFor(() => expect(shownTitle()).toBe('Zoom 640x200'), patience);
      await screens.layout('bar');
      await vi.waitFor(() => expect(shownTitle()).toBe('Zoom 640x364'), patience);
      await visitor.reload();
      await vi.waitFor(() => expect(shownTitle()).toBe('Zoom 640x364'), patience);
    });

    it('copies and pastes without a key, and gives the keyboard back to the page', async () => {
      await open('/typing', 'Tapez');
      room.screen.type('abc');
      await vi.waitFor(() => expect(shownTitle()).toBe('abc'), patience);
      room.screen.press('ctrl+a');
      await vi.waitFor(() => expect(room.screen.selection('primary')).toBe('abc'), patience);
      room.screen.click(...bar);
      await visitor.edit('copy');
      await vi.waitFor(() => expect(room.screen.selection('clipboard')).toBe('abc'), patience);
      room.screen.press('End');
      room.screen.type('d');
      await vi.waitFor(() => expect(shownTitle()).toBe('abcd'), patience);
      room.screen.click(...bar);
      await visitor.edit('paste');
      await vi.waitFor(() => expect(shownTitle()).toBe('abcdabc'), patience);
      room.screen.type('e');
      await vi.waitFor(() => expect(shownTitle()).toBe('abcdabce'), patience);
    });
  });
}
