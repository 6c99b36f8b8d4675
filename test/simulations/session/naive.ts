import type { Beginning, Happening, HappeningOf, Place } from './happenings.ts';
import { NaivePlace } from './naive-place.ts';

/**
 * The rules of a session told a second time, as plainly as possible and without a line of the kiosk: variables that are set, minutes that
 * are tried one by one. Where the two disagree, one of them is wrong.
 */

const minuteMs = 60_000;

interface Closing {
  readonly wall: number;
  readonly ms: number;
}

interface Use {
  name: number;
  open: boolean;
  minutes: number;
  startMs: number;
  startWall: number;
  endMs: number;
  byClosing: boolean;
  closing: Closing | null;
}

/** Somebody who reads the charter. */
type Reader = Omit<Use, 'startMs' | 'startWall' | 'endMs'> & { lengthMs: number; stop: number; stopByClosing: boolean };

/** Monotonic and wall clock, in milliseconds. */
export interface Moment {
  readonly ms: number;
  readonly wall: number;
}

/** Happenings that time alone does not cover; each with the phases in which it means anything. */
type Answers = {
  readonly [Kind in Exclude<Happening['kind'], 'pass' | 'sleep' | 'set-clock' | 'onward' | 'see-warning'>]: {
    readonly in: readonly string[];
    readonly act: (happening: HappeningOf<Kind>) => void;
  };
};

const atRest = ['closed', 'free', 'called'];
const inUse = ['active', 'paused', 'ending'];

export class NaiveKiosk {
  phase = 'wiping';
  use: Use | null = null;
  /** One line per fact, in order: `ended 3 time-over 600`. Sessions are numbered by their beginning. */
  readonly told: string[] = [];
  #place: Place;
  #rules: NaivePlace;
  readonly #beginning: Beginning;
  readonly #zeroWall: number;
  #now: Moment = { ms: 0, wall: 0 };
  #after: 'rest' | 'same' | 'dead' = 'rest';
  #unproven: number | null = null;
  /** Something was left, and nobody has seen it. */
  traces = false;
  #untilMs = 0;
  #called = 0;
  #reader: Reader | null = null;
  #presence: { asked: number; until: number } | null = null;
  #lock: { wrong: number; until: number } | null = null;
  #names = 0;

  constructor(beginning: Beginning, zeroWall: number) {
    this.#beginning = beginning;
    this.#place = beginning.place;
    this.#zeroWall = zeroWall;
    this.#rules = new NaivePlace(beginning.place, beginning, zeroWall);
    if (beginning.traces) [this.#after, this.traces] = ['dead', true];
  }

  take(happening: Happening, now: Moment): void {
    this.#now = now;
    if (!(happening.kind in this.#answers)) return;
    // Each kind has its own answer; the compiler cannot see that both were looked up by the same value.
    const answer = this.#answers[happening.kind as keyof Answers] as {
      in: readonly string[];
      act: (happening: Happening) => void;
    };
    if (answer.in.includes(this.phase)) answer.act(happening);
  }

  /** When it wants to look at the clock next; the kiosk may look more often. */
  get dueMs(): number {
    const end = this.use?.endMs ?? Infinity;
    if (this.phase === 'active') return Math.min(end, this.#presence?.until ?? Infinity);
    if (this.phase === 'paused') return end;
    if (this.phase === 'wiping') return this.#after === 'same' ? end : Infinity;
    return ['called', 'charter', 'ending'].includes(this.phase) ? this.#untilMs : Infinity;
  }

  look(now: Moment): void {
    this.#now = now;
    this.#looks[this.phase]?.();
  }

  /** What time alone does. */
  readonly #looks: Readonly<Record<string, () => void>> = {
    free: () => this.#rest(),
    closed: () => this.#rest(),
    called: () => this.#whenOver(() => this.#rest()),
    charter: () => this.#whenOver(() => this.#giveUp('inactivity')),
    active: () => this.#lookInUse(this.#somebody),
    paused: () => this.#whenUsedUp((reason) => this.#end(reason)),
    ending: () => this.#whenOver(() => this.#end(this.#over(this.#somebody))),
    wiping: () => this.#whenUsedUp((reason) => this.#endUnseen(reason, 'rest')),
  };

  readonly #answers: Answers = {
    knock: { in: ['free', 'closed'], act: (happening) => this.#knock(happening) },
    call: { in: atRest, act: ({ minutes }) => this.#callSomebody(minutes) },
    'answer-call': { in: ['called'], act: () => this.#answerCall() },
    'answer-charter': { in: ['charter'], act: ({ accepted }) => this.#answer(accepted) },
    place: {
      in: [...atRest, 'charter', ...inUse, 'wiping', 'out-of-service', 'maintenance'],
      act: (happening) => this.#changePlace(happening.place),
    },
    'finish-wipe': { in: ['wiping'], act: ({ clean }) => this.#finishWipe(clean) },
    'begin-maintenance': { in: [...atRest, 'out-of-service'], act: () => this.#mend() },
    'see-traces': { in: ['out-of-service'], act: () => this.#lookAgain() },
    'leave-maintenance': { in: ['maintenance'], act: () => this.#wipe('rest', null) },
    fault: { in: [...atRest, 'charter', ...inUse, 'wiping', 'maintenance'], act: () => this.#fault() },
    end: { in: ['called', 'charter', 'active', 'ending'], act: () => this.#endBy('visitor-ended') },
    'end-by-facilitator': { in: ['charter', ...inUse, 'wiping'], act: () => this.#endBy('facilitator-ended') },
    extend: { in: [...inUse, 'wiping'], act: ({ minutes }) => this.#extendByFacilitator(minutes) },
    'ask-extension': { in: ['active'], act: () => this.#askExtension(this.#somebody) },
    pause: { in: ['active'], act: () => this.#pause() },
    unlock: { in: ['paused'], act: ({ right }) => this.#unlock(right) },
    'release-pause': { in: ['paused'], act: () => this.#open() },
    idle: { in: ['active'], act: ({ ms }) => this.#idle(ms) },
    'confirm-presence': { in: ['active'], act: () => (this.#presence = null) },
    'break-browser': { in: inUse, act: () => this.#breakBrowser() },
  };

  get #somebody(): Use {
    if (this.use === null) throw new Error('nobody sits here');
    return this.use;
  }

  #whenOver(act: () => void): void {
    if (this.#now.ms >= this.#untilMs) act();
  }

  #whenUsedUp(act: (reason: string) => void): void {
    if (this.use !== null && this.#now.ms >= this.use.endMs) act(this.#over(this.use));
  }

  #lookInUse(use: Use): void {
    const { ms } = this.#now;
    const graceEnd = use.endMs + this.#beginning.graceSeconds * 1000;
    if (ms >= graceEnd) this.#end(this.#over(use));
    else if (ms >= use.endMs) this.#beginGrace(graceEnd);
    else if (this.#presence !== null && ms >= this.#presence.until) this.#nobodyThere(use);
    else if (this.#growsNow(use)) this.#grow(use, this.#place.step ?? 0, 'automatic');
  }

  /** Whoever was asked about being there is asked again, should the time go on. */
  #beginGrace(untilMs: number): void {
    this.phase = 'ending';
    this.#untilMs = untilMs;
    this.#presence = null;
  }

  #nobodyThere(use: Use): void {
    const { inactivity } = this.#place;
    this.#presence = null;
    if (inactivity === null) return;
    if (inactivity.then === 'end' || use.open) this.#end('inactivity');
    else this.#pause();
  }

  #growsNow(use: Use): boolean {
    const { step, automatic } = this.#place;
    if (step === null || !automatic) return false;
    const first = [10, 5, 2].find((warning) => warning < use.minutes) ?? use.minutes / 2;
    return this.#now.ms >= use.endMs - Math.min(step, first) * minuteMs && this.#mayGrow(use);
  }

  #mayGrow(use: Use): boolean {
    const { step, waiting } = this.#place;
    const left = use.endMs - this.#now.ms;
    if (step === null || waiting > 0 || left > step * minuteMs) return false;
    return this.#rules.fits(step, { from: this.#now.wall + left, used: use.minutes, own: use.minutes });
  }

  #grow(use: Use, minutes: number, by: string): void {
    use.minutes += minutes;
    use.endMs += minutes * minuteMs;
    use.byClosing = false;
    this.told.push(`extended ${use.name} ${minutes} ${by}`);
  }

  #askExtension(use: Use): void {
    if (this.#mayGrow(use)) this.#grow(use, this.#place.step ?? 0, 'visitor');
    else this.told.push('refused extension');
  }

  #extendByFacilitator(minutes: number): void {
    if (this.use === null) return;
    const { ms, wall } = this.#now;
    if (wall + Math.max(0, this.use.endMs - ms) + minutes * minuteMs > this.#rules.bookedFrom(wall)) {
      this.told.push('refused extension');
      return;
    }
    this.#grow(this.use, minutes, 'facilitator');
    if (this.phase === 'ending') this.phase = 'active';
  }

  #breakBrowser(): void {
    this.#presence = null;
    if (this.phase === 'ending') this.#end(this.#over(this.#somebody));
    else this.#wipe('same', null);
  }

  #idle(ms: number): void {
    const { inactivity } = this.#place;
    if (this.#presence !== null) {
      if (ms < this.#now.ms - this.#presence.asked || inactivity === null) this.#presence = null;
    } else if (inactivity !== null && ms >= inactivity.after * minuteMs) {
      this.#presence = { asked: this.#now.ms, until: this.#now.ms + inactivity.answerSeconds * 1000 };
    }
  }

  #pause(): void {
    this.phase = 'paused';
    this.#presence = null;
    this.#lock = { wrong: 0, until: 0 };
  }

  #unlock(right: boolean): void {
    const lock = this.#lock;
    if (lock === null || this.#now.ms < lock.until) return;
    if (right) {
      this.#open();
      return;
    }
    lock.wrong += 1;
    if (lock.wrong >= 5) lock.until = this.#now.ms + Math.min(30_000 * 2 ** (lock.wrong - 5), 600_000);
  }

  #open(): void {
    this.phase = 'active';
    this.#lock = null;
  }

  #callSomebody(minutes: number): void {
    this.phase = 'called';
    this.#called = minutes;
    this.#untilMs = this.#now.ms + 3 * minuteMs;
  }

  #answerCall(): void {
    if (this.#rules.grantByBookings(this.#called, this.#now.wall) === null) {
      this.told.push('refused session');
      this.#rest();
    } else this.#read(this.#called, { left: null, open: false, called: true });
  }

  #knock({ who, minutes, leftSeconds }: HappeningOf<'knock'>): void {
    const left = who === 'open' ? null : leftSeconds;
    const worth = left === null ? minutes : Math.ceil(left / 60);
    if (this.#rules.grant(worth, this.#now.wall) === null) this.told.push('refused session');
    else this.#read(worth, { left, open: who === 'open', called: false });
  }

  /** Who was called is bounded by the book alone. */
  #read(asked: number, { left, open, called }: { left: number | null; open: boolean; called: boolean }): void {
    const { ms, wall } = this.#now;
    const rules = this.#rules;
    const minutes = (called ? rules.grantByBookings(asked, wall) : rules.grant(asked, wall)) ?? 0;
    const closes = rules.closes(wall) ?? Infinity;
    const freeUntil = rules.freeUntil(wall);
    const stop = ms + Math.min(freeUntil, called ? Infinity : closes) - wall;
    this.phase = 'charter';
    this.#reader = {
      name: (this.#names += 1),
      ...{ open, minutes, stop, stopByClosing: !called && closes < freeUntil },
      lengthMs: Math.min(minutes * minuteMs, left === null ? Infinity : left * 1000),
      byClosing: !called && rules.grantWithoutHours(asked, wall) > minutes,
      closing: closes === Infinity ? null : { wall: closes, ms: ms + closes - wall },
    };
    this.#untilMs = Math.min(ms + 3 * minuteMs, stop);
  }

  #start(): Use {
    const reader = this.#reader;
    if (reader === null) throw new Error('nobody reads');
    const { ms, wall } = this.#now;
    const cut = reader.stop < ms + reader.lengthMs;
    const endMs = cut ? reader.stop : ms + reader.lengthMs;
    const minutes = cut ? Math.max(1, Math.ceil((endMs - ms) / minuteMs)) : reader.minutes;
    const byClosing = cut ? reader.stopByClosing : reader.byClosing;
    this.use = { ...reader, minutes, byClosing, startMs: ms, startWall: wall, endMs };
    this.#presence = null;
    this.told.push(`started ${reader.name} ${minutes}`);
    return this.use;
  }

  #answer(accepted: boolean): void {
    if (!accepted) {
      this.#giveUp('charter-refused');
      return;
    }
    this.#start();
    this.phase = 'active';
  }

  #giveUp(reason: string): void {
    this.#start();
    this.#end(reason);
  }

  #endBy(reason: string): void {
    if (this.phase === 'called') this.#rest();
    else if (this.phase === 'charter') this.#giveUp(reason);
    else if (this.use === null) return;
    else if (this.phase === 'wiping') this.#endUnseen(reason, 'rest');
    else this.#end(this.phase === 'ending' ? this.#over(this.use) : reason);
  }

  /** Wiped once it is over. */
  #end(reason: string): void {
    this.#wipe('rest', this.#tellEnd(reason));
  }

  /** While it waits for its fresh browser. */
  #endUnseen(reason: string, after: 'rest' | 'dead'): void {
    this.#unproven = this.#tellEnd(reason);
    this.#after = after;
  }

  #tellEnd(reason: string): number {
    const use = this.#somebody;
    const { ms, wall } = this.#now;
    const used = Math.floor((Math.min(ms, use.endMs) - use.startMs) / 1000);
    const strayed = Math.abs(wall - use.startWall - (ms - use.startMs)) > 10_000;
    this.told.push(`ended ${use.name} ${reason} ${Math.max(0, used)}${strayed ? ' estimated' : ''}`);
    this.use = null;
    this.#lock = null;
    return use.name;
  }

  #wipe(after: 'rest' | 'same' | 'dead', unproven: number | null): void {
    this.phase = 'wiping';
    this.#after = after;
    this.#unproven = unproven;
  }

  #finishWipe(clean: boolean): void {
    if (clean) this.#looks['wiping']?.();
    else if (this.use !== null) this.#endUnseen('fault', 'rest');
    if (this.#unproven !== null) this.told.push(`wiped ${this.#unproven}`);
    this.#unproven = null;
    if (!clean) this.traces = true;
    if (!clean || this.#after === 'dead') this.phase = 'out-of-service';
    else if (this.#after === 'rest') this.#rest();
    else this.phase = this.#lock === null ? 'active' : 'paused';
  }

  /** Out of service for another reason, nobody at the desk helps it up. */
  #lookAgain(): void {
    if (!this.traces) return;
    this.traces = false;
    this.#wipe('rest', null);
  }

  #mend(): void {
    this.phase = 'maintenance';
    this.traces = false;
  }

  #fault(): void {
    if (this.phase === 'charter') this.#giveUp('fault');
    else if (this.phase === 'wiping' && this.use !== null) this.#endUnseen('fault', 'dead');
    else if (this.use !== null) this.#end('fault');
    else if (this.phase !== 'wiping') this.#wipe('dead', null);
    this.#after = 'dead';
  }

  #changePlace(place: Place): void {
    this.#place = place;
    this.#rules = new NaivePlace(place, this.#beginning, this.#zeroWall);
    if (!['free', 'closed', 'active', 'paused'].includes(this.phase)) return;
    if (this.use !== null) this.#heedClosing(this.use);
    this.look(this.#now);
  }

  #heedClosing(use: Use): void {
    const wall = this.#rules.closes(use.startWall);
    if (wall === null || wall === Infinity || wall === use.closing?.wall) return;
    const before = use.closing;
    const ms = before === null ? this.#now.ms + wall - this.#now.wall : before.ms + wall - before.wall;
    if (ms < use.endMs && (before === null || ms < before.ms)) [use.endMs, use.byClosing] = [ms, true];
    use.closing = { wall, ms };
  }

  #rest(): void {
    this.phase = this.#rules.closes(this.#now.wall) === null ? 'closed' : 'free';
  }

  #over(use: Use): string {
    return use.byClosing ? 'closing-time' : 'time-over';
  }
}
