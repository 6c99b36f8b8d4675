import type { Result } from '../../contract/problem.ts';
import type { KioskBridge, Scene, ScreenCallInput, ScreenCallName, Snapshot } from '../../contract/screens.ts';
import { noEase } from '../../contract/screens.ts';
import { codeLength } from '../../contract/ticket-code.ts';
import { AlarmClock } from './alarm-clock.ts';
import { OwnBooking } from './booking/own-booking.svelte.ts';
import { CodeEntry } from './code-entry.svelte.ts';
import { type CodeTrial, type CodeTrials, codeTrials, type Trouble } from './code-trial.svelte.ts';
import { headlineOf } from './headline.ts';
import { HelpCall } from './help-call.svelte.ts';
import { kioskWords } from './kiosk-words.ts';
import { PauseCode } from './pause-code.svelte.ts';
import { Preferences } from './preferences.svelte.ts';
import { Speech } from './speech.svelte.ts';
import { leftText, type TimeLeft } from './time-left.ts';

/** The free screen forgets a half-typed code and a chosen language when nobody touched it for this long. */
const forgottenAfterMs = 60_000;

/** Time between two looks at the clock while seconds are counted down. */
const countingMs = 250;
const minuteMs = 60_000;

/** What the visitor asked for and has still to answer: to finish, to lock the screen, why there is no more time, to maintain the kiosk, an easier keyboard, what one does with a page. */
export type Question = 'end' | 'pause' | 'no-extension' | 'maintenance' | 'ease' | 'page-tools';

/**
 * The kiosk's screen as the person in front of it sees it: the last snapshot, the time that passed since, what was typed, and how this
 * person wants to read. It keeps no truth of its own: every wish goes to the kiosk, and the next snapshot tells what became of it.
 */
export class KioskView {
  readonly words = kioskWords();
  readonly preferences = new Preferences(this.words);
  readonly entry = new CodeEntry();
  readonly pauseCode = new PauseCode();
  readonly speech: Speech;
  readonly help: HelpCall;
  readonly booking: OwnBooking;
  readonly trials: CodeTrials;
  readonly #bridge: KioskBridge;
  readonly #monotonicNow: () => number;

  #snapshot = $state.raw<Snapshot | null>(null);
  #heardAt = 0;
  /** Milliseconds since the snapshot came. */
  #passed = $state(0);
  readonly #minute = $derived.by(() => {
    const now = this.#wallAfter(this.#passed);
    return now - (now % minuteMs);
  });
  #question = $state<Question | null>(null);
  #visitorSeen = false;
  #touchedAt = 0;
  readonly #clock = new AlarmClock({ ring: () => this.tick(), nextInMs: () => this.#nextChangeInMs() });

  constructor({ bridge, monotonicNow }: { bridge: KioskBridge; monotonicNow: () => number }) {
    this.#bridge = bridge;
    this.#monotonicNow = monotonicNow;
    this.speech = new Speech(bridge, this.preferences);
    this.help = new HelpCall(bridge);
    this.booking = new OwnBooking((question) => bridge.call('book.ask', { question }));
    this.trials = codeTrials(this.words, monotonicNow);
  }

  get snapshot(): Snapshot | null {
    return this.#snapshot;
  }

  get scene(): Scene | null {
    return this.#snapshot?.scene ?? null;
  }

  /** The minute that the clock on the wall shows, as epoch milliseconds, carried on from the snapshot's: the machine's own clock is not asked. */
  get minute(): number {
    return this.#minute;
  }

  /** Of the session, or of the grace to save; 0 when none runs. */
  get leftMs(): number {
    const scene = this.scene;
    if (scene?.phase === 'active' || scene?.phase === 'paused') return this.#remaining(scene.leftMs);
    return scene?.phase === 'ending' ? this.#remaining(scene.graceLeftMs) : 0;
  }

  get left(): TimeLeft {
    return leftText(this.leftMs, this.words);
  }

  /** Part of the session that is left, 0 to 1. */
  get leftShare(): number {
    return this.scene?.phase === 'active' ? Math.min(1, this.leftMs / this.scene.totalMs) : 0;
  }

  /** Seconds in which to answer that one is still there; null when nobody asked. */
  get presenceSeconds(): number | null {
    const asked = this.scene?.phase === 'active' ? this.scene.presenceAskedMs : null;
    return asked === null ? null : Math.ceil(this.#remaining(asked) / 1000);
  }

  /** The kiosk knows that help is called, also after the screens were opened again. */
  get helpState(): 'called' | HelpCall['state'] {
    return this.#snapshot?.helpCalled === true ? 'called' : this.help.state;
  }

  get question(): Question | null {
    return this.#question;
  }

  /** What is wrong with the ticket's code. */
  get trouble(): Trouble | null {
    const { foreign } = this.entry;
    if (foreign !== null) return { sentence: this.words.say('code.foreign', { symbol: foreign }), wait: null };
    return this.#ticketTrial().trouble;
  }

  get headline(): string {
    return headlineOf(this.scene, this.words);
  }

  /** Listens, and asks for the whole state: what was told before is lost. Returns the function that ends it. */
  open(): () => void {
    const deaf = this.#bridge.listen('state', (snapshot) => this.receive(snapshot));
    this.#clock.start();
    void this.#readState();
    return () => {
      deaf();
      this.#clock.stop();
    };
  }

  /** Draws a snapshot, unless a newer one is shown already. */
  receive(snapshot: Snapshot): void {
    if (this.#snapshot !== null && snapshot.number < this.#snapshot.number) return;
    const before = this.scene;
    this.#heardAt = this.#monotonicNow();
    this.#passed = 0;
    this.#snapshot = snapshot;
    if (before?.phase !== snapshot.scene.phase) this.#enter(snapshot.scene);
    this.#forgetLastVisitor(snapshot.scene);
    this.#clock.wind();
  }

  /** Lets the time go on; called whenever something that is shown may change by it. */
  tick(): void {
    const now = this.#monotonicNow();
    this.#passed = now - this.#heardAt;
    for (const trial of Object.values(this.trials)) trial.tick();
    if (!this.#visitorsOwn() && now - this.#touchedAt >= forgottenAfterMs) this.#forget();
  }

  /** A key or a pointer was used: somebody is there. */
  touched(): void {
    this.#touchedAt = this.#monotonicNow();
  }

  /** A choice of language, size or colours: from now on the screen is this person's, so it is not reset under their eyes. */
  prefer(choose: (preferences: Preferences) => void): void {
    this.#visitorSeen = this.#visitorsOwn();
    this.#read(() => choose(this.preferences));
  }

  /** Reads aloud from now on, or no longer. */
  toggleListening(): void {
    if (this.speech.listening) this.speech.stop();
    else this.speech.listen(this.words.language, this.#snapshot?.voices ?? []);
  }

  /** What was typed changed: what was said about it no longer holds. */
  typed(): void {
    this.#ticketTrial().typed();
  }

  ask(question: Question): void {
    this.#question = question;
  }

  /** Back from a question, unanswered. */
  goOn(): void {
    this.#question = null;
    this.pauseCode.clear();
    this.trials.pause.forget();
    this.trials.maintenance.forget();
  }

  /** Sends the ticket's code; on a kiosk that is open to all, nothing typed begins without one. */
  async submitCode(): Promise<void> {
    const { scene, entry } = this;
    const code = entry.whole();
    if (code !== null) {
      await this.#sendTicket(code);
      return;
    }
    const open = scene?.phase === 'free' && scene.openAccessMinutes !== null;
    if (open && entry.missing === codeLength) await this.wish('open.start', {});
    else this.#ticketTrial().object('code.missing', { count: entry.missing });
  }

  /** Locks the screen with the code that was chosen. */
  async pause(): Promise<void> {
    await this.#sendPauseCode('session.pause');
  }

  /** Opens it again. */
  async unpause(): Promise<void> {
    await this.#sendPauseCode('session.unpause');
  }

  async enterMaintenance(code: string): Promise<void> {
    await this.trials.maintenance.send(() => this.#bridge.call('maintenance.enter', { code }));
    this.#clock.wind();
  }

  /** A little more time, or why not. */
  async extend(): Promise<void> {
    const answer = await this.#bridge.call('session.extend', {});
    if (!answer.ok) this.#question = 'no-extension';
  }

  /** Any other wish, without an answer to show: the next snapshot shows it. */
  async wish<Name extends ScreenCallName>(name: Name, input: ScreenCallInput<Name>): Promise<void> {
    await this.#bridge.call(name, input);
  }

  #wallAfter(passedMs: number): number {
    return Date.parse(this.#snapshot?.now ?? '1970-01-01T00:00:00Z') + passedMs;
  }

  #remaining(ms: number): number {
    return Math.max(0, ms - this.#passed);
  }

  /** True where what was chosen belongs to somebody who is in a session. */
  #visitorsOwn(): boolean {
    const phase = this.scene?.phase;
    return phase !== 'free' && phase !== 'closed' && phase !== 'called' && phase !== 'out-of-service';
  }

  /** Seconds that are counted down, the minute on the wall, or the forgetting of what an absent person typed. */
  #nextChangeInMs(): number {
    return this.#isCounting() ? countingMs : Math.min(this.#untilMinuteMs(), this.#untilForgottenMs());
  }

  #isCounting(): boolean {
    return this.#visitorsOwn() || Object.values(this.trials).some(({ isDelayed }) => isDelayed);
  }

  #untilMinuteMs(): number {
    return minuteMs - (this.#wallAfter(this.#monotonicNow() - this.#heardAt) % minuteMs);
  }

  #untilForgottenMs(): number {
    return this.#touchedAt + forgottenAfterMs - this.#monotonicNow();
  }

  #ticketTrial(): CodeTrial {
    if (this.booking.step?.at === 'code') return this.trials.booking;
    return this.scene?.phase === 'paused' ? this.trials.pause : this.trials.ticket;
  }

  async #sendTicket(code: string): Promise<void> {
    const name = this.scene?.phase === 'paused' ? 'session.unpause' : 'code.submit';
    const worked = await this.#ticketTrial().send((): Promise<Result<unknown>> =>
      this.booking.step?.at === 'code' ? this.booking.find(code) : this.#bridge.call(name, { code }),
    );
    if (!worked) this.entry.clear();
    this.#clock.wind();
  }

  async #sendPauseCode(name: 'session.pause' | 'session.unpause'): Promise<void> {
    const { digits: code, missing } = this.pauseCode;
    if (missing > 0) {
      this.trials.pause.object('pause.missing', { count: missing });
      return;
    }
    await this.trials.pause.send((): Promise<Result<unknown>> => this.#bridge.call(name, { code }));
    this.pauseCode.clear();
  }

  async #readState(): Promise<void> {
    const answer = await this.#bridge.call('state.read', {});
    if (answer.ok) this.receive(answer.value);
    else if (this.#snapshot === null) setTimeout(() => void this.#readState(), 1000);
  }

  #enter(scene: Scene): void {
    for (const trial of Object.values(this.trials)) trial.forget();
    this.goOn();
    this.help.forget();
    this.booking.leave();
    this.entry.clear();
    this.touched();
    if (scene.phase !== 'free') this.#visitorSeen = true;
  }

  /** The one who leaves still reads "everything is erased" in their own way; then the screen is the next visitor's. */
  #forgetLastVisitor(scene: Scene): void {
    if (scene.phase !== 'free' || scene.justErased || !this.#visitorSeen) return;
    this.#visitorSeen = false;
    this.speech.stop();
    this.#read(() => this.preferences.reset());
  }

  #forget(): void {
    this.#touchedAt = Infinity;
    this.booking.leave();
    this.entry.clear();
    this.goOn();
    this.trials.ticket.forget();
    this.speech.stop();
    this.#read(() => this.preferences.reset());
    if (Object.values(this.#snapshot?.ease ?? {}).includes(true)) void this.wish('ease.choose', noEase);
  }

  /** Changes how the screen reads, and tells the kiosk: the page of tiles and its refusals follow. */
  #read(change: () => void): void {
    const { language: languageBefore, theme: themeBefore, textSize: textBefore } = this.preferences;
    change();
    const { language, theme, textSize: text } = this.preferences;
    if (language !== languageBefore) {
      if (this.speech.listening) this.speech.listen(language, this.#snapshot?.voices ?? []);
      void this.wish('language.choose', { language });
    }
    if (theme !== themeBefore) void this.wish('theme.choose', { theme });
    if (text !== textBefore) void this.wish('text.choose', { text });
  }
}
