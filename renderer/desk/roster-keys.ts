import type { Presence } from './attendance.svelte.ts';

/** What a key on a row of the attendance means: a mark, if any, and how many rows further the next one is. */
export interface PresenceKey {
  readonly mark?: Presence;
  readonly step: number;
}

const keys: Readonly<Record<string, PresenceKey>> = {
  p: { mark: true, step: 1 },
  a: { mark: false, step: 1 },
  Backspace: { mark: null, step: 0 },
  Delete: { mark: null, step: 0 },
  ArrowDown: { step: 1 },
  ArrowUp: { step: -1 },
};

/** Null: a key that means nothing here, or one that belongs to the browser. */
export function presenceKey(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey'>): PresenceKey | null {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  return keys[event.key.length === 1 ? event.key.toLowerCase() : event.key] ?? null;
}

/** Puts the focus so many rows further, on the same choice; at the last row it stays. */
export function stepFrom(button: HTMLElement, step: number): void {
  const row = button.closest('li');
  const next = step > 0 ? row?.nextElementSibling : step < 0 ? row?.previousElementSibling : null;
  const choice = button.classList.contains('absent') ? '.absent' : '.present';
  next?.querySelector<HTMLElement>(choice)?.focus();
}
