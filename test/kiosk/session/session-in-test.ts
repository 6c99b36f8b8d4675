import { startFrom } from '../../../main/kiosk/session/start.ts';
import type { Admission, Effect, Session, SessionEvent } from '../../../main/kiosk/session/session.ts';
import { transition } from '../../../main/kiosk/session/transition.ts';
import { FakeClock } from '../fake-clock.ts';

export const admission = (changes: Partial<Admission> = {}): Admission => ({
  session: crypto.randomUUID(),
  ticket: crypto.randomUUID(),
  access: 'ticket',
  minutes: 30,
  rules: { profile: 'adult', warningsAtMinutes: [10, 5, 2], graceSeconds: 0 },
  ...changes,
});

/** A session that is only thought: each event at the clock's present moment, each effect kept. */
export class SessionInTest {
  readonly clock = new FakeClock();
  readonly effects: Effect[] = [];
  session: Session;

  constructor(start = startFrom(null)) {
    this.session = start[0];
    this.effects.push(...start[1]);
  }

  /** Returns the effects of this event. */
  happen(event: SessionEvent): readonly Effect[] {
    const [session, effects] = transition(this.session, event, this.clock.now());
    this.session = session;
    this.effects.push(...effects);
    return effects;
  }

  free(): this {
    this.happen({ kind: 'wiped', leftovers: [] });
    return this;
  }

  active(changes: Partial<Admission> = {}): this {
    this.free();
    this.happen({ kind: 'admitted', admission: admission(changes) });
    this.happen({ kind: 'charter-answered', accepted: true });
    return this;
  }
}
