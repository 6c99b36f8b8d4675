import type { DocumentsPanel as Panel, SavedDocument } from '../../../contract/screens.ts';
import type { FileWish, HeldDocument } from '../host.ts';
import { isAccepted, kindOf } from './kinds.ts';

/** What the visitor saved in this session, and whether the bar stands open on it: by their own wish, or because a page waits for files. */
export class DocumentsPanel {
  readonly #changed: () => void;
  #held: readonly HeldDocument[] = [];
  #wish: FileWish | null = null;
  #isOpen = false;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get documents(): SavedDocument[] {
    return this.#held.map(({ id, name, bytes }) => ({ id, name, bytes, kind: kindOf(name) }));
  }

  get wish(): FileWish | null {
    return this.#wish;
  }

  /** What it stands open for; null = closed. */
  get shown(): Panel | null {
    if (this.#wish === null) return this.#isOpen ? { for: 'looking' } : null;
    const { several, accept } = this.#wish;
    const fitting = this.#held.filter(({ name }) => isAccepted(accept, name)).map(({ id }) => id);
    return { for: 'upload', several, fitting };
  }

  /** May these be given to the page that waits? */
  takes(ids: readonly string[]): boolean {
    const { shown } = this;
    if (shown?.for !== 'upload' || (ids.length > 1 && !shown.several)) return false;
    return ids.every((id) => shown.fitting.includes(id));
  }

  held(documents: readonly HeldDocument[]): void {
    this.#held = documents;
    this.#changed();
  }

  wanted(wish: FileWish | null): void {
    this.#wish = wish;
    this.#changed();
  }

  open(isOpen: boolean): void {
    this.#isOpen = isOpen;
    this.#changed();
  }

  /** With the browser that held them. */
  forget(): void {
    this.#held = [];
    this.#wish = null;
    this.#isOpen = false;
  }
}
