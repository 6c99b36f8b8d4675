import { randomUUID } from 'node:crypto';
import type { BookAnswer, BookQuestion } from '../../../contract/book/self-service.ts';
import { type DeskMessage, deskLinkVersion, type KioskMessage, type Slice } from '../../../contract/desk-link.ts';
import type { DeskSettings } from '../../../contract/settings.ts';
import type { ClaimAnswer, StateMessage } from '../../../main/kiosk/desk-link.ts';
import type { Agenda } from './agenda.ts';
import type { Chance } from './chance.ts';
import type { KioskMemory } from './kiosk-memory.ts';
import type { End, Line, Wire } from './wire.ts';

const commands = ['end-session', 'start-session', 'extend-session'] as const;

export type Command = Extract<DeskMessage, { type: (typeof commands)[number] }>;

const isCommand = (message: DeskMessage): message is Command => commands.some((type) => type === message.type);

export interface KioskLinkParts {
  readonly agenda: Agenda;
  readonly chance: Chance;
  readonly wire: Wire;
  readonly settings: DeskSettings['workstations'][number];
  readonly memory: KioskMemory;
  /** The desk's end of a new connection; null: it is not running. */
  readonly dial: () => { readonly end: End; readonly bind: (line: Line) => void } | null;
  readonly state: () => StateMessage;
  readonly heard: {
    welcome(deskNow: string): void;
    slice(slice: Slice): void;
    command(command: Command): void;
  };
}

const claimLimitMs = 2_000;
const factsAtOnce = 200;
const answerLost = 0.02;
/** What of an old connection may still come in behind the next one. */
const pastSlices = 3;

/** The kiosk's line to the desk: the same conversation as the real one, over a wire that can be cut. */
export class KioskLink {
  readonly #parts: KioskLinkParts;
  readonly #claims = new Map<string, (answer: ClaimAnswer) => void>();
  readonly #questions = new Map<string, (answer: BookAnswer) => void>();
  #line: Line | null = null;
  #welcomed = false;
  #underway: number | null = null;
  #past: Slice[] = [];
  #closed = false;
  /** For the network, or the desk. */
  #waits = false;

  constructor(parts: KioskLinkParts) {
    this.#parts = parts;
    this.#dialSoon();
  }

  get reachable(): boolean {
    return this.#welcomed;
  }

  tell(message: KioskMessage): void {
    if (this.#welcomed) this.#send(message);
  }

  bringFacts(): void {
    if (!this.#welcomed || this.#underway !== null) return;
    const facts = [...this.#parts.memory.waitingFacts(factsAtOnce)];
    const last = facts.at(-1);
    if (last === undefined) return;
    this.#underway = last.seq;
    this.#send({ type: 'facts', facts });
    this.#mayLoseTheAnswer();
  }

  /** `heard`: the desk's answer; null when it gave none in time. */
  claim(ticket: string, heard: (answer: ClaimAnswer) => void): void {
    if (!this.#welcomed) {
      heard(null);
      return;
    }
    const id = randomUUID();
    const cancel = this.#parts.agenda.in(claimLimitMs, () => this.#answerClaim(id, null));
    this.#claims.set(id, (answer) => {
      cancel();
      heard(answer);
    });
    this.#send({ type: 'claim', id, ticket });
  }

  ask(question: BookQuestion, heard: (answer: BookAnswer) => void): void {
    const id = randomUUID();
    this.#questions.set(id, heard);
    this.#send({ type: 'book-asked', id, question });
  }

  /** The kiosk is switched off, or its program ends. */
  vanish(noticedAfterMs: number): void {
    this.#closed = true;
    this.#line?.vanish('kiosk', noticedAfterMs);
  }

  /** The line breaks about when the desk has written them down: it is told them again. */
  #mayLoseTheAnswer(): void {
    const { agenda, chance, wire } = this.#parts;
    if (chance.is(answerLost)) agenda.in(chance.between(1, 2 * wire.latencyMs), () => wire.drop());
  }

  #dialSoon(): void {
    this.#parts.agenda.in(this.#parts.chance.between(250, 5_000), () => this.#dial());
  }

  #dial(): void {
    if (this.#closed || this.#line !== null) return;
    const { wire, dial } = this.#parts;
    const desk = wire.isCut ? null : dial();
    if (desk === null) {
      this.#waits = true;
      return;
    }
    const kiosk: End = { heard: (text) => this.#read(JSON.parse(text) as DeskMessage), closed: () => this.#lose() };
    this.#line = wire.connect({ desk: desk.end, kiosk });
    desk.bind(this.#line);
    const { id: workstation, key } = this.#parts.settings;
    this.#send({ type: 'hello', version: deskLinkVersion, workstation, key });
  }

  /** The network, or the desk, is back: it tries every few seconds. */
  tryAgain(): void {
    if (!this.#waits) return;
    this.#waits = false;
    this.#dialSoon();
  }

  #lose(): void {
    this.#line = null;
    this.#welcomed = false;
    this.#underway = null;
    for (const id of [...this.#claims.keys()]) this.#answerClaim(id, null);
    this.#questions.clear();
    if (!this.#closed) this.#dialSoon();
  }

  #read(message: DeskMessage): void {
    if (this.#closed) return;
    if (!this.#welcomed) {
      if (message.type === 'welcome') this.#begin(message);
      return;
    }
    if (isCommand(message)) this.#parts.heard.command(message);
    else if (message.type === 'slice') this.#takeSlice(message.slice);
    else if (message.type === 'acknowledged') this.#takeAcknowledgement(message.upTo);
    else this.#hearAnswer(message);
  }

  #hearAnswer(message: DeskMessage): void {
    if (message.type === 'claimed') this.#answerClaim(message.id, { ok: true, value: message });
    if (message.type === 'claim-refused') this.#answerClaim(message.id, { ok: false, problem: message.problem });
    if (message.type !== 'book-answered') return;
    this.#questions.get(message.id)?.(message.answer);
    this.#questions.delete(message.id);
  }

  #begin({ now, slice }: Extract<DeskMessage, { type: 'welcome' }>): void {
    this.#welcomed = true;
    this.#parts.heard.welcome(now);
    this.#hearThePast();
    this.#takeSlice(slice);
    this.#send(this.#parts.state());
    this.bringFacts();
  }

  /** TCP gives nothing of an old connection out behind a new one; epochs are there for whoever does. */
  #hearThePast(): void {
    const { agenda, chance } = this.#parts;
    const [late] = this.#past;
    this.#past = [];
    if (late === undefined || chance.is(0.5)) return;
    agenda.in(chance.span(20, 600_000), () => {
      if (!this.#closed) this.#parts.heard.slice(late);
    });
  }

  #takeSlice(slice: Slice): void {
    this.#past = [...this.#past, slice].slice(-pastSlices);
    this.#parts.heard.slice(slice);
  }

  #takeAcknowledgement(upTo: number): void {
    if (this.#underway === null) return;
    this.#parts.memory.acknowledge(Math.min(upTo, this.#underway));
    if (upTo < this.#underway) return;
    this.#underway = null;
    this.bringFacts();
  }

  #answerClaim(id: string, answer: ClaimAnswer): void {
    const hear = this.#claims.get(id);
    this.#claims.delete(id);
    hear?.(answer);
  }

  #send(message: KioskMessage): void {
    this.#line?.send('kiosk', JSON.stringify(message));
  }
}
