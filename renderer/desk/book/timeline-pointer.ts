import type { Attachment } from 'svelte/attachments';
import type { DayDrag, Grip, Spot } from './day-drag.svelte.ts';

export interface PointerParts {
  readonly drag: DayDrag;
  /** What is taken hold of there; null = nothing that can be dragged. */
  readonly gripAt: (target: Element, x: number, y: number) => Grip | null;
  readonly spotAt: (x: number, y: number) => Spot | null;
  readonly drop: () => void;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A hand trembles; a press is no drag. */
const stillPx = 5;
/** A finger that stays picks up, one that moves scrolls. */
const holdMs = 350;
const fingerStillPx = 10;

const apart = (one: Point, other: Point): number => Math.hypot(one.x - other.x, one.y - other.y);

/** Mouse, pen and finger on the timeline. What is dragged where is decided by the drag; a press that did not move stays a click. */
export const dragging =
  (parts: PointerParts): Attachment<HTMLElement> =>
  (node) => {
    const hand = new Hand(node, parts);
    return () => hand.leave();
  };

class Hand {
  readonly #parts: PointerParts;
  readonly #gone = new AbortController();
  #from: Point | null = null;
  #hold: ReturnType<typeof setTimeout> | undefined;
  #moves = false;
  /** The click that ends a drag is no click. */
  #swallows = false;

  constructor(node: HTMLElement, parts: PointerParts) {
    this.#parts = parts;
    const { signal } = this.#gone;
    node.addEventListener('pointerdown', (event) => this.#press(event), { signal });
    node.addEventListener('click', (event) => this.#click(event), { signal, capture: true });
    node.addEventListener('contextmenu', (event) => this.#keepHold(event), { signal });
    node.addEventListener('touchmove', (event) => this.#keepHold(event), { signal, passive: false });
    window.addEventListener('pointermove', (event) => this.#move(event), { signal });
    window.addEventListener('pointerup', () => this.#release(), { signal });
    window.addEventListener('pointercancel', () => this.#cancel(), { signal });
    window.addEventListener('keydown', (event) => this.#key(event), { signal, capture: true });
  }

  leave(): void {
    this.#cancel();
    this.#gone.abort();
  }

  #press(event: PointerEvent): void {
    this.#swallows = false;
    if (event.button !== 0 || !event.isPrimary || !(event.target instanceof Element)) return;
    const grip = this.#parts.gripAt(event.target, event.clientX, event.clientY);
    if (grip === null) return;
    this.#from = { x: event.clientX, y: event.clientY };
    if (event.pointerType === 'touch') this.#hold = setTimeout(() => this.#pickUp(grip), holdMs);
    else this.#parts.drag.take(grip);
  }

  /** Shown at once: a finger must see that it holds something. */
  #pickUp(grip: Grip): void {
    this.#parts.drag.take(grip);
    this.#parts.drag.follow(grip);
  }

  #move(event: PointerEvent): void {
    if (this.#from === null) return;
    const way = apart(this.#from, { x: event.clientX, y: event.clientY });
    if (this.#parts.drag.grip === null) {
      // Not yet picked up: the page scrolls under the finger.
      if (way > fingerStillPx) this.#cancel();
      return;
    }
    this.#moves ||= way > stillPx;
    const spot = this.#moves ? this.#parts.spotAt(event.clientX, event.clientY) : null;
    if (spot !== null) this.#parts.drag.follow(spot);
  }

  #release(): void {
    if (this.#from === null) return;
    this.#swallows = this.#moves;
    if (this.#moves) this.#parts.drop();
    this.#cancel();
  }

  #cancel(): void {
    clearTimeout(this.#hold);
    this.#from = null;
    this.#moves = false;
    this.#parts.drag.cancel();
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || this.#parts.drag.grip === null) return;
    event.stopPropagation();
    event.preventDefault();
    this.#swallows = this.#moves;
    this.#cancel();
  }

  #click(event: Event): void {
    if (this.#swallows) event.stopPropagation();
    this.#swallows = false;
  }

  /** Neither scrolls nor opens a menu while something is in the hand. */
  #keepHold(event: Event): void {
    if (this.#parts.drag.grip !== null && event.cancelable) event.preventDefault();
  }
}
