import type { Page } from 'playwright';

/** Smallest side of what a finger or a trembling hand has to hit, in CSS px. */
const smallestTarget = 48;

/** What is wrong with a drawn page, as sentences: text that leaves the window or its own control, targets too small, sideways scrolling. */
export const faultsOf = (page: Page): Promise<string[]> =>
  page.evaluate((smallest) => {
    const faults: string[] = [];
    const { innerWidth, innerHeight } = window;
    const bar = innerHeight <= 200;
    if (document.documentElement.scrollWidth > innerWidth) faults.push('the page scrolls sideways');
    if (bar && document.documentElement.scrollHeight > innerHeight) faults.push('the bar scrolls');

    const drawn = (element: Element): boolean =>
      element.checkVisibility({ checkOpacity: true }) && element.closest('.unseen') === null;

    // Tabs may be many: their strip scrolls by itself, and a cut title is whole in the tooltip.
    const mayBeCut = (element: Element): boolean => element.closest('nav li') !== null;

    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode() !== null) {
      const text = texts.currentNode;
      const holder = text.parentElement;
      if (holder === null || text.textContent?.trim() === '' || !drawn(holder) || mayBeCut(holder)) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const control = holder.closest('button, input');
      const frame = control?.getBoundingClientRect() ?? {
        left: 0,
        right: innerWidth,
        top: -Infinity,
        bottom: Infinity,
      };
      for (const { left, right, top, bottom } of range.getClientRects()) {
        const outside = left < frame.left - 1 || right > frame.right + 1;
        const cut = top < frame.top - 1 || bottom > frame.bottom + 1;
        const belowBar = bar && (top < -1 || bottom > innerHeight + 1);
        if (outside || cut || belowBar) faults.push(`cut text: ${text.textContent ?? ''}`);
      }
    }

    for (const target of document.querySelectorAll('button, input, a')) {
      const { width, height } = target.getBoundingClientRect();
      if (Math.min(width, height) < smallest && (drawn(target) || target.tagName === 'INPUT')) {
        faults.push(`target of ${Math.round(width)} × ${Math.round(height)}: ${target.textContent}`);
      }
    }
    return [...new Set(faults)];
  }, smallestTarget);
