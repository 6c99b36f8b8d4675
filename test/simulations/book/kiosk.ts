import { randomUUID } from 'node:crypto';
import { explain } from '../../../contract/explain.ts';
import type { Slice, SliceTicket } from '../../../contract/desk-link.ts';
import type { Now } from '../../../main/kiosk/clock.ts';
import type { ClaimAnswer, StateMessage } from '../../../main/kiosk/desk-link.ts';
import { PlaceClock } from '../../../main/kiosk/place-clock.ts';
import { dueMs } from '../../../main/kiosk/session/due.ts';
import { calledKnock, openKnock } from '../../../main/kiosk/session/knocks.ts';
import type {
  Admission,
  Effect,
  Knock,
  Running,
  Session,
  SessionEvent,
  SessionRules,
} from '../../../main/kiosk/session/session.ts';
import { usedSeconds } from '../../../main/kiosk/session/session.ts';
import { startFrom } from '../../../main/kiosk/session/start.ts';
import { type Moment, termsOf, wallMs } from '../../../main/kiosk/session/terms.ts';
import { means, transition } from '../../../main/kiosk/session/transition.ts';
import { seatedUntilOf, stateMessageOf } from '../../../main/kiosk/session/views.ts';
import { findTicket, hashCode } from '../../../main/kiosk/tickets.ts';
import type { Agenda } from './agenda.ts';
import type { Chance } from './chance.ts';
import { isOlder, limits } from './held-slice.ts';
import { type Command, KioskLink, type KioskLinkParts } from './kiosk-link.ts';
import type { KioskMemory } from './kiosk-memory.ts';

export interface KioskParts extends Pick<KioskLinkParts, 'wire' | 'settings' | 'dial'> {
  readonly agenda: Agenda;
  readonly chance: Chance;
  readonly memory: KioskMemory;
  /** What its own clock shows less the true time, in milliseconds; anybody may set it. */
  readonly skewMs: () => number;
  readonly takesOlderSlices: boolean;
  readonly heard: KioskEvents;
}

/** What people see at a workstation; the ticket is null for somebody without any code. */
export interface KioskEvents {
  /** A code was good, the charter is read. */
  admitted(ticket: string | null): void;
  /** The time runs; told again when its end moves. */
  granted(session: string, grant: { ticket: string | null; endsAt: number }): void;
  /** Whoever was let in is gone. */
  left(who: { session: string; ticket: string | null }): void;
  said(what: () => string): void;
}

const rules: SessionRules = {
  profile: 'adult',
  warningsAtMinutes: [10, 5, 2],
  graceSeconds: 60,
  limits,
};
const told = { missingWalls: [], check: null, list: null, helpCalled: false };
const bootedMs = 1_000_000;
/** Used time is put on the disk so often. */
const noteEveryMs = 4_000;

/** One life of a workstation, from switching on to switching off: the real decisions, with a visitor before it and no machine behind it. */
export class KioskLife {
  readonly link: KioskLink;
  readonly #parts: KioskParts;
  readonly #clock: PlaceClock;
  #session: Session;
  #ended = false;
  #asking = false;
  #cancelTick: () => void = () => undefined;
  #lastTold = '';

  constructor(parts: KioskParts) {
    this.#parts = parts;
    const { agenda, memory, skewMs } = parts;
    const bootedAt = agenda.now;
    const now = (): Now => ({
      monotonicMs: bootedMs + agenda.now - bootedAt,
      wall: new Date(agenda.now + skewMs()).toISOString(),
    });
    this.#clock = new PlaceClock({ now, after: (delayMs, act) => agenda.in(delayMs, act) }, memory);
    const [session, effects] = startFrom({ interrupted: parts.memory.interrupted(), traces: [] }, this.#moment());
    this.#session = session;
    this.link = new KioskLink({
      ...parts,
      state: () => this.#stateMessage(),
      heard: {
        welcome: (deskNow) => this.#clock.follow(deskNow),
        slice: (slice) => this.#takeSlice(slice),
        command: (command) => this.#obey(command),
      },
    });
    for (const effect of effects) this.#do(effect);
  }

  get phase(): Session['phase'] {
    return this.#session.phase;
  }

  get isFree(): boolean {
    return !this.#asking && means(this.#session, 'knocked');
  }

  get running(): Running | null {
    return runningOf(this.#session);
  }

  /** The slice that it works with. */
  get slice(): Slice | null {
    return this.#parts.memory.slice;
  }

  /** Somebody sits down and shows a code, or has none. */
  visit(code: string | null, minutes: number): void {
    const knock = code === null ? openKnock(minutes) : this.#knockOf(code);
    if (!this.isFree) this.#say(() => 'somebody else sits there');
    else if (knock === null) this.#say(() => 'the code opens nothing');
    else if (knock.ticket === null || !this.#mayBegin(knock)) this.#knock(knock);
    else this.#claim(knock, knock.ticket);
  }

  #claim(knock: Knock, ticket: string): void {
    this.#asking = true;
    this.link.claim(ticket, (answer) => {
      this.#asking = false;
      if (this.#ended) return;
      if (answer?.ok === false) this.#say(() => 'the desk does not let this ticket in');
      else this.#knock(withClaim(knock, answer));
    });
  }

  happen(event: SessionEvent): void {
    if (this.#ended || !means(this.#session, event.kind)) return;
    const before = this.#session;
    const [session, effects] = transition(before, event, this.#moment());
    this.#session = session;
    for (const effect of effects) this.#do(effect);
    if (session !== before) this.#tellPeople(before);
    this.#publish();
    this.#look();
  }

  tick(): void {
    this.happen({ kind: 'tick' });
  }

  /** Power cut or crash: what is in memory is gone. */
  end(noticedAfterMs: number): void {
    this.#noteUse();
    this.#ended = true;
    this.#cancelTick();
    this.link.vanish(noticedAfterMs);
    const who = seatedIn(this.#session);
    if (who !== null) this.#parts.heard.left(who);
  }

  #moment(): Moment {
    return { ...this.#clock.now(), terms: termsOf(this.#parts.memory.slice, limits) };
  }

  #takeSlice(slice: Slice): void {
    const { memory, takesOlderSlices } = this.#parts;
    if (takesOlderSlices || !isOlder(slice, memory.slice)) {
      memory.keepSlice(slice);
      this.happen({ kind: 'terms-changed' });
    }
    const epoch = memory.slice?.epoch ?? 0;
    if (epoch > 0) this.link.tell({ type: 'slice-held', epoch, endsAt: seatedUntilOf(this.#session, this.#moment()) });
  }

  #obey(command: Command): void {
    const { chance, agenda } = this.#parts;
    switch (command.type) {
      case 'end-session':
        this.happen({ kind: 'facilitator-ended', session: command.session });
        return;
      case 'extend-session':
        this.happen({ kind: 'extended', session: command.session, minutes: command.minutes });
        return;
      case 'start-session':
        this.happen({ kind: 'called', knock: calledKnock(command), label: command.label });
        agenda.in(chance.span(5_000, 240_000), () => this.happen({ kind: 'called-answered', rules }));
    }
  }

  #mayBegin(knock: Knock): boolean {
    const at = this.#moment();
    return explain(knock, at.terms, wallMs(at)).granted;
  }

  #knock(knock: Knock): void {
    this.happen({ kind: 'knocked', knock, rules });
    if (this.#session.phase === 'free') this.#say(() => 'refused by the rules');
  }

  #knockOf(code: string): Knock | null {
    const { memory, settings } = this.#parts;
    if (memory.slice === null) return null;
    const hash = hashCode(code, settings.key);
    const { wall } = this.#moment();
    const ticket = findTicket(memory.slice, { hash, at: wall });
    if (ticket !== null && !memory.spent.has(ticket.ticket)) return knockOf(ticket);
    const limitMs = memory.slice.rules.resumeMinutes * 60_000;
    const hex = hash.toString('hex');
    const rest = [...memory.rests.values()].find(
      ({ codeHash, cutAt }) => codeHash === hex && Date.parse(cutAt) + limitMs > Date.parse(wall),
    );
    if (rest === undefined) return null;
    return { ...plainKnock(rest), minutes: Math.ceil(rest.leftSeconds / 60), leftSeconds: rest.leftSeconds };
  }

  #do(effect: Effect): void {
    const { memory, agenda, chance } = this.#parts;
    if (effect.do === 'record') {
      memory.record(effect.facts, effect.opening);
      this.link.bringFacts();
    }
    if (effect.do === 'note') memory.noteUse(effect);
    if (effect.do === 'wipe') {
      agenda.in(chance.between(2_000, 8_000), () => this.happen({ kind: 'wiped', leftovers: [] }));
    }
  }

  #tellPeople(before: Session): void {
    const { heard, agenda } = this.#parts;
    const session = this.#session;
    const [was, is] = [runningOf(before), runningOf(session)];
    if (is !== null && is.deadlineMs !== was?.deadlineMs) {
      heard.granted(is.session, { ticket: is.ticket, endsAt: agenda.now + is.deadlineMs - this.#moment().monotonicMs });
    }
    if (session.phase === 'charter' && before.phase !== 'charter') this.#readCharter(session.admission);
    const gone = seatedIn(before);
    if (gone !== null && is === null) heard.left(gone);
    if (session.phase !== before.phase) this.#say(() => `${before.phase} → ${session.phase}`);
  }

  #readCharter({ session, ticket }: Admission): void {
    const { heard, agenda, chance } = this.#parts;
    heard.admitted(ticket);
    const accepted = chance.is(0.95);
    agenda.in(chance.span(2_000, 200_000), () => {
      const same = this.#session.phase === 'charter' && this.#session.admission.session === session;
      if (same) this.happen({ kind: 'charter-answered', accepted });
    });
  }

  #publish(): void {
    const state = this.#stateMessage();
    const news = JSON.stringify({ ...state, endsAt: null });
    if (news === this.#lastTold) return;
    this.#lastTold = news;
    this.link.tell(state);
  }

  #stateMessage(): StateMessage {
    return stateMessageOf(this.#session, told, this.#moment());
  }

  #look(): void {
    this.#cancelTick();
    const at = this.#moment();
    const due = dueMs(this.#session, at);
    if (due === null) return;
    this.#cancelTick = this.#parts.agenda.in(Math.max(100, due - at.monotonicMs), () => this.tick());
  }

  /** As the look of a few seconds ago has put it on the disk. */
  #noteUse(): void {
    const running = runningOf(this.#session);
    if (running === null) return;
    const now = this.#moment();
    const agoMs = this.#parts.chance.between(0, noteEveryMs);
    const then = { ...now, monotonicMs: now.monotonicMs - agoMs, wall: new Date(wallMs(now) - agoMs).toISOString() };
    this.#parts.memory.noteUse({ session: running.session, at: then.wall, usedSeconds: usedSeconds(running, then) });
  }

  #say(what: () => string): void {
    this.#parts.heard.said(what);
  }
}

const plainKnock = (of: Pick<SliceTicket, 'ticket' | 'access' | 'codeHash'>): Omit<Knock, 'minutes'> => ({
  session: randomUUID(),
  ...{ ticket: of.ticket, access: of.access, codeHash: of.codeHash },
  leftSeconds: null,
  used: { todayMinutes: 0, weekMinutes: 0 },
});

const knockOf = (ticket: SliceTicket): Knock => ({ ...plainKnock(ticket), minutes: ticket.minutes });

function withClaim(knock: Knock, answer: ClaimAnswer): Knock {
  if (answer?.ok !== true) return knock;
  const { minutes, leftSeconds = null } = answer.value;
  return { ...knock, minutes, leftSeconds };
}

function runningOf(session: Session): Running | null {
  if (session.phase === 'active' || session.phase === 'paused' || session.phase === 'ending') return session.running;
  return session.phase === 'wiping' && session.then.to === 'resume' ? session.then.running : null;
}

/** Who sits there, or reads the charter. */
const seatedIn = (session: Session): Admission | null =>
  runningOf(session) ?? (session.phase === 'charter' ? session.admission : null);
