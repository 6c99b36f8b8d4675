import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../contract/desk-link.ts';
import { phases } from '../../../contract/session.ts';
import type { Effect, SessionEvent } from '../../../main/kiosk/session/session.ts';
import { dueMs, transition } from '../../../main/kiosk/session/transition.ts';
import { sceneOf } from '../../../main/kiosk/session/views.ts';
import { sceneSchema } from '../../../contract/screens.ts';
import { admission, SessionInTest } from './session-in-test.ts';

/** What may happen to a workstation, in any order and at any time. `wiped` comes only after a wipe was asked for, as in `Workstation`. */
type Step =
  | { readonly kind: 'pass' | 'sleep'; readonly ms: number }
  | { readonly kind: 'set-clock'; readonly wall: string }
  | { readonly kind: 'admit'; readonly minutes: number; readonly graceSeconds: number }
  | { readonly kind: 'end-by-facilitator' }
  | { readonly kind: 'finish-wipe'; readonly leftovers: readonly string[] }
  | { readonly kind: 'event'; readonly event: SessionEvent };

const problem = { code: 'internal', where: 'here', expected: 'something else' } as const;

const often = fc.oneof(
  fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 200_000 }) }),
  fc.record({
    kind: fc.constant('admit' as const),
    minutes: fc.integer({ min: 1, max: 20 }),
    graceSeconds: fc.constantFrom(0, 60),
  }),
  fc.constant<Step>({ kind: 'event', event: { kind: 'charter-answered', accepted: true } }),
  fc.constant<Step>({ kind: 'finish-wipe', leftovers: [] }),
);

const seldom = fc.oneof(
  fc.record({ kind: fc.constant('sleep' as const), ms: fc.integer({ min: 1, max: 3_000_000 }) }),
  fc.constantFrom<Step>(
    { kind: 'set-clock', wall: '2016-02-29T00:00:00.000Z' },
    { kind: 'set-clock', wall: '2036-10-26T01:00:00.000Z' },
    { kind: 'end-by-facilitator' },
    { kind: 'event', event: { kind: 'charter-answered', accepted: false } },
    { kind: 'event', event: { kind: 'warning-seen' } },
    { kind: 'event', event: { kind: 'help-called' } },
    { kind: 'event', event: { kind: 'help-coming' } },
    { kind: 'event', event: { kind: 'visitor-ended' } },
    { kind: 'event', event: { kind: 'browser-gone' } },
  ),
);

const rarely = fc.constantFrom<Step>(
  { kind: 'event', event: { kind: 'fault', problem } },
  { kind: 'finish-wipe', leftovers: ['file'] },
);

const steps = fc.array(
  fc.oneof({ arbitrary: often, weight: 12 }, { arbitrary: seldom, weight: 4 }, { arbitrary: rarely, weight: 1 }),
  { minLength: 5, maxLength: 60 },
);

/** The kiosk around the session, as little of it as the promises need: it looks at the clock when something is due. */
class Model {
  readonly test = new SessionInTest();
  /** Wipes asked for and not yet finished. */
  wipes = 1;
  readonly log: Effect[] = [];

  take(step: Step): void {
    switch (step.kind) {
      case 'pass':
        this.#pass(step.ms);
        break;
      case 'sleep':
        this.test.clock.sleep(step.ms);
        this.happen({ kind: 'tick' });
        break;
      case 'set-clock':
        this.test.clock.setWall(step.wall);
        break;
      case 'admit': {
        const rules = { profile: 'adult', warningsAtMinutes: [10, 5, 2], graceSeconds: step.graceSeconds };
        this.happen({ kind: 'admitted', admission: admission({ minutes: step.minutes, rules }) });
        break;
      }
      case 'end-by-facilitator':
        this.happen({ kind: 'facilitator-ended', session: this.#running() ?? 'none' });
        break;
      case 'finish-wipe':
        if (this.wipes === 0) break;
        this.wipes -= 1;
        this.happen({ kind: 'wiped', leftovers: step.leftovers });
        break;
      case 'event':
        this.happen(step.event);
    }
  }

  happen(event: SessionEvent): void {
    const effects = this.test.happen(event);
    this.log.push(...effects);
    this.wipes += effects.filter((effect) => effect.do === 'wipe').length;
    this.#check(effects);
  }

  get facts(): readonly Fact[] {
    return this.log.flatMap((effect) => (effect.do === 'record' ? effect.facts : []));
  }

  /** Time stops at every point at which something is due. */
  #pass(milliseconds: number): void {
    const endMs = this.test.clock.now().monotonicMs + milliseconds;
    for (;;) {
      const nowMs = this.test.clock.now().monotonicMs;
      const due = dueMs(this.test.session);
      const nextMs = due === null || due > endMs ? endMs : Math.max(due, nowMs);
      this.test.clock.pass(nextMs - nowMs);
      this.happen({ kind: 'tick' });
      if (nextMs >= endMs) return;
    }
  }

  #running(): string | null {
    const { session } = this.test;
    return session.phase === 'active' || session.phase === 'ending' ? session.running.session : null;
  }

  #check(effects: readonly Effect[]): void {
    const { session, clock } = this.test;
    const now = clock.now();
    sceneSchema.parse(sceneOf(session, [], now));
    expect(phases).toContain(session.phase);
    if (session.phase === 'active') expect(now.monotonicMs).toBeLessThan(session.running.deadlineMs);
    if (session.phase === 'ending') {
      expect(session.untilMs - session.running.deadlineMs).toBeLessThanOrEqual(
        session.running.rules.graceSeconds * 1000,
      );
    }
    // Whatever wipes has locked first, and nothing stands before the lock.
    const doing = effects.map((effect) => effect.do);
    if (doing.includes('wipe')) expect(doing[0]).toBe('lock');
    if (doing.includes('begin')) expect(session.phase).toBe('active');
  }
}

const runs = { numRuns: 2_000 };

describe('whatever happens, in whatever order', () => {
  it('every session that started ends once and is wiped once, in this order', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const model = new Model();
        for (const step of sequence) model.take(step);
        // Then the room empties: time passes, and every wipe comes to its end.
        model.take({ kind: 'pass', ms: 60 * 60_000 });
        while (model.wipes > 0) model.take({ kind: 'finish-wipe', leftovers: [] });
        model.take({ kind: 'pass', ms: 60 * 60_000 });
        while (model.wipes > 0) model.take({ kind: 'finish-wipe', leftovers: [] });
        expect(['free', 'out-of-service']).toContain(model.test.session.phase);

        const stories = Map.groupBy(
          model.facts.filter((fact) => fact.kind !== 'refusals-counted'),
          (fact) => fact.session,
        );
        for (const story of stories.values()) {
          expect(story.map(({ kind }) => kind)).toEqual(['session-started', 'session-ended', 'wiped']);
        }
      }),
      runs,
    );
  });

  it('no session is used longer than its minutes', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const model = new Model();
        for (const step of sequence) model.take(step);
        const minutes = new Map(
          model.facts.flatMap((fact) => (fact.kind === 'session-started' ? [[fact.session, fact.minutes]] : [])),
        );
        for (const fact of model.facts) {
          if (fact.kind !== 'session-ended') continue;
          expect(fact.usedSeconds).toBeLessThanOrEqual((minutes.get(fact.session) ?? 0) * 60);
        }
      }),
      runs,
    );
  });

  it('nothing changes between two points that are due, but the note of the used time', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 600_000 }), (sequence, ms) => {
        const model = new Model();
        for (const step of sequence) model.take(step);
        const { session, clock } = model.test;
        clock.pass(ms);
        const now = clock.now();
        const due = dueMs(session);
        fc.pre(due === null || now.monotonicMs < due);
        const [after, effects] = transition(session, { kind: 'tick' }, now);
        expect(effects.filter((effect) => effect.do !== 'note')).toEqual([]);
        expect(sceneOf(after, [], now)).toEqual(sceneOf(session, [], now));
      }),
      runs,
    );
  });
});
