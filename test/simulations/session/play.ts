import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Fact, Slice } from '../../../contract/desk-link.ts';
import { sceneSchema } from '../../../contract/screens.ts';
import { dueMs } from '../../../main/kiosk/session/due.ts';
import type { Effect, Knock, Session, SessionEvent, SessionRules } from '../../../main/kiosk/session/session.ts';
import { startFrom } from '../../../main/kiosk/session/start.ts';
import { termsOf, type Moment } from '../../../main/kiosk/session/terms.ts';
import { table, transition } from '../../../main/kiosk/session/transition.ts';
import { layoutOf, sceneOf, type Surroundings } from '../../../main/kiosk/session/views.ts';
import { rulesInTest, sliceInTest } from '../../kiosk/desk-in-test.ts';
import { FakeClock } from '../../kiosk/fake-clock.ts';
import { beginnings, happenings, type Beginning, type Happening, type HappeningOf, type Place } from './happenings.ts';
import { NaiveKiosk } from './naive.ts';

const minuteMs = 60_000;
const problem = { code: 'internal', where: 'here', expected: 'something else' } as const;
const around: Surroundings = { tabs: [], zoom: 100, documents: [], panel: null, openAccessMinutes: 20 };

/** What no event stands for: the clock alone tells it, or the play chooses it. */
type Time = HappeningOf<'pass' | 'sleep' | 'set-clock' | 'onward'>;

type Events = {
  readonly [Kind in Exclude<Happening['kind'], Time['kind']>]: (happening: HappeningOf<Kind>) => SessionEvent;
};

/** What brings a workstation nearer to its next session. */
const steps: Readonly<Record<'called' | 'charter' | 'wiping' | 'out-of-service' | 'maintenance', Happening>> = {
  called: { kind: 'answer-call' },
  charter: { kind: 'answer-charter', accepted: true },
  wiping: { kind: 'finish-wipe', clean: true },
  'out-of-service': { kind: 'begin-maintenance' },
  maintenance: { kind: 'leave-maintenance' },
};

/** The kiosk's own machine and the naive one, side by side: after each happening they must tell the same. */
class Play {
  readonly #clock = new FakeClock();
  readonly #zeroWall = Date.parse(this.#clock.now().wall);
  readonly #naive: NaiveKiosk;
  readonly #beginning: Beginning;
  #slice: Slice;
  #session: Session;
  /** Wipes asked for and not yet finished; `wiped` comes only after one, as in `Workstation`. */
  #wipes = 1;
  readonly #told: string[] = [];
  readonly #names = new Map<string, number>();

  constructor(beginning: Beginning) {
    this.#beginning = beginning;
    this.#naive = new NaiveKiosk(beginning, this.#zeroWall);
    this.#slice = this.#sliceOf(beginning.place);
    [this.#session] = startFrom({ interrupted: null, traces: beginning.traces ? ['file'] : [] }, this.#at);
  }

  run(sequence: readonly Happening[]): void {
    for (const happening of sequence) this.take(happening);
    // Then the room empties: nothing grows by itself any more, time passes, and every wipe comes to its end.
    this.take({ kind: 'place', place: { ...this.#beginning.place, hours: null, step: null } });
    for (let round = 0; round < 3; round += 1) {
      this.take({ kind: 'pass', ms: 8 * 60 * minuteMs });
      while (this.#wipes > 0) this.take({ kind: 'finish-wipe', clean: true });
    }
    assert(['free', 'closed', 'out-of-service', 'maintenance'].includes(this.#session.phase), this.#session.phase);
    this.#checkStories();
  }

  take(happening: Happening): void {
    if (happening.kind === 'pass') this.#pass(happening.ms);
    else if (happening.kind === 'sleep') this.#moveClock(() => this.#clock.sleep(happening.ms));
    else if (happening.kind === 'set-clock') this.#moveClock(() => this.#clock.setWall(happening.wall));
    else if (happening.kind === 'onward') this.take(this.#onward(happening));
    else if (happening.kind !== 'finish-wipe') this.#do(happening);
    else if (this.#wipes > 0) {
      this.#wipes -= 1;
      this.#do(happening);
    }
  }

  #onward({ minutes, way }: HappeningOf<'onward'>): Happening {
    const { phase } = this.#session;
    if ('running' in this.#session) {
      // Now and then to just behind the end: the grace is short.
      const restMs = minutes % 3 === 0 ? this.#session.running.deadlineMs - this.#now.ms : 0;
      return { kind: 'pass', ms: Math.max(0, restMs) + minutes * 300 };
    }
    if (phase !== 'free' && phase !== 'closed') return steps[phase as keyof typeof steps];
    return way === 'call' ? { kind: 'call', minutes } : { kind: 'knock', who: way, minutes, leftSeconds: null };
  }

  #moveClock(move: () => void): void {
    move();
    this.#look();
  }

  get #at(): Moment {
    const { session, day, week } = this.#beginning.limits;
    const limits = { sessionMinutes: session, dayMinutes: day, weekMinutes: week };
    return { ...this.#clock.now(), terms: termsOf(this.#slice, limits) };
  }

  get #now(): { ms: number; wall: number } {
    const { monotonicMs, wall } = this.#clock.now();
    return { ms: monotonicMs, wall: Date.parse(wall) };
  }

  /** Time stops at every point at which one of the two has something to do. */
  #pass(milliseconds: number): void {
    const endMs = this.#now.ms + milliseconds;
    for (;;) {
      const nowMs = this.#now.ms;
      const due = Math.min(dueMs(this.#session, this.#at) ?? Infinity, this.#naive.dueMs);
      const nextMs = Math.min(endMs, Math.max(due, nowMs));
      this.#clock.pass(nextMs - nowMs);
      this.#look();
      if (nextMs >= endMs) return;
    }
  }

  #look(): void {
    this.#happen({ kind: 'tick' });
    this.#naive.look(this.#now);
    this.#compare();
  }

  #do(happening: Exclude<Happening, Time>): void {
    const unlocks = happening.kind === 'unlock' && happening.right && this.#hasCode;
    const heard = happening.kind === 'unlock' ? { ...happening, right: unlocks } : happening;
    if (heard.kind === 'place') this.#slice = this.#sliceOf(heard.place);
    this.#happen(this.#eventOf(heard));
    this.#naive.take(heard, this.#now);
    this.#compare();
  }

  get #hasCode(): boolean {
    return this.#session.phase === 'paused' && this.#session.pause.opensWith !== null;
  }

  #happen(event: SessionEvent): void {
    const before = this.#session;
    const [session, effects] = transition(before, event, this.#at);
    this.#session = session;
    this.#wipes += effects.filter((effect) => effect.do === 'wipe').length;
    for (const effect of effects)
      if (effect.do === 'record') this.#told.push(...effect.facts.flatMap((fact) => this.#lineOf(fact)));
    this.#checkStep(before, event, effects);
  }

  #checkStep(before: Session, event: SessionEvent, effects: readonly Effect[]): void {
    const after = this.#session;
    const doing = effects.map((effect) => effect.do);
    if (after.phase !== before.phase) {
      const { leadsTo } = table[before.phase][event.kind];
      assert(leadsTo.includes(after.phase), `${event.kind} leads from ${before.phase} to ${after.phase}`);
    }
    // Whatever hides has locked first, and nothing stands before the lock.
    if (doing.includes('wipe') || (after.phase === 'paused' && before.phase === 'active'))
      assert.equal(doing[0], 'lock');
    if (doing.includes('begin') || doing.includes('show')) assert.notEqual(layoutOf(after), 'locked');
    if (layoutOf(before) !== layoutOf(after) && layoutOf(after) !== 'locked') {
      assert(doing.includes('show') || doing.includes('begin'), `${event.kind}: a new layout that nobody shows`);
    }
    sceneSchema.parse(sceneOf(after, around, this.#at));
  }

  #compare(): void {
    const session = this.#session;
    assert.equal(session.phase, this.#naive.phase);
    assert.deepEqual(this.#told, this.#naive.told);
    const running = 'running' in session ? session.running : null;
    if (running !== null) assert.equal(running.deadlineMs, this.#naive.use?.endMs);
    if (session.phase === 'active') assert(this.#now.ms < (running?.deadlineMs ?? 0), 'in use after its end');
  }

  /** Started once, ended once, wiped once, in this order, and never used longer than granted. */
  #checkStories(): void {
    const stories = Map.groupBy(
      this.#told.filter((line) => !line.startsWith('refused')),
      (line) => line.split(' ')[1],
    );
    for (const story of stories.values()) {
      const words = story.map((line) => line.split(' '));
      const kinds = words.map(([kind]) => kind).filter((kind) => kind !== 'extended');
      assert.deepEqual(kinds, ['started', 'ended', 'wiped']);
      const granted = words.reduce(
        (sum, [kind, , count]) => (kind === 'started' || kind === 'extended' ? sum + Number(count) : sum),
        0,
      );
      const used = Number(words.find(([kind]) => kind === 'ended')?.[3]);
      assert(used <= granted * 60, `${used} s of ${granted} min`);
    }
  }

  #lineOf(fact: Fact): readonly string[] {
    switch (fact.kind) {
      case 'session-started':
        this.#names.set(fact.session, this.#names.get(fact.session) ?? this.#names.size + 1);
        return [`started ${this.#nameOf(fact.session)} ${fact.minutes}`];
      case 'session-extended':
        return [`extended ${this.#nameOf(fact.session)} ${fact.minutes} ${fact.by}`];
      case 'session-ended':
        return [
          `ended ${this.#nameOf(fact.session)} ${fact.reason} ${fact.usedSeconds}${fact.estimated ? ' estimated' : ''}`,
        ];
      case 'wiped':
        return [`wiped ${this.#nameOf(fact.session)}`];
      case 'refused':
        return [`refused ${fact.asked}`];
      case 'refusals-counted':
        return [];
    }
  }

  #nameOf(session: string): number {
    return this.#names.get(session) ?? 0;
  }

  get #running(): string {
    const session = this.#session;
    if ('running' in session) return session.running.session;
    if (session.phase === 'charter') return session.admission.session;
    return session.phase === 'wiping' && session.then.to === 'resume' ? session.then.running.session : 'none';
  }

  get #rules(): SessionRules {
    const { session, day, week } = this.#beginning.limits;
    return {
      profile: 'adult',
      warningsAtMinutes: [10, 5, 2],
      graceSeconds: this.#beginning.graceSeconds,
      limits: { sessionMinutes: session, dayMinutes: day, weekMinutes: week },
    };
  }

  #knock(minutes: number, changes: Partial<Knock>): Knock {
    return {
      ...{ session: crypto.randomUUID(), ticket: 'a ticket', access: 'ticket', codeHash: 'ab', minutes },
      ...{ leftSeconds: null, used: { todayMinutes: 0, weekMinutes: 0 } },
      ...changes,
    };
  }

  #eventOf(happening: Exclude<Happening, Time>): SessionEvent {
    // Each kind has its own event; the compiler cannot see that both were looked up by the same value.
    const eventOf = this.#events[happening.kind] as (happening: Happening) => SessionEvent;
    return eventOf(happening);
  }

  readonly #events: Events = {
    knock: (happening) => ({ kind: 'knocked', knock: this.#knockOf(happening), rules: this.#rules }),
    call: ({ minutes }) => ({
      ...{ kind: 'called', label: null },
      knock: this.#knock(minutes, { access: 'desk', codeHash: null }),
    }),
    extend: ({ minutes }) => ({ kind: 'extended', session: this.#running, minutes }),
    place: () => ({ kind: 'terms-changed' }),
    idle: ({ ms }) => ({ kind: 'untouched', idleMs: ms }),
    'answer-call': () => ({ kind: 'called-answered', rules: this.#rules }),
    'answer-charter': ({ accepted }) => ({ kind: 'charter-answered', accepted }),
    unlock: ({ right }) => ({ kind: 'unlock-tried', right }),
    'finish-wipe': ({ clean }) => ({ kind: 'wiped', leftovers: clean ? [] : ['file'] }),
    'see-warning': () => ({ kind: 'warning-seen' }),
    'ask-extension': () => ({ kind: 'extension-asked' }),
    pause: () => ({ kind: 'paused', opensWith: 'cd' }),
    'release-pause': () => ({ kind: 'pause-released', session: this.#running }),
    'confirm-presence': () => ({ kind: 'presence-confirmed' }),
    end: () => ({ kind: 'visitor-ended' }),
    'end-by-facilitator': () => ({ kind: 'facilitator-ended', session: this.#running }),
    'begin-maintenance': () => ({ kind: 'maintenance-begun' }),
    'leave-maintenance': () => ({ kind: 'maintenance-over' }),
    'see-traces': () => ({ kind: 'traces-seen' }),
    'break-browser': () => ({ kind: 'browser-gone' }),
    fault: () => ({ kind: 'fault', problem }),
  };

  #knockOf({ who, minutes, leftSeconds }: HappeningOf<'knock'>): Knock {
    if (who === 'open') return this.#knock(minutes, { ticket: null, access: 'open', codeHash: null });
    return leftSeconds === null ? this.#knock(minutes, {}) : this.#knock(Math.ceil(leftSeconds / 60), { leftSeconds });
  }

  #sliceOf(place: Place): Slice {
    const at = (minutes: number): string => new Date(this.#zeroWall + minutes * minuteMs).toISOString();
    const { inactivity } = place;
    return sliceInTest({
      rules: rulesInTest({
        hours: place.hours?.map(([from, to]) => ({ opensAt: at(from), closesAt: at(to) })) ?? null,
        bookingMarginMinutes: place.margin,
        shortestMinutes: place.shortest,
        extension: place.step === null ? null : { stepMinutes: place.step, automatic: place.automatic },
        inactivity: inactivity && {
          afterMinutes: inactivity.after,
          answerSeconds: inactivity.answerSeconds,
          then: inactivity.then,
        },
      }),
      bookings: place.bookings.map((booking) => ({
        ticket: 'another ticket',
        startsAt: at(booking.at),
        minutes: booking.minutes,
        releasedAt: null,
      })),
      waiting: place.waiting,
    });
  }
}

/** A whole history against both models; throws where they part. */
export const session = fc.property(beginnings, happenings, (beginning, sequence) => {
  new Play(beginning).run(sequence);
});
