import type { Page } from 'playwright';

/** Smallest side of what a finger or a trembling hand has to hit, in CSS px. */
const smallestTarget = 48;

/** Runs in the page. */
function measure(smallest: number): string[] {
  const { innerWidth, innerHeight } = window;
  const root = document.documentElement;
  const bar = innerHeight <= 200;

  const drawn = (element: Element): boolean =>
    element.checkVisibility({ checkOpacity: true }) && element.closest('.unseen') === null;

  // Tabs may be many: their strip scrolls by itself, and a cut title is whole in the tooltip.
  const mayBeCut = (element: Element): boolean => element.closest('nav li') !== null;

  function isCut(text: Node, holder: Element): boolean {
    const range = document.createRange();
    range.selectNodeContents(text);
    const window = new DOMRect(0, bar ? 0 : -1e6, innerWidth, bar ? innerHeight : 2e6);
    const frames = [window, holder.closest('button')?.getBoundingClientRect() ?? window];
    const within = (line: DOMRect, frame: DOMRect): boolean =>
      line.left >= frame.left - 1 &&
      line.right <= frame.right + 1 &&
      line.top >= frame.top - 1 &&
      line.bottom <= frame.bottom + 1;
    return [...range.getClientRects()].some((line) => frames.some((frame) => !within(line, frame)));
  }

  function cutTexts(): string[] {
    const cut: string[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode() !== null) {
      const text = texts.currentNode;
      const holder = text.parentElement;
      if (holder === null || text.textContent?.trim() === '' || !drawn(holder) || mayBeCut(holder)) continue;
      if (isCut(text, holder)) cut.push(`cut text: ${text.textContent ?? ''}`);
    }
    return cut;
  }

  const smallTargets = [...document.querySelectorAll('button, input, a')]
    .map((target) => ({ name: target.textContent, box: target.getBoundingClientRect() }))
    .filter(({ box }) => Math.min(box.width, box.height) < smallest)
    .map(({ name, box }) => `target of ${Math.round(box.width)} × ${Math.round(box.height)}: ${name}`);

  return [
    ...(root.scrollWidth > innerWidth ? ['the page scrolls sideways'] : []),
    ...(bar && root.scrollHeight > innerHeight ? ['the bar scrolls'] : []),
    ...cutTexts(),
    ...smallTargets,
  ];
}

/** What is wrong with a drawn page, as sentences: text that leaves the window or its own control, targets too small, sideways scrolling. */
export const faultsOf = (page: Page): Promise<string[]> => page.evaluate(measure, smallestTarget);
