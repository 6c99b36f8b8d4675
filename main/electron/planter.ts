import { type Session, WebContentsView } from 'electron';
import { witnessOrigin } from '../kiosk/proxy/witness.ts';
import { tabPreferences } from './tab-preferences.ts';

/** Shows the page that plants the kiosk's token, to nobody and before anybody sits down; what it stored stays in the session. */
export class Planter {
  readonly #session: Session;
  #view: WebContentsView | null = null;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Its own page and no other, and only while it plants. */
  allows(address: string): boolean {
    return this.#view !== null && URL.parse(address)?.origin === witnessOrigin;
  }

  /** Null: leaves it. Rejects when the page does not open. */
  async show(address: string | null): Promise<void> {
    this.#view?.webContents.close({ waitForBeforeUnload: false });
    this.#view = address === null ? null : new WebContentsView({ webPreferences: tabPreferences(this.#session) });
    if (address !== null) await this.#view?.webContents.loadURL(address);
  }
}
