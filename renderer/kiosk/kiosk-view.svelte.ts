import type { ProblemCode, Result } from '../../contract/problem.ts';
import type { KioskBridge, Scene, ScreenCallInput, ScreenCallName, Snapshot } from '../../contract/screens.ts';
import { CodeEntry } from './code-entry.svelte.ts';
import { kioskWords, reasonWord, type KioskWord } from './kiosk-words.ts';
import { Preferences } from './preferences.svelte.ts';
import type { Speech } from './speech.svelte.ts';
import { leftText, type TimeLeft } from './time-words.ts';

/** The free screen forgets a half-typed code and a chosen language when nobody touched it for this long. */
const forgottenAfterMs = 60_000;

const problemWords: Partial<Record<ProblemCode, KioskWord>> = {
  'code-refused': 'problem.code-refused',
  'code-delayed': 'problem.code-delayed',
  'ticket-in-use': 'problem.ticket-in-use',
  'not-now': 'problem.not-now',
};

const headlines: Record<Exclude<Scene['phase'], 'ending'>, KioskWord> = {
  free: 'welcome.ask',
  charter: 'charter.title',
  active: 'bar.opening',
  wiping: 'wiping.title',
  closed: 'closed.title',
  'out-of-service': 'out.title',
};

type Complaint =
  | { readonly kind: 'missing'; readonly count: number }
  | { readonly kind: 'problem'; readonly code: ProblemCode; readonly retryAt: number | null };

/** What stands beside the boxes when a code did not work. */
export interface Trouble {
  readonly sentence: string;
  /** Counts down, so it is not for live regions. */
  readonly wait: string | null;
}

/**
 * The kiosk's screen as the person in front of it sees it: the last snapshot, the time that passed since, what was typed, and how this
 * person wants to read. It keeps no truth of its own: every wish goes to the kiosk, and the next snapshot tells what became of it.
 */
export class KioskView {
  readonly words = kioskWords();
  readonly preferences = new Preferences(this.words);
  readonly entry = new CodeEntry();
  readonly speech: Speech;
  readonly #bridge: KioskBridge;
  readonly #monotonicNow: () => number;

  #snapshot = $state.raw<Snapshot | null>(null);
  #heardAt = 0;
  /** Milliseconds since the snapshot came. */
  #passed = $state(0);
  #complaint = $state.raw<Complaint | null>(null);
  #busy = $state(false);
  #help = $state<'none' | 'called' | 'failed'>('none');
  #endAsked = $state(false);
  #sessionSeen = false;
  #touchedAt = 0;

  constructor(parts: { bridge: KioskBridge; speech: Speech; monotonicNow: () => number }) {
    this.#bridge = parts.bridge;
    this.speech = parts.speech;
    this.#monotonicNow = parts.monotonicNow;
  }

  get snapshot(): Snapshot | null {
    return this.#snapshot;
  }

  get scene(): Scene | null {
    return this.#snapshot?.scene ?? null;
  }

  /** Wall-clock time in epoch milliseconds, carried on from the snapshot's: the machine's own clock is not asked. */
  get now(): number {
    return Date.parse(this.#snapshot?.now ?? '1970-01-01T00:00:00Z') + this.#passed;
  }

  /** Of the session, or of the grace to save; 0 when none runs. */
  get leftMs(): number {
    const scene = this.scene;
    if (scene?.phase === 'active') return Math.max(0, scene.leftMs - this.#passed);
    return scene?.phase === 'ending' ? Math.max(0, scene.graceLeftMs - this.#passed) : 0;
  }

  get left(): TimeLeft {
    return leftText(this.leftMs, this.words);
  }

  /** Part of the session that is left, 0 to 1. */
  get leftShare(): number {
    return this.scene?.phase === 'active' ? Math.min(1, this.leftMs / this.scene.totalMs) : 0;
  }

  /** A call is under way: the button says so and does not call twice. */
  get busy(): boolean {
    return this.#busy;
  }

  /** What became of a call for help made outside a session; within one the snapshot says it. */
  get help(): 'none' | 'called' | 'failed' {
    return this.scene?.phase === 'active' && this.scene.helpCalled ? 'called' : this.#help;
  }

  /** The visitor pressed "finish" and has not answered the question yet. */
  get endAsked(): boolean {
    return this.#endAsked;
  }

  get trouble(): Trouble | null {
    const foreign = this.entry.foreign;
    if (foreign !== null) return { sentence: this.words.say('code.foreign', { symbol: foreign }), wait: null };
    const complaint = this.#complaint;
    if (complaint === null) return null;
    if (complaint.kind === 'missing') {
      return { sentence: this.words.say('code.missing', { count: complaint.count }), wait: null };
    }
    const seconds = this.#secondsUntil(complaint.retryAt);
    return {
      sentence: this.words.say(problemWords[complaint.code] ?? 'problem.other'),
      wait: seconds > 0 ? this.words.say('problem.code-delayed.wait', { seconds }) : null,
    };
  }

  /** The one sentence of a scene: its heading, or all that fits while the window is but a bar high. */
  get headline(): string {
    const scene = this.scene;
    if (scene === null) return this.words.say('waiting.title');
    if (scene.phase === 'ending') return this.words.say(reasonWord(scene.reason));
    if (scene.phase === 'free' && scene.justErased) return this.words.say('welcome.erased');
    return this.words.say(headlines[scene.phase]);
  }

  /** Listens, and asks for the whole state: what was told before is lost. Returns the function that ends it. */
  open(): () => void {
    const deaf = this.#bridge.listen('state', (snapshot) => this.receive(snapshot));
    const clock = setInterval(() => this.tick(), 250);
    void this.#readState();
    return () => {
      deaf();
      clearInterval(clock);
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
  }

  /** Lets the time go on; called a few times a second. */
  tick(): void {
    const now = this.#monotonicNow();
    this.#passed = now - this.#heardAt;
    const complaint = this.#complaint;
    if (complaint?.kind === 'problem' && complaint.retryAt !== null && complaint.retryAt <= now) this.#complaint = null;
    if (this.scene?.phase === 'free' && now - this.#touchedAt > forgottenAfterMs) this.#forget();
  }

  /** A key or a pointer was used: somebody is there. */
  touched(): void {
    this.#touchedAt = this.#monotonicNow();
  }

  /** A choice of language, size or colours: from now on the screen is this person's, so it is not reset under their eyes. */
  prefer(choose: (preferences: Preferences) => void): void {
    this.#sessionSeen = this.scene?.phase !== 'free';
    choose(this.preferences);
    this.speech.stop();
  }

  /** What was typed changed: what was said about it no longer holds. A delay stays, since it does. */
  typed(): void {
    if (this.#complaint?.kind === 'problem' && this.#complaint.retryAt !== null) return;
    this.#complaint = null;
  }

  async submitCode(): Promise<void> {
    if (this.#busy) return;
    const code = this.entry.whole();
    if (code === null) {
      this.#complaint = { kind: 'missing', count: this.entry.missing };
      return;
    }
    const answer = await this.#ask('code.submit', { code });
    if (answer.ok) return;
    const { code: problem, retryInSeconds } = answer.problem;
    const retryAt = retryInSeconds === undefined ? null : this.#monotonicNow() + retryInSeconds * 1000;
    this.#complaint = { kind: 'problem', code: problem, retryAt };
    this.entry.clear();
  }

  async callHelp(): Promise<void> {
    const answer = await this.#ask('help.call', {});
    this.#help = answer.ok ? 'called' : 'failed';
  }

  helpAnswerSeen(): void {
    this.#help = 'none';
  }

  askToEnd(): void {
    this.#endAsked = true;
  }

  goOn(): void {
    this.#endAsked = false;
  }

  /** Any other wish, without an answer to show: the next snapshot shows it. */
  async wish<Name extends ScreenCallName>(name: Name, input: ScreenCallInput<Name>): Promise<void> {
    await this.#ask(name, input);
  }

  async #ask<Name extends ScreenCallName>(name: Name, input: ScreenCallInput<Name>): Promise<Result<unknown>> {
    this.#busy = true;
    try {
      return await this.#bridge.call(name, input);
    } finally {
      this.#busy = false;
    }
  }

  async #readState(): Promise<void> {
    const answer = await this.#bridge.call('state.read', {});
    if (answer.ok) this.receive(answer.value);
    else if (this.#snapshot === null) setTimeout(() => void this.#readState(), 1000);
  }

  #secondsUntil(at: number | null): number {
    return at === null ? 0 : Math.ceil((at - this.#heardAt - this.#passed) / 1000);
  }

  #enter(scene: Scene): void {
    this.speech.stop();
    this.#complaint = null;
    this.#help = 'none';
    this.#endAsked = false;
    this.entry.clear();
    this.touched();
    if (scene.phase !== 'free') this.#sessionSeen = true;
  }

  /** The one who leaves still reads "everything is erased" in their own way; then the screen is the next visitor's. */
  #forgetLastVisitor(scene: Scene): void {
    if (scene.phase !== 'free' || scene.justErased || !this.#sessionSeen) return;
    this.#sessionSeen = false;
    this.preferences.reset();
  }

  #forget(): void {
    this.#touchedAt = Infinity;
    this.entry.clear();
    this.#complaint = null;
    this.preferences.reset();
  }
}
