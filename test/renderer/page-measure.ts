/**
 * What is wrong with a drawn page, as sentences: text that leaves the window or its own control, targets too small, sideways scrolling.
 * Runs in the page, so it may use nothing from outside itself.
 */
export function measurePage(): string[] {
  /** Smallest side of what a finger or a trembling hand has to hit, in CSS px. */
  const smallestTarget = 48;
  const { innerWidth, innerHeight } = window;
  const bar = innerHeight <= 200;
  const { scrollWidth, scrollHeight } = document.documentElement;
  const half = innerHeight < 600;

  const drawn = (element: Element): boolean =>
    element.checkVisibility({ checkOpacity: true }) && element.closest('.unseen') === null;

  // Tabs may be many: their strip scrolls by itself, and a cut title is whole in the tooltip. So is a document's name.
  const mayBeCut = (element: Element): boolean => element.closest('nav li, bdi[title]') !== null;

  const outside = (text: DOMRect, frame: DOMRect): boolean =>
    text.left < frame.left - 1 ||
    text.right > frame.right + 1 ||
    text.top < frame.top - 1 ||
    text.bottom > frame.bottom + 1;

  /** Where a text may stand: its control, else the window; a page may be scrolled down, a bar may not. */
  const frameOf = (holder: Element): DOMRect => {
    const control = holder.closest('button, input');
    const page = new DOMRect(0, -1e6, innerWidth, 2e6);
    return control?.getBoundingClientRect() ?? (half ? new DOMRect(0, 0, innerWidth, innerHeight) : page);
  };

  const cutTexts = (): string[] => {
    const found: string[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode() !== null) {
      const text = texts.currentNode;
      const holder = text.parentElement;
      if (holder === null || text.textContent?.trim() === '' || !drawn(holder) || mayBeCut(holder)) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const frame = frameOf(holder);
      if ([...range.getClientRects()].some((rect) => outside(rect, frame))) found.push(`cut text: ${text.textContent}`);
    }
    return found;
  };

  const smallTargets = (): string[] =>
    [...document.querySelectorAll('button, input, a')]
      .filter((target) => drawn(target) || target.tagName === 'INPUT')
      .map((target) => ({ target, rect: target.getBoundingClientRect() }))
      .filter(({ rect }) => Math.min(rect.width, rect.height) < smallestTarget)
      .map(({ target, rect }) => `target of ${rect.width} × ${rect.height}: ${target.outerHTML.slice(0, 80)}`);

  return [
    ...(scrollWidth > innerWidth ? ['the page scrolls sideways'] : []),
    ...(half && scrollHeight > innerHeight ? [bar ? 'the bar scrolls' : 'the opened bar scrolls'] : []),
    ...new Set(cutTexts()),
    ...smallTargets(),
  ];
}
