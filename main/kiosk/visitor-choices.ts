import type { Language } from '../../contract/language.ts';
import type { TextSize, Theme } from '../../contract/screens.ts';
import { homeAddress } from './browsing/decide.ts';
import type { Ease } from './ease.ts';

/**
 * What a visitor chose on the kiosk's screens, so that the page of tiles, the refusals, the keyboard and the pointer follow. Forgotten with the
 * session.
 */
export class VisitorChoices {
  language: Language = 'fr';
  theme: Theme = 'light';
  text: TextSize = 100;
  readonly ease: Ease;

  constructor(ease: Ease) {
    this.ease = ease;
  }

  /** The page of tiles in this language, these colours and this size. */
  get home(): string {
    return `${homeAddress}?lang=${this.language}&theme=${this.theme}&text=${this.text}`;
  }

  forget(): void {
    this.language = 'fr';
    this.theme = 'light';
    this.text = 100;
    void this.ease.giveBack();
  }
}
