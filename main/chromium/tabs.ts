import type { Tab } from '../../contract/screens.ts';
import { decide, homeAddress, type BrowsingPolicy, type RefusalReason } from '../kiosk/browsing/decide.ts';
import type { DevToolsSession } from './devtools.ts';

export interface OpenTab {
  readonly id: string;
  readonly page: DevToolsSession;
  readonly opener: string | null;
  title: string;
  address: string;
  /** A dialog of the page's own waits for the visitor's answer: until then the page answers nothing else. */
  dialogOpen: boolean;
}

/** The visitor's tabs in the order of the strip, and which one is shown. Knows nothing of the browser. */
export class Tabs {
  readonly #tabs = new Map<string, OpenTab>();
  readonly #changed: (tabs: readonly Tab[]) => void;
  #shown: string | null = null;

  constructor(changed: (tabs: readonly Tab[]) => void) {
    this.#changed = changed;
  }

  get all(): readonly OpenTab[] {
    return [...this.#tabs.values()];
  }

  get count(): number {
    return this.#tabs.size;
  }

  get shown(): OpenTab | null {
    return this.#shown === null ? null : (this.#tabs.get(this.#shown) ?? null);
  }

  find(id: string): OpenTab | null {
    return this.#tabs.get(id) ?? null;
  }

  /** A new tab is always shown: a visitor would not look for one that opened behind. */
  add(tab: OpenTab): void {
    this.#tabs.set(tab.id, tab);
    this.show(tab.id);
  }

  show(id: string): void {
    this.#shown = id;
    this.#tell();
  }

  rename(id: string, { title, address }: Pick<OpenTab, 'title' | 'address'>): void {
    const tab = this.#tabs.get(id);
    if (tab === undefined || (tab.title === title && tab.address === address)) return;
    Object.assign(tab, { title, address });
    this.#tell();
  }

  /** Takes a closed tab away. Answers which tab to show now: the one that opened it, else its neighbour; null where nothing changes. */
  remove(id: string): string | null {
    const tab = this.#tabs.get(id);
    if (tab === undefined) return null;
    const order = [...this.#tabs.keys()];
    const at = order.indexOf(id);
    const neighbour = order[at + 1] ?? order[at - 1] ?? null;
    this.#tabs.delete(id);
    const opener = tab.opener !== null && this.#tabs.has(tab.opener) ? tab.opener : null;
    const next = this.#shown === id ? (opener ?? neighbour) : null;
    if (this.#shown === id) this.#shown = next;
    this.#tell();
    return next;
  }

  #tell(): void {
    this.#changed(
      [...this.#tabs.values()].map(({ id, title, address }) => ({
        id,
        title: title === 'about:blank' ? '' : title,
        shown: id === this.#shown,
        home: address.startsWith(homeAddress),
      })),
    );
  }
}

/** Null: it may. A refused site does get its tab: there the visitor reads why. */
export function whyNoTab(policy: BrowsingPolicy, address: string, openTabs: number): RefusalReason | null {
  const asked = decide(policy, { kind: 'popup', address, openTabs });
  if (asked.allowed) return null;
  return asked.reason === 'too-many-tabs' || asked.reason === 'scheme-refused' ? asked.reason : null;
}
