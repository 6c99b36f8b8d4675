import type { Problem } from '../../contract/problem.ts';
import type { BrowsingPolicy } from './browsing/decide.ts';
import type { SiteRequests } from './browsing/site-requests.ts';
import type { Clock } from './clock.ts';
import type { DeskLink } from './desk-link.ts';
import type { Proxy } from './proxy/proxy.ts';
import { recordRefusals } from './record-refusals.ts';
import type { RefusalCounts } from './refusal-counts.ts';
import type { ScreenWatch } from './screen-watch.ts';
import type { Seat } from './seat.ts';
import type { Effect, Session, SessionEvent, SessionEventKind } from './session/session.ts';
import { layoutOf } from './session/views.ts';
import type { KioskStore } from './store/store.ts';
import type { VisitorChoices } from './visitor-choices.ts';
import type { Voice } from './voice.ts';
import type { SelfTest } from './walls/self-test.ts';

export interface EffectsParts {
  readonly clock: Clock;
  readonly refusals: RefusalCounts;
  readonly screens: ScreenWatch;
  readonly seat: Seat;
  readonly selfTest: SelfTest;
  readonly proxy: Proxy;
  readonly store: KioskStore;
  readonly link: DeskLink;
  /** As it stands now. */
  readonly policy: () => BrowsingPolicy;
  readonly sites: SiteRequests;
  readonly choices: VisitorChoices;
  readonly voice: Voice;
}

/** What is put on disk. */
type Written = Extract<Effect, { do: 'record' | 'note' }>;

/** Who holds the session and hears what became of an effect. */
interface Holder {
  readonly session: Session;
  happen(event: SessionEvent): boolean;
  means(kind: SessionEventKind): boolean;
}

/** Does what the session's table says, with the parts of the kiosk. */
export class Effects {
  readonly #parts: EffectsParts;
  readonly #workstation: Holder;

  constructor(parts: EffectsParts, workstation: Holder) {
    this.#parts = parts;
    this.#workstation = workstation;
  }

  async do(effect: Effect): Promise<void> {
    if (effect.do === 'record' || effect.do === 'note') this.#write(effect);
    else await this.#act(effect);
  }

  async #act(effect: Exclude<Effect, Written>): Promise<void> {
    const { screens, seat, voice } = this.#parts;
    switch (effect.do) {
      case 'lock':
        // When it cannot be proven, `ScreenWatch` has the browser killed at once.
        await screens.show('locked');
        return;
      case 'show':
        await this.#show();
        return;
      case 'prepare':
        seat.prepare();
        return;
      case 'empty':
        await seat.kill();
        return;
      case 'sound':
        voice.sound();
        return;
      case 'begin':
        await this.#begin();
        return;
      case 'wipe':
        await this.#wipe();
        return;
      case 'check':
        await this.#check();
        return;
    }
  }

  #write(effect: Written): void {
    const { link, store } = this.#parts;
    if (effect.do === 'note') {
      store.noteUse(effect);
      return;
    }
    store.record(effect.facts, effect);
    link.bringFacts();
  }

  async #begin(): Promise<void> {
    const { choices, proxy, seat, sites } = this.#parts;
    if (this.#workstation.session.phase === 'active') await seat.settle();
    const { session } = this.#workstation;
    // The session may have ended while this waited for its turn; the wipe that follows finds nothing begun.
    if (session.phase !== 'active') return;
    sites.begin(session.running.session);
    const asking = { ...this.#parts.policy(), askKey: sites.key };
    // The proxy asks again for each page; the browser is told once.
    proxy.setPolicy({
      ...asking,
      get language() {
        return choices.language;
      },
      get openedSites() {
        return sites.opened;
      },
    });
    const told = { ...asking, language: choices.language, openedSites: sites.opened };
    const begun = await seat.begin(told, choices.home);
    if (!this.#workstation.means('browser-gone')) return;
    if (begun) await this.#show();
    else this.#workstation.happen({ kind: 'browser-gone' });
  }

  /** A lock that waits for its turn has already decided: what should not be shown any more is not. */
  async #show(): Promise<void> {
    const { session } = this.#workstation;
    const layout = layoutOf(session, this.#parts.seat.panel.shown !== null);
    if ((session.phase === 'active' || layout !== 'locked') && !(await this.#parts.screens.show(layout)))
      this.#workstation.happen({ kind: 'browser-gone' });
  }

  async #wipe(): Promise<void> {
    this.#parts.proxy.setPolicy(null);
    this.#parts.sites.forget();
    const leftovers = await this.#parts.seat.clear();
    recordRefusals(this.#parts);
    // Where nobody will sit down for another reason, the walls wait until somebody may.
    if (this.#opensAfterwards) this.#heed(await this.#parts.selfTest.ground());
    this.#workstation.happen({ kind: 'wiped', leftovers });
  }

  get #opensAfterwards(): boolean {
    const { session } = this.#workstation;
    return session.phase === 'wiping' && session.then.to !== 'out-of-service';
  }

  /** On demand, while nobody sits here. */
  async #check(): Promise<void> {
    const { seat, selfTest } = this.#parts;
    if (this.#workstation.session.phase === 'free') await seat.settle();
    const { visitor } = seat;
    const ground = await selfTest.ground();
    const around = visitor === null ? null : await selfTest.around(visitor, () => seat.visitor === visitor);
    this.#heed(ground ?? around);
  }

  /** A wall that does not answer: nobody sits down here. */
  #heed(problem: Problem | null): void {
    if (problem !== null) this.#workstation.happen({ kind: 'fault', problem });
  }
}
