import type { Logger } from 'pino';
import type { Slice } from '../../contract/desk-link.ts';
import type { Snapshot } from '../../contract/screens.ts';
import { homeAddress, type BrowsingPolicy } from './browsing/decide.ts';
import type { Clock } from './clock.ts';
import type { DeskLink, StateMessage } from './desk-link.ts';
import type { Host } from './host.ts';
import type { Proxy } from './proxy/proxy.ts';
import type { RefusalCounts } from './refusal-counts.ts';
import type { ScreenWatch } from './screen-watch.ts';
import type { Seat } from './seat.ts';
import type { Step } from './session/rules.ts';
import type { Effect, Session, SessionEvent, SessionEventKind } from './session/session.ts';
import { dueMs, means, transition } from './session/transition.ts';
import { sceneOf, stateMessageOf } from './session/views.ts';
import type { KioskStore } from './store/store.ts';

export interface WorkstationParts {
  readonly host: Host;
  readonly store: KioskStore;
  readonly proxy: Proxy;
  readonly screens: ScreenWatch;
  readonly seat: Seat;
  readonly link: DeskLink;
  readonly refusals: RefusalCounts;
  readonly policy: BrowsingPolicy;
  readonly demonstration: boolean;
  readonly clock: Clock;
  readonly log: Logger;
}

/** While something is due, time is looked at this often: a machine that slept wakes up to a deadline that passed. */
const lookEveryMs = 1_000;

/** Holds the session, asks the table what each event means, and does what it says. */
export class Workstation {
  readonly #parts: WorkstationParts;
  #session: Session;
  #slice: Slice | null;
  #number = 0;
  /** Effects are done one after the other, so that nothing overtakes a lock. */
  #work: Promise<void> = Promise.resolve();
  #cancelLook: () => void = () => undefined;
  #lastTold = '';
  #stopped = false;

  constructor(parts: WorkstationParts, [session, effects]: Step) {
    this.#parts = parts;
    this.#session = session;
    this.#slice = parts.store.slice();
    this.#enqueue(effects);
  }

  means(kind: SessionEventKind): boolean {
    return !this.#stopped && means(this.#session, kind);
  }

  /** True when the event meant something in the present phase. */
  happen(event: SessionEvent): boolean {
    if (!this.means(event.kind)) return false;
    const before = this.#session;
    const [session, effects] = transition(before, event, this.#parts.clock.now());
    this.#session = session;
    this.#enqueue(effects);
    if (session !== before) {
      if (session.phase !== before.phase) this.#parts.log.info({ phase: session.phase }, 'phase');
      this.publish();
    }
    this.#look();
    return true;
  }

  takeSlice(slice: Slice): void {
    this.#slice = slice;
    this.publish();
  }

  /** Whoever looks at this workstation sees how it stands now. */
  publish(): void {
    if (this.#stopped) return;
    this.#number += 1;
    this.#parts.screens.send(this.snapshot());
    const state = this.stateMessage();
    // The expected end moves by milliseconds at each look; it is no news.
    const news = JSON.stringify({ ...state, endsAt: null });
    if (news === this.#lastTold) return;
    this.#lastTold = news;
    this.#parts.link.tell(state);
  }

  snapshot(): Snapshot {
    const { clock, demonstration, host, link, seat } = this.#parts;
    const now = clock.now();
    return {
      number: this.#number,
      placeName: this.#slice?.placeName ?? '',
      workstationName: this.#slice?.workstationName ?? '',
      zone: this.#slice?.zone ?? 'Europe/Paris',
      now: now.wall,
      deskReachable: link.reachable,
      missingWalls: [...host.missingWalls],
      demonstration,
      scene: sceneOf(this.#session, seat.tabs, now),
    };
  }

  stateMessage(): StateMessage {
    return stateMessageOf(this.#session, this.#parts.host.missingWalls, this.#parts.clock.now());
  }

  /** Puts what was counted on disk, when its hour is over or its session is. */
  recordRefusals(): void {
    const { clock, link, proxy, refusals, store } = this.#parts;
    for (const [category, count] of proxy.takeRefusals()) refusals.add(category, count);
    const facts = refusals.take(clock.now().wall);
    if (facts.length === 0) return;
    store.record(facts);
    link.bringFacts();
  }

  /** Locks, and kills the browser. The running session stays on disk as it is: the next start finds it cut off. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelLook();
    await this.#parts.screens.show('locked');
    this.#parts.proxy.setPolicy(null);
    await this.#parts.seat.kill();
  }

  /** A look at the clock when something is due next. */
  #look(): void {
    this.#cancelLook();
    const at = dueMs(this.#session);
    if (at === null || this.#stopped) return;
    const leftMs = Math.max(0, at - this.#parts.clock.now().monotonicMs);
    this.#cancelLook = this.#parts.clock.after(Math.min(leftMs, lookEveryMs), () => {
      this.happen({ kind: 'tick' });
    });
  }

  #enqueue(effects: readonly Effect[]): void {
    for (const effect of effects) {
      this.#work = this.#work.then(() => this.#doSafely(effect));
    }
  }

  async #doSafely(effect: Effect): Promise<void> {
    if (this.#stopped) return;
    try {
      await this.#do(effect);
    } catch (error) {
      this.#parts.log.error({ err: error, effect: effect.do }, 'an effect failed');
      const problem = { code: 'internal', where: effect.do, expected: 'a working machine; the log says more' } as const;
      this.happen({ kind: 'fault', problem });
    }
  }

  async #do(effect: Effect): Promise<void> {
    const { link, screens, seat, store } = this.#parts;
    switch (effect.do) {
      case 'lock':
        // When it cannot be proven, `ScreenWatch` has the browser killed at once.
        await screens.show('locked');
        return;
      case 'prepare':
        seat.prepare();
        return;
      case 'begin':
        await this.#begin();
        return;
      case 'wipe':
        await this.#wipe();
        return;
      case 'record':
        store.record(effect.facts);
        link.bringFacts();
        return;
      case 'note':
        store.noteUse(effect);
        return;
    }
  }

  async #begin(): Promise<void> {
    // The session may have ended while this waited for its turn; the wipe that follows finds nothing begun.
    if (this.#session.phase !== 'active') return;
    this.#parts.proxy.setPolicy(this.#parts.policy);
    const begun = await this.#parts.seat.begin(this.#parts.policy, homeAddress);
    if (!this.means('browser-gone')) return;
    if (!begun || !(await this.#parts.screens.show('bar'))) this.happen({ kind: 'browser-gone' });
  }

  async #wipe(): Promise<void> {
    this.#parts.proxy.setPolicy(null);
    const leftovers = await this.#parts.seat.clear();
    this.recordRefusals();
    this.happen({ kind: 'wiped', leftovers });
  }
}
