import type { PlaceRules, Slice } from '../../../contract/desk-link.ts';
import type { Effect, Knock, Session, SessionEvent, SessionRules } from '../../../main/kiosk/session/session.ts';
import { startFrom, type Interrupted } from '../../../main/kiosk/session/start.ts';
import { termsOf, type Moment } from '../../../main/kiosk/session/terms.ts';
import { transition } from '../../../main/kiosk/session/transition.ts';
import type { Surroundings } from '../../../main/kiosk/session/views.ts';
import { rulesInTest, sliceInTest } from '../desk-in-test.ts';
import { FakeClock } from '../fake-clock.ts';

export const knock = (changes: Partial<Knock> = {}): Knock => ({
  session: crypto.randomUUID(),
  ticket: crypto.randomUUID(),
  access: 'ticket',
  codeHash: 'ab'.repeat(32),
  minutes: 30,
  leftSeconds: null,
  used: { todayMinutes: 0, weekMinutes: 0 },
  ...changes,
});

export const sessionRules = (changes: Partial<SessionRules> = {}): SessionRules => ({
  profile: 'adult',
  warningsAtMinutes: [10, 5, 2],
  graceSeconds: 0,
  limits: { sessionMinutes: null, dayMinutes: null, weekMinutes: null },
  ...changes,
});

export const around: Surroundings = { tabs: [], zoom: 100, documents: [], panel: null, openAccessMinutes: null };

interface Begin {
  readonly interrupted?: Interrupted | null;
  readonly traces?: readonly string[];
  readonly rules?: Partial<SessionRules>;
  readonly place?: Partial<PlaceRules>;
}

/** A session that is only thought: each event at the clock's present moment, each effect kept. */
export class SessionInTest {
  readonly clock = new FakeClock();
  readonly effects: Effect[] = [];
  session: Session;
  rules: SessionRules;
  #slice: Slice = sliceInTest();

  constructor({ interrupted = null, traces = [], rules = {}, place = {} }: Begin = {}) {
    this.rules = sessionRules(rules);
    this.#slice = sliceInTest({ rules: rulesInTest(place) });
    const [session, effects] = startFrom({ interrupted, traces }, this.at);
    this.session = session;
    this.effects.push(...effects);
  }

  get at(): Moment {
    return { ...this.clock.now(), terms: termsOf(this.#slice, this.rules.limits) };
  }

  /** The desk tells something new. */
  hear({ rules, ...changes }: Partial<Omit<Slice, 'rules'>> & { rules?: Partial<PlaceRules> }): readonly Effect[] {
    this.#slice = { ...this.#slice, ...changes, rules: { ...this.#slice.rules, ...rules } };
    return this.happen({ kind: 'terms-changed' });
  }

  /** Returns the effects of this event. */
  happen(event: SessionEvent): readonly Effect[] {
    const [session, effects] = transition(this.session, event, this.at);
    this.session = session;
    this.effects.push(...effects);
    return effects;
  }

  free(): this {
    this.happen({ kind: 'wiped', leftovers: [] });
    return this;
  }

  charter(changes: Partial<Knock> = {}): this {
    this.free();
    this.knock(changes);
    return this;
  }

  knock(changes: Partial<Knock> = {}): readonly Effect[] {
    return this.happen({ kind: 'knocked', knock: knock(changes), rules: this.rules });
  }

  active(changes: Partial<Knock> = {}): this {
    this.charter(changes);
    this.happen({ kind: 'charter-answered', accepted: true });
    return this;
  }
}
