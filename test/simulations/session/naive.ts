import type { Beginning, Happening, Place } from './happenings.ts';

/**
 * The rules of a session told a second time, as plainly as possible and without a line of the kiosk: variables that are set, minutes that
 * are tried one by one. Where the two disagree, one of them is wrong.
 */

const minuteMs = 60_000;

interface Use {
  name: number;
  open: boolean;
  code: boolean;
  minutes: number;
  startMs: number;
  startWall: number;
  endMs: number;
  byClosing: boolean;
  closing: { wall: number; ms: number } | null;
}

/** Somebody who reads the charter. */
type Reader = Omit<Use, 'startMs' | 'startWall' | 'endMs'> & { lengthMs: number; stop: number; stopByClosing: boolean };

/** Monotonic and wall clock, in milliseconds. */
export interface Moment {
  readonly ms: number;
  readonly wall: number;
}

export class NaiveKiosk {
  phase = 'wiping';
  use: Use | null = null;
  /** One line per fact, in order: `ended 3 time-over 600`. Sessions are numbered by their beginning. */
  readonly told: string[] = [];
  #place: Place;
  readonly #beginning: Beginning;
  readonly #zeroWall: number;
  #now: Moment = { ms: 0, wall: 0 };
  #after: 'rest' | 'same' | 'dead' = 'rest';
  #unproven: number | null = null;
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
  }

  take(happening: Happening, now: Moment): void {
    this.#now = now;
    this.#take(happening);
  }

  /** When it wants to look at the clock next; the kiosk may look more often. */
  get dueMs(): number {
    if (this.phase === 'active') return Math.min(this.use?.endMs ?? 0, this.#presence?.until ?? Infinity);
    if (this.phase === 'paused') return this.use?.endMs ?? 0;
    if (['called', 'charter', 'ending'].includes(this.phase)) return this.#untilMs;
    return this.phase === 'wiping' && this.#after === 'same' ? (this.use?.endMs ?? 0) : Infinity;
  }

  look(now: Moment): void {
    this.#now = now;
    const { use } = this;
    if (this.phase === 'free' && !this.#isOpen()) this.phase = 'closed';
    else if (this.phase === 'closed' && this.#isOpen()) this.phase = 'free';
    else if (this.phase === 'called' && now.ms >= this.#untilMs) this.#rest();
    else if (this.phase === 'charter' && now.ms >= this.#untilMs) this.#giveUp('inactivity');
    else if (this.phase === 'active' && use !== null) this.#lookInUse(use);
    else if (this.phase === 'paused' && use !== null && now.ms >= use.endMs) this.#end(this.#over(use));
    else if (this.phase === 'ending' && use !== null && now.ms >= this.#untilMs) this.#end(this.#over(use));
    else if (this.phase === 'wiping' && this.#after === 'same' && use !== null && now.ms >= use.endMs) {
      this.#endUnseen(this.#over(use), 'rest');
    }
  }

  #lookInUse(use: Use): void {
    const { ms } = this.#now;
    const graceEnd = use.endMs + this.#beginning.graceSeconds * 1000;
    if (ms >= graceEnd) this.#end(this.#over(use));
    else if (ms >= use.endMs) {
      this.phase = 'ending';
      this.#untilMs = graceEnd;
    } else if (this.#presence !== null && ms >= this.#presence.until) this.#nobodyThere(use);
    else if (this.#growsNow(use)) this.#grow(use, this.#place.step ?? 0, 'automatic');
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
    return this.#fits(step, { from: this.#now.wall + left, used: use.minutes, own: use.minutes });
  }

  #grow(use: Use, minutes: number, by: string): void {
    use.minutes += minutes;
    use.endMs += minutes * minuteMs;
    use.byClosing = false;
    this.told.push(`extended ${use.name} ${minutes} ${by}`);
  }

  #take(happening: Happening): void {
    switch (happening.kind) {
      case 'knock':
        this.#knock(happening);
        break;
      case 'call':
        if (!['closed', 'free', 'called'].includes(this.phase)) break;
        this.phase = 'called';
        this.#called = happening.minutes;
        this.#untilMs = this.#now.ms + 3 * minuteMs;
        break;
      case 'answer-call':
        if (this.phase === 'called') this.#read({ minutes: this.#called, left: null, open: false, bounded: false });
        break;
      case 'answer-charter':
        if (this.phase === 'charter') this.#answer(happening.accepted);
        break;
      case 'place':
        this.#changePlace(happening.place);
        break;
      case 'finish-wipe':
        if (this.phase === 'wiping') this.#finishWipe(happening.clean);
        break;
      case 'begin-maintenance':
        if (['closed', 'free', 'called', 'out-of-service'].includes(this.phase)) this.phase = 'maintenance';
        break;
      case 'leave-maintenance':
        if (this.phase === 'maintenance') this.#wipe('rest', null);
        break;
      case 'fault':
        this.#fault();
        break;
      case 'end':
        if (this.phase === 'called') this.#rest();
        else if (this.phase !== 'paused' && this.phase !== 'wiping') this.#endBy('visitor-ended');
        break;
      case 'end-by-facilitator':
        this.#endBy('facilitator-ended');
        break;
      default:
        if (this.use !== null) this.#takeInUse(happening, this.use);
    }
  }

  #takeInUse(happening: Happening, use: Use): void {
    const { phase } = this;
    if (happening.kind === 'extend') this.#extendByFacilitator(use, happening.minutes);
    else if (happening.kind === 'ask-extension' && phase === 'active') {
      if (this.#mayGrow(use)) this.#grow(use, this.#place.step ?? 0, 'visitor');
      else this.told.push('refused extension');
    } else if (happening.kind === 'pause' && phase === 'active') this.#pause();
    else if (happening.kind === 'unlock' && phase === 'paused') this.#unlock(happening.right);
    else if (happening.kind === 'release-pause' && phase === 'paused') this.#open();
    else if (happening.kind === 'idle' && phase === 'active') this.#idle(happening.ms);
    else if (happening.kind === 'confirm-presence') this.#presence = null;
    else if (happening.kind === 'break-browser') {
      if (phase === 'ending') this.#end(this.#over(use));
      else if (phase === 'active' || phase === 'paused') {
        this.#presence = null;
        this.#wipe('same', null);
      }
    }
  }

  #extendByFacilitator(use: Use, minutes: number): void {
    this.#grow(use, minutes, 'facilitator');
    if (this.phase === 'ending') this.phase = 'active';
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
    if (right) this.#open();
    else {
      lock.wrong += 1;
      if (lock.wrong >= 5) lock.until = this.#now.ms + Math.min(30_000 * 2 ** (lock.wrong - 5), 600_000);
    }
  }

  #open(): void {
    this.phase = 'active';
    this.#lock = null;
  }

  #knock({ who, minutes: asked, leftSeconds }: Extract<Happening, { kind: 'knock' }>): void {
    if (this.phase !== 'free' && this.phase !== 'closed') return;
    const left = who === 'open' ? null : leftSeconds;
    const worth = left === null ? asked : Math.ceil(left / 60);
    if (this.#grant(worth) === null) this.told.push('refused session');
    else this.#read({ minutes: worth, left, open: who === 'open', bounded: true });
  }

  /** The largest number of minutes that fits; null = less than is worth sitting down for. */
  #grant(asked: number, heedHours = true): number | null {
    const least = Math.max(1, Math.min(this.#place.shortest, asked));
    for (let minutes = asked; minutes >= least; minutes -= 1) {
      if (this.#fits(minutes, { from: this.#now.wall, used: 0, own: 0 }, heedHours)) return minutes;
    }
    return null;
  }

  /** Would so many minutes from then on meet nothing? `used`: of the day and the week; `own`: of this session. */
  #fits(minutes: number, { from, used, own }: { from: number; used: number; own: number }, heedHours = true): boolean {
    const { limits } = this.#beginning;
    if (minutes + own > (limits.session ?? Infinity)) return false;
    if (minutes + used > Math.min(limits.day ?? Infinity, limits.week ?? Infinity)) return false;
    const until = from + minutes * minuteMs;
    const free = this.#place.bookings.every(
      (booking) =>
        this.#at(booking.at + booking.minutes) <= from || until + this.#place.margin * minuteMs <= this.#at(booking.at),
    );
    return free && (!heedHours || this.#place.hours === null || until <= (this.#closes(from) ?? -Infinity));
  }

  #read({
    minutes,
    left,
    open,
    bounded,
  }: {
    minutes: number;
    left: number | null;
    open: boolean;
    bounded: boolean;
  }): void {
    const { ms, wall } = this.#now;
    const granted = bounded ? (this.#grant(minutes) ?? 0) : minutes;
    const closes = this.#closes(wall);
    const bookings = this.#place.bookings.filter((one) => this.#at(one.at + one.minutes) > wall);
    const freeUntil = Math.min(Infinity, ...bookings.map((one) => this.#at(one.at - this.#place.margin)));
    const stop = bounded ? ms + Math.min(freeUntil, closes ?? Infinity) - wall : Infinity;
    this.phase = 'charter';
    this.#reader = {
      name: (this.#names += 1),
      ...{ open, code: bounded && !open, minutes: granted, stop },
      lengthMs: Math.min(granted * minuteMs, (left ?? Infinity) * 1000),
      byClosing: bounded && (this.#grant(minutes, false) ?? 0) > granted,
      stopByClosing: (closes ?? Infinity) < freeUntil,
      closing: closes === null ? null : { wall: closes, ms: ms + closes - wall },
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
    const use = { ...reader, minutes, byClosing, startMs: ms, startWall: wall, endMs };
    this.use = use;
    this.#presence = null;
    this.told.push(`started ${use.name} ${minutes}`);
    return use;
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
    const { use } = this;
    if (this.phase === 'charter') this.#giveUp(reason);
    else if (use === null) return;
    else if (this.phase === 'wiping') this.#endUnseen(reason, 'rest');
    else this.#end(this.phase === 'ending' ? this.#over(use) : reason);
  }

  /** Wiped once it is over. */
  #end(reason: string): void {
    const name = this.#tellEnd(reason);
    this.#wipe('rest', name);
  }

  /** While it waits for its fresh browser. */
  #endUnseen(reason: string, after: 'rest' | 'dead'): void {
    this.#unproven = this.#tellEnd(reason);
    this.#after = after;
  }

  #tellEnd(reason: string): number {
    const { use } = this;
    if (use === null) throw new Error('nobody sits here');
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
    const { use } = this;
    if (this.#after === 'same' && use !== null && (!clean || this.#now.ms >= use.endMs)) {
      this.#endUnseen(clean ? this.#over(use) : 'fault', 'rest');
    }
    if (this.#unproven !== null) this.told.push(`wiped ${this.#unproven}`);
    this.#unproven = null;
    if (!clean || this.#after === 'dead') this.phase = 'out-of-service';
    else if (this.#after === 'rest') this.#rest();
    else this.phase = this.#lock === null ? 'active' : 'paused';
  }

  #fault(): void {
    if (this.phase === 'charter') this.#giveUp('fault');
    else if (this.phase === 'wiping') {
      if (this.#after === 'same') this.#endUnseen('fault', 'dead');
    } else if (this.use !== null) this.#end('fault');
    else if (this.phase !== 'out-of-service') this.#wipe('dead', null);
    this.#after = 'dead';
  }

  #changePlace(place: Place): void {
    this.#place = place;
    const { use } = this;
    if (this.phase !== 'active' && this.phase !== 'paused' && this.phase !== 'free' && this.phase !== 'closed') return;
    if (use !== null) this.#heedClosing(use);
    this.look(this.#now);
  }

  #heedClosing(use: Use): void {
    const wall = this.#closes(use.startWall);
    if (wall === null || wall === use.closing?.wall) return;
    const before = use.closing;
    const ms = before === null ? this.#now.ms + wall - this.#now.wall : before.ms + wall - before.wall;
    if (ms < use.endMs && (before === null || ms < before.ms)) [use.endMs, use.byClosing] = [ms, true];
    use.closing = { wall, ms };
  }

  #rest(): void {
    this.phase = this.#isOpen() ? 'free' : 'closed';
  }

  #over(use: Use): string {
    return use.byClosing ? 'closing-time' : 'time-over';
  }

  #at(minutes: number): number {
    return this.#zeroWall + minutes * minuteMs;
  }

  /** End of the stretch in which this moment lies. */
  #closes(wall: number): number | null {
    const stretch = this.#place.hours?.find(([from, to]) => this.#at(from) <= wall && wall < this.#at(to));
    return stretch === undefined ? null : this.#at(stretch[1]);
  }

  #isOpen(): boolean {
    return this.#place.hours === null || this.#closes(this.#now.wall) !== null;
  }
}
