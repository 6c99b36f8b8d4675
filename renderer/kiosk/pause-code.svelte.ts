import { digitOf, type KeyStroke } from './code-entry.svelte.ts';

const shortest = 4;
const longest = 8;

/** The digits that a visitor chooses to lock the screen with, and types again to open it. */
export class PauseCode {
  #digits = $state('');

  get digits(): string {
    return this.#digits;
  }

  /** Signs that it still lacks to be a code; 0 = it is one. */
  get missing(): number {
    return Math.max(0, shortest - this.#digits.length);
  }

  /** The digit that a key means, on whatever layout; null when it means none. */
  digitOf(stroke: KeyStroke): string | null {
    return stroke.ctrlKey || stroke.altKey || stroke.metaKey ? null : digitOf(stroke);
  }

  append(digit: string): void {
    if (this.#digits.length < longest) this.#digits += digit;
  }

  erase(): void {
    this.#digits = this.#digits.slice(0, -1);
  }

  clear(): void {
    this.#digits = '';
  }
}
