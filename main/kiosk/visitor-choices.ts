import type { Language } from '../../contract/language.ts';
import type { Theme } from '../../contract/screens.ts';
import { homeAddress } from './browsing/decide.ts';

/** What a visitor chose on the kiosk's screens, so that the page of tiles and the refusals follow. Forgotten with the session. */
export class VisitorChoices {
  language: Language = 'fr';
  theme: Theme = 'light';

  /** The page of tiles in this language and these colours. */
  get home(): string {
    return `${homeAddress}?lang=${this.language}&theme=${this.theme}`;
  }

  forget(): void {
    this.language = 'fr';
    this.theme = 'light';
  }
}
