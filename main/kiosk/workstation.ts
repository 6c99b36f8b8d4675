import type { Logger } from 'pino';
import type { Slice } from '../../contract/desk-link.ts';
import { explain } from '../../contract/explain.ts';
import type { Snapshot } from '../../contract/screens.ts';
import type { Clock, Now } from './clock.ts';
import type { StateMessage } from './desk-link.ts';
import { EffectsInTurn } from './effects-in-turn.ts';
import { Effects, type EffectsParts } from './effects.ts';
import { Hands } from './hands.ts';
import type { Filter } from './filter/filter.ts';
import type { Host } from './host.ts';
import type { PlaceProfile } from './place-profile.ts';
import type { RefusalCounts } from './refusal-counts.ts';
import { dueMs } from './session/due.ts';
import type { Effect, Knock, Session, SessionEvent, SessionEventKind } from './session/session.ts';
import { startFrom } from './session/start.ts';
import { termsOf, wallMs, type Moment, type Terms } from './session/terms.ts';
import { means, transition } from './session/transition.ts';
import { sceneOf, seatedUntilOf, stateMessageOf } from './session/views.ts';

export interface WorkstationParts extends EffectsParts {
  readonly host: Host;
  /** As they stand now. */
  readonly missingWalls: () => Snapshot['missingWalls'];
  readonly filter: Pick<Filter, 'standing'>;
  readonly place: PlaceProfile;
  readonly refusals: RefusalCounts;
  readonly demonstration: boolean;
  readonly clock: Clock;
  readonly log: Logger;
}

/** While something is due, time is looked at this often: a machine that slept wakes up to a deadline that passed. */
const lookEveryMs = 1_000;

const restPhases: ReadonlySet<Session['phase']> = new Set(['free', 'closed', 'maintenance', 'out-of-service']);

/** An extension moves the end by minutes; by milliseconds it moves at each look. */
const isNews = (state: StateMessage, told: StateMessage): boolean =>
  JSON.stringify({ ...state, endsAt: null }) !== JSON.stringify({ ...told, endsAt: null }) ||
  Math.abs(Date.parse(state.endsAt ?? '') - Date.parse(told.endsAt ?? '')) >= lookEveryMs;

/** Holds the session, asks the table what each event means, and does what it says. */
export class Workstation {
  readonly #parts: WorkstationParts;
  #session: Session;
  #slice: Slice | null;
  #terms: Terms;
  #number = 0;
  #cancelLook: () => void = () => undefined;
  #lastTold: StateMessage | null = null;
  #stopped = false;
  readonly #hands: Hands;
  readonly #effects: EffectsInTurn;
  /** Somebody here calls for help: also before a session, and where there can be none. */
  #helpCalled = false;

  constructor(parts: WorkstationParts) {
    this.#parts = parts;
    this.#hands = new Hands(parts);
    const effects = new Effects(parts, this);
    this.#effects = new EffectsInTurn({
      act: (effect) => effects.do(effect),
      failed: (effect, error) => this.#failed(effect, error),
    });
    const { store } = parts;
    this.#slice = store.slice();
    parts.sites.openToAll(this.#slice?.openedSites ?? []);
    this.#terms = termsOf(this.#slice, parts.place.now.limits);
    const [session, first] = startFrom({ interrupted: store.interrupted(), traces: store.traces() }, this.#moment());
    this.#session = session;
    // A kiosk before this one may have left something.
    parts.choices.forget();
    this.#effects.take(first);
  }

  get session(): Session {
    return this.#session;
  }

  now(): Now {
    return this.#parts.clock.now();
  }

  /** Would the rules let this one begin now? */
  mayBegin(knock: Knock): boolean {
    return explain(knock, this.#terms, wallMs(this.#moment())).granted;
  }

  means(kind: SessionEventKind): boolean {
    return !this.#stopped && means(this.#session, kind);
  }

  /** True when the event meant something in the present phase. */
  happen(event: SessionEvent): boolean {
    if (!this.means(event.kind)) return false;
    const before = this.#session;
    const [session, effects] = transition(before, event, this.#moment());
    this.#session = session;
    this.#effects.take(effects);
    if (session !== before) {
      if (session.phase !== before.phase) this.#enter(session);
      this.publish();
    }
    this.#look();
    return true;
  }

  takeSlice(slice: Slice): void {
    this.#slice = slice;
    this.#parts.sites.openToAll(slice.openedSites);
    this.#parts.place.hear(slice);
    this.#followPlace();
    this.happen({ kind: 'terms-changed' });
    this.publish();
  }

  /** Calls for help, or stops calling since someone is on the way. */
  setHelp(called: boolean): void {
    if (this.#helpCalled === called) return;
    this.#helpCalled = called;
    this.publish();
  }

  /** Whoever looks at this workstation sees how it stands now. */
  publish(): void {
    if (this.#stopped) return;
    this.#number += 1;
    this.#parts.screens.send(this.snapshot());
    const state = this.stateMessage();
    if (this.#lastTold !== null && !isNews(state, this.#lastTold)) return;
    this.#lastTold = state;
    this.#parts.link.tell(state);
  }

  /** The screen is divided as the panel of documents now wants it. */
  divide(): void {
    this.publish();
    if (this.#session.phase === 'active') this.#effects.take([{ do: 'show' }]);
  }

  snapshot(): Snapshot {
    const { choices, demonstration, link, place, seat, voice } = this.#parts;
    const { openAccessMinutes } = place.now;
    const at = this.#moment();
    return {
      number: this.#number,
      placeName: this.#slice?.placeName ?? '',
      workstationName: this.#slice?.workstationName ?? '',
      zone: this.#slice?.zone ?? 'Europe/Paris',
      now: at.wall,
      deskReachable: link.reachable,
      helpLine: at.terms.rules.helpLine,
      voices: [...voice.voices],
      helpCalled: this.#helpCalled,
      ease: choices.ease.offered,
      missingWalls: this.#parts.missingWalls(),
      demonstration,
      scene: sceneOf(this.#session, { ...seat.view, openAccessMinutes }, at),
    };
  }

  stateMessage(): StateMessage {
    const { filter, missingWalls, selfTest } = this.#parts;
    const told = { missingWalls: missingWalls(), check: selfTest.check, list: filter.standing };
    return stateMessageOf(this.#session, { ...told, helpCalled: this.#helpCalled }, this.#moment());
  }

  /** The latest end of whoever sits here, or may still begin; null = nobody. */
  seatedUntil(): string | null {
    return seatedUntilOf(this.#session, this.#moment());
  }

  /** Locks, and kills the browser. The running session stays on disk as it is: the next start finds it cut off. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#effects.stop();
    this.#cancelLook();
    this.#parts.voice.stop();
    await this.#parts.screens.show('locked');
    this.#parts.proxy.setPolicy(null);
    await this.#parts.seat.kill();
    await this.#parts.choices.ease.giveBack();
  }

  #moment(): Moment {
    return { ...this.#parts.clock.now(), terms: this.#terms };
  }

  /** Who ended the session is gone, and with them what they called for. What the visitor chose is forgotten before the next one sits down; what was being read aloud stops with each change. */
  #enter({ phase }: Session): void {
    const { choices, log, voice } = this.#parts;
    log.info({ phase }, 'phase');
    voice.stop();
    if (phase === 'wiping') this.#helpCalled = false;
    if (phase === 'free' || phase === 'closed') choices.forget();
    this.#followPlace();
  }

  /** Where nobody sits the place's word holds at once; a visitor keeps the profile that they began with. */
  #followPlace(): void {
    const { place } = this.#parts;
    if (restPhases.has(this.#session.phase)) place.adopt();
    this.#terms = termsOf(this.#slice, place.now.limits);
  }

  /** A look at the clock when something is due next. */
  #look(): void {
    this.#cancelLook();
    const at = this.#moment();
    const due = dueMs(this.#session, at);
    if (due === null || this.#stopped) return;
    const leftMs = Math.max(0, due - at.monotonicMs);
    this.#cancelLook = this.#parts.clock.after(Math.min(leftMs, lookEveryMs), () => {
      this.happen({ kind: 'tick' });
      void this.#lookForHands();
    });
  }

  /** Looks whether anybody touches anything, where the place wants to know. */
  async #lookForHands(): Promise<void> {
    if (!this.means('untouched') || this.#terms.rules.inactivity === null) return;
    const idleMs = await this.#hands.idleMs();
    if (idleMs !== null) this.happen({ kind: 'untouched', idleMs });
  }

  #failed(effect: Effect, error: unknown): void {
    this.#parts.log.error({ err: error, effect: effect.do }, 'an effect failed');
    const problem = { code: 'internal', where: effect.do, expected: 'a working machine; the log says more' } as const;
    this.happen({ kind: 'fault', problem });
  }
}
