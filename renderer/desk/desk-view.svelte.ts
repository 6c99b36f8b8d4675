import type { SiteWish, WorkstationCard } from '../../contract/desk-routes.ts';
import type { Language } from '../../contract/language.ts';
import { type Answer, askAnew, call, type Failure } from './calls.ts';
import { type Address, addressIn, hashOf, type Page } from './desk-address.ts';
import { deskLanguages, type DeskWords, deskWords } from './desk-words.ts';
import { type OpenEvents, RoomFeed } from './room-feed.svelte.ts';

export interface GivenTicket {
  readonly code: string;
  readonly minutes: number;
  readonly expiresAt: string;
}

export type Screen = 'waiting' | 'sign-in' | 'room';

const languageKey = 'escale-desk-language';

/** What the facilitator sees and does. The room comes from the feed; nothing is shown that the desk did not say. */
export class DeskView {
  readonly words: DeskWords = deskWords();
  readonly feed: RoomFeed;
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly #location: { hash: string };
  #screen = $state<Screen>('waiting');
  #address = $state.raw<Address>(addressIn(''));
  #failure = $state<Failure | null>(null);
  #busy = $state(false);
  #ticket = $state<GivenTicket | null>(null);
  #tick = $state(Date.now());

  /** `location`: where the page keeps what is looked at; without one it is kept here alone. */
  constructor(parts: {
    openEvents: OpenEvents;
    storage: Pick<Storage, 'getItem' | 'setItem'>;
    location?: { hash: string };
  }) {
    this.#storage = parts.storage;
    this.#location = parts.location ?? { hash: '' };
    this.#address = addressIn(this.#location.hash);
    this.feed = new RoomFeed(parts.openEvents, () => void this.open());
    const chosen = parts.storage.getItem(languageKey);
    this.words.language = deskLanguages.find((language) => language === chosen) ?? 'fr';
  }

  get screen(): Screen {
    return this.#screen;
  }

  get page(): Page {
    return this.#address.page;
  }

  get address(): Address {
    return this.#address;
  }

  /** Why the last thing asked did not happen. */
  get failure(): Failure | null {
    return this.#failure;
  }

  get busy(): boolean {
    return this.#busy;
  }

  get ticket(): GivenTicket | null {
    return this.#ticket;
  }

  /** The desk’s clock, in milliseconds since 1970; moves every second. */
  get now(): number {
    return this.#tick + this.feed.aheadMs;
  }

  /** Who calls, longest first. */
  get calls(): WorkstationCard[] {
    const calling = this.feed.room?.workstations.filter(({ helpCalled }) => helpCalled) ?? [];
    return calling.sort((a, b) => (a.helpCalledAt ?? '').localeCompare(b.helpCalledAt ?? ''));
  }

  /** Sites that visitors would like opened, the oldest wish first. */
  get siteWishes(): { readonly card: WorkstationCard; readonly wish: SiteWish }[] {
    const wishes = (this.feed.room?.workstations ?? []).flatMap((card) => card.wishes.map((wish) => ({ card, wish })));
    return wishes.sort((one, other) => one.wish.at.localeCompare(other.wish.at));
  }

  get title(): string {
    const place = this.feed.room?.placeName;
    if (this.#screen === 'sign-in') return `${this.words.say('title.sign-in')} · Escale`;
    if (place === undefined) return 'Escale';
    if (this.page !== 'room') return this.words.say(`title.${this.page}`, { place });
    const count = this.calls.length;
    return count > 0 ? this.words.say('title.calls', { count, place }) : this.words.say('title.place', { place });
  }

  chooseLanguage(language: Language): void {
    this.words.language = language;
    this.#storage.setItem(languageKey, language);
  }

  goTo(page: Page): void {
    this.look({ page });
    this.forgetFailure();
  }

  /** Looks elsewhere, or otherwise; the address says so. */
  look(changes: Partial<Address>): void {
    this.#address = { ...this.#address, ...changes };
    this.#location.hash = hashOf(this.#address);
  }

  /** The address was changed by the browser: by its arrows, or by hand. */
  follow(): void {
    if (this.#location.hash !== hashOf(this.#address)) this.#address = addressIn(this.#location.hash);
  }

  /** What went wrong is told beside what asked for it: whoever closes that has read it. */
  forgetFailure(): void {
    this.#failure = null;
    askAnew();
  }

  tick(): void {
    this.#tick = Date.now();
  }

  /** Finds out whether someone is signed in here, and shows the room if so. */
  async open(): Promise<void> {
    const room = await call('room.read', {});
    if (!room.ok && room.failure.code === 'sign-in-first') {
      this.#leave(this.#screen === 'room' ? room.failure : null);
      return;
    }
    this.#screen = 'room';
    this.feed.open();
  }

  async signIn(name: string, password: string): Promise<void> {
    const answer = await this.ask(() => call('session.sign-in', { name, password }));
    if (answer !== null) await this.open();
  }

  async signOut(): Promise<void> {
    if ((await this.ask(() => call('session.sign-out', {}))) === null) return;
    this.#leave(null);
    this.look(addressIn(''));
  }

  async giveTicket(minutes: number): Promise<void> {
    this.#ticket = await this.ask(() => call('ticket.give', { minutes }));
  }

  forgetTicket(): void {
    this.#ticket = null;
    this.forgetFailure();
  }

  /** True when the kiosk was told; its card changes when it has ended the session. */
  async endSession({ id, session }: WorkstationCard): Promise<boolean> {
    if (session === null) return false;
    return (await this.ask(() => call('session.end', { workstation: id, session }))) !== null;
  }

  async answerHelp({ id }: WorkstationCard): Promise<void> {
    await this.ask(() => call('help.answer', { workstation: id }));
  }

  /** The visitor's own code is not needed: they forgot it, or went away. */
  async releasePause({ id, session }: WorkstationCard): Promise<void> {
    if (session !== null) await this.ask(() => call('pause.release', { workstation: id, session }));
  }

  async setMaintenance({ id }: WorkstationCard, on: boolean): Promise<void> {
    await this.ask(() => call('maintenance.set', { workstation: id, on }));
  }

  async seeTraces({ id }: WorkstationCard): Promise<void> {
    await this.ask(() => call('traces.seen', { workstation: id }));
  }

  /** True when the kiosk was told; its card says what came of it. */
  async checkWalls({ id }: WorkstationCard): Promise<boolean> {
    return (await this.ask(() => call('walls.check', { workstation: id }))) !== null;
  }

  #leave(failure: Failure | null): void {
    this.feed.clear();
    this.#ticket = null;
    this.#failure = failure;
    this.#screen = 'sign-in';
  }

  /** Asks the desk, one thing at a time on the screen; null when it did not happen, and `failure` says why. */
  async ask<Value>(asked: () => Promise<Answer<Value>>): Promise<Value | null> {
    this.#busy = true;
    this.#failure = null;
    const answer = await asked();
    this.#busy = false;
    if (answer.ok) return answer.value;
    this.#failure = answer.failure;
    if (answer.failure.code === 'sign-in-first') this.#leave(answer.failure);
    return null;
  }
}
