import { codeAlphabet, codeLength, normaliseCard, normaliseCode } from '../../contract/ticket-code.ts';

/** A key as the browser tells it; `code` is the physical key. */
export interface KeyStroke {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/** Keys that follow each other faster than this come from a card or ticket reader, not from fingers. */
const scannerGapMs = 35;

const known = (symbol: string): boolean => codeAlphabet.includes(symbol);

/** The digit of a key whatever the layout; null for any other. */
export const digitOf = ({ code }: Pick<KeyStroke, 'code'>): string | null =>
  /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1] ?? null;

/** The letter, or with another script's layout the Latin letter of the same key. */
function letterOf({ key, code }: KeyStroke): string | null {
  if (/^[a-z\d]$/i.test(key)) return key.toUpperCase();
  return /^\p{L}$/u.test(key) ? (/^Key([A-Z])$/.exec(code)?.[1] ?? null) : null;
}

const notInCodes = new RegExp(`[^${codeAlphabet}]`, 'g');

/** A written code inside other text: what people copy is rarely the code alone. */
const writtenCode = new RegExp(`(?<![a-z0-9])[${codeAlphabet}]{3}[-–\\s]?[${codeAlphabet}]{3}(?![a-z0-9])`, 'i');

/**
 * What a person typed of the ticket code. Every key of the page passes here, wherever the focus is, so that a reader which types
 * like a keyboard always works.
 */
export class CodeEntry {
  #code = $state('');
  #foreign = $state<string | null>(null);
  #burst = '';
  #lastKeyAt = -Infinity;

  /** Symbols typed so far, no separator. */
  get code(): string {
    return this.#code;
  }

  /** One per box, `''` where nothing stands yet. */
  get boxes(): readonly string[] {
    return Array.from({ length: codeLength }, (_, index) => this.#code.charAt(index));
  }

  get missing(): number {
    return codeLength - this.#code.length;
  }

  /** The last typed sign, when codes never hold it (an O, a 1); null after any other. */
  get foreign(): string | null {
    return this.#foreign;
  }

  /**
   * The symbol that a key means, or null when it means none. The digit row counts as digits whatever the layout: on a French keyboard
   * digits need Shift, and a scanner types without it. A dash after the third symbol is the one printed on the ticket.
   */
  symbolOf(stroke: KeyStroke): string | null {
    if (stroke.ctrlKey || stroke.altKey || stroke.metaKey) return null;
    if (stroke.key === '-' && this.#code.length === codeLength / 2) return null;
    return digitOf(stroke) ?? letterOf(stroke);
  }

  /** A symbol from a key. `at`: monotonic milliseconds. */
  press(symbol: string, at: number): void {
    this.#burst = at - this.#lastKeyAt <= scannerGapMs ? this.#burst + symbol : symbol;
    this.#lastKeyAt = at;
    this.append(symbol);
  }

  /** A symbol from the keypad on the screen. */
  append(symbol: string): void {
    this.#foreign = known(symbol) ? null : symbol;
    if (known(symbol) && this.#code.length < codeLength) this.#code += symbol;
  }

  /** The whole text of the field, after a paste or a correction. */
  take(text: string): void {
    const written = writtenCode.exec(text);
    const typed = (written?.[0] ?? text).toUpperCase();
    const code = typed.replaceAll(notInCodes, '').slice(0, codeLength);
    this.#foreign = null;
    if (code !== this.#code) this.#burst = '';
    this.#code = code;
  }

  erase(): void {
    this.#foreign = null;
    this.#burst = '';
    this.#code = this.#code.slice(0, -1);
  }

  clear(): void {
    this.#foreign = null;
    this.#code = '';
    this.#burst = '';
  }

  /**
   * The code to send, or null while signs are missing. What a reader typed in one burst wins over what stood in the boxes before: a ticket,
   * or a card, which is longer and knows more signs than the boxes.
   */
  whole(): string | null {
    const burst = this.#burst;
    this.#burst = '';
    const card = normaliseCard(burst);
    if (card.ok) {
      this.clear();
      return card.value;
    }
    const ticket = normaliseCode(burst);
    if (ticket.ok) this.#code = ticket.value;
    return this.missing === 0 ? this.#code : null;
  }
}
