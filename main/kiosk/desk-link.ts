import type { Logger } from 'pino';
import { WebSocket } from 'ws';
import type { BookAnswer, BookQuestion } from '../../contract/book/self-service.ts';
import {
  deskLinkMaxBytes,
  deskLinkVersion,
  deskMessageSchema,
  type DeskMessage,
  type KioskMessage,
  type Slice,
} from '../../contract/desk-link.ts';
import { describe, ok, parseJson, type Result } from '../../contract/problem.ts';
import type { SiteRequest } from './browsing/site-requests.ts';
import { type Command, command, type Commands, isCommand } from './desk-commands.ts';
import type { PlaceClock } from './place-clock.ts';
import type { KioskStore } from './store/store.ts';
import { Unanswered } from './unanswered.ts';

/** What the desk shows of this workstation; sent at each change and after each welcome. */
export type StateMessage = Extract<KioskMessage, { type: 'state' }>;

export interface DeskLinkParts {
  readonly settings: { readonly desk: string; readonly workstation: string; readonly key: string };
  readonly store: KioskStore;
  readonly clock: PlaceClock;
  readonly log: Logger;
  /** Asked at each welcome. */
  readonly state: () => StateMessage;
  /** The latest end of whoever sits here or is about to begin; null = nobody. */
  readonly seatedUntil: () => string | null;
  readonly heard: Commands & {
    reachable(reachable: boolean): void;
    slice(slice: Slice): void;
    /** The desk gives out another filter list than this workstation has. */
    listOffered(digest: string): void;
  };
}

/** The desk's word on a ticket; null when there was none in time. `leftSeconds`: what an interrupted session left. */
export type ClaimAnswer = Result<
  Pick<Extract<DeskMessage, { type: 'claimed' }>, 'minutes' | 'resumed' | 'leftSeconds'>
> | null;

const pingEveryMs = 10_000;
const silentAfterMs = 25_000;
const claimLimitMs = 2_000;
/** A booking is promised only once other kiosks have answered the desk. */
const askLimitMs = 15_000;
const factsAtOnce = 200;
const firstPauseMs = 500;
/** A visitor with a good ticket waits for it: a desk that came back is found within seconds. */
const longestPauseMs = 5_000;
const refusedPauseMs = 15_000;

/** The line to the desk: dials for ever, brings the facts over, hands on what the desk asks. Nothing here waits for it. */
export class DeskLink {
  readonly #parts: DeskLinkParts;
  readonly #claims: Unanswered<NonNullable<ClaimAnswer>>;
  readonly #asks: Unanswered<BookAnswer>;
  #socket: WebSocket | null = null;
  #welcomed = false;
  #pauseMs = firstPauseMs;
  #heardMs = 0;
  /** Facts on their way; null = none. */
  #underway: { readonly upTo: number; readonly sentMs: number } | null = null;
  #cancelTimer: () => void = () => undefined;
  #closed = false;

  constructor(parts: DeskLinkParts) {
    this.#parts = parts;
    this.#claims = new Unanswered(parts.clock, claimLimitMs);
    this.#asks = new Unanswered(parts.clock, askLimitMs);
    this.#dial();
  }

  get reachable(): boolean {
    return this.#welcomed;
  }

  /** Lost when the desk is away: the next welcome asks for the state of then. */
  tell(state: StateMessage): void {
    if (this.#welcomed) this.#send(state);
  }

  /** Somebody here would like a site opened. False: the desk is away. */
  askSite(request: SiteRequest): boolean {
    if (this.#welcomed) this.#send({ type: 'site-asked', ...request });
    return this.#welcomed;
  }

  /** Sends what waits in the outbox; to be called after each record. */
  bringFacts(): void {
    if (!this.#welcomed || this.#underway !== null) return;
    const facts = [...this.#parts.store.waitingFacts(factsAtOnce)];
    const last = facts.at(-1);
    if (last === undefined) return;
    this.#underway = { upTo: last.seq, sentMs: this.#nowMs() };
    this.#send({ type: 'facts', facts });
  }

  /** May this ticket open a session here, now? Null when the desk does not answer within 2 s. */
  claim(ticket: string): Promise<ClaimAnswer> {
    return this.#welcomed ? this.#claims.ask((id) => this.#send({ type: 'claim', id, ticket })) : Promise.resolve(null);
  }

  /** What a visitor asks of the book. Null when the desk is away, or does not answer in time. */
  ask(question: BookQuestion): Promise<BookAnswer | null> {
    return this.#welcomed
      ? this.#asks.ask((id) => this.#send({ type: 'book-asked', id, question }))
      : Promise.resolve(null);
  }

  close(): void {
    this.#closed = true;
    this.#cancelTimer();
    this.#socket?.terminate();
  }

  #dial(): void {
    const { settings } = this.#parts;
    const socket = new WebSocket(settings.desk, { maxPayload: deskLinkMaxBytes, handshakeTimeout: pingEveryMs });
    this.#socket = socket;
    const listen = (): void => {
      this.#heardMs = this.#nowMs();
    };
    socket.on('open', () => {
      listen();
      this.#send({ type: 'hello', version: deskLinkVersion, workstation: settings.workstation, key: settings.key });
      this.#armPing();
    });
    socket.on('pong', listen);
    socket.on('ping', listen);
    socket.on('message', (data, isBinary) => {
      listen();
      try {
        this.#read(isBinary ? '' : bytesOf(data).toString('utf8'));
      } catch (error) {
        // The store refused (a full disk): what was sent is not acknowledged and comes again with the next connection.
        this.#parts.log.error({ err: error }, 'a message from the desk could not be taken in');
        socket.terminate();
      }
    });
    // Told by `close`, which always follows; without a listener it would end the program.
    socket.on('error', (error) => this.#parts.log.debug({ reason: error.message }, 'desk not reached'));
    socket.on('close', () => this.#lose());
  }

  #lose(): void {
    this.#cancelTimer();
    this.#socket = null;
    this.#underway = null;
    const wasWelcomed = this.#welcomed;
    this.#welcomed = false;
    this.#claims.giveUp();
    this.#asks.giveUp();
    if (this.#closed) return;
    if (wasWelcomed) {
      this.#parts.log.info('desk lost');
      this.#parts.heard.reachable(false);
    }
    // Spread out, so that a room full of kiosks does not knock in step after the desk was started again.
    const pauseMs = this.#pauseMs * (0.5 + Math.random() / 2);
    this.#pauseMs = Math.min(this.#pauseMs * 2, Math.max(this.#pauseMs, longestPauseMs));
    this.#cancelTimer = this.#parts.clock.after(pauseMs, () => this.#dial());
  }

  #armPing(): void {
    this.#cancelTimer = this.#parts.clock.after(pingEveryMs, () => {
      const nowMs = this.#nowMs();
      const lateFacts = this.#underway !== null && nowMs - this.#underway.sentMs > silentAfterMs;
      if (nowMs - this.#heardMs > silentAfterMs || lateFacts) {
        this.#socket?.terminate();
        return;
      }
      this.#socket?.ping();
      this.#armPing();
    });
  }

  #read(text: string): void {
    const message = parseJson(deskMessageSchema, text, 'message from the desk');
    if (!message.ok) {
      this.#parts.log.error({ problem: describe(message.problem) }, 'the desk said something unreadable');
      this.#socket?.terminate();
      return;
    }
    if (this.#welcomed) this.#obey(message.value);
    else this.#expectWelcome(message.value);
  }

  #expectWelcome(message: DeskMessage): void {
    if (message.type !== 'welcome') {
      const problem = message.type === 'refused' ? describe(message.problem) : `expected welcome, got ${message.type}`;
      this.#parts.log.error({ problem }, 'the desk did not welcome this workstation');
      // A key is put right by a person: asking often would only fill the logs on both sides.
      this.#pauseMs = refusedPauseMs;
      this.#socket?.terminate();
      return;
    }
    this.#welcomed = true;
    this.#pauseMs = firstPauseMs;
    this.#parts.log.info('desk reached');
    // A desk that keeps no book has no hours of bookings that anybody could miss.
    if (message.slice.epoch > 0) this.#parts.clock.follow(message.now);
    this.#takeSlice(message.slice);
    this.#send(this.#parts.state());
    this.#parts.heard.reachable(true);
    this.bringFacts();
  }

  #obey(message: DeskMessage): void {
    if (isCommand(message)) command(message, this.#parts.heard);
    else this.#keepUp(message);
  }

  #keepUp(message: Exclude<DeskMessage, Command>): void {
    switch (message.type) {
      case 'welcome':
      case 'slice':
        this.#takeSlice(message.slice);
        break;
      case 'refused':
        this.#parts.log.error({ problem: describe(message.problem) }, 'the desk ended the connection');
        this.#socket?.terminate();
        break;
      case 'acknowledged':
        this.#takeAcknowledgement(message.upTo);
        break;
      case 'list-offered':
        this.#parts.heard.listOffered(message.digest);
        break;
      case 'claimed':
        this.#claims.answer(message.id, ok(message));
        break;
      case 'claim-refused':
        this.#claims.answer(message.id, { ok: false, problem: message.problem });
        break;
      case 'book-answered':
        this.#takeAnswer(message);
        break;
    }
  }

  /** A booking that came too late to be shown is given back: nobody knows its code. */
  #takeAnswer({ id, answer }: { readonly id: string; readonly answer: BookAnswer }): void {
    if (this.#asks.answer(id, answer) || answer.answer !== 'booked') return;
    void this.ask({ ask: 'cancel', code: answer.code });
  }

  /**
   * Kept first, followed second, and only then called held: the desk promises its cells to others by this word. An older slice than the one here is
   * the late word of a book that has gone on, or of one that was brought back from a copy: it is told which one is held.
   */
  #takeSlice(slice: Slice): void {
    const { heard, log, store } = this.#parts;
    const held = store.slice()?.epoch ?? 0;
    if (slice.epoch < held) {
      log.warn({ held, offered: slice.epoch }, 'a slice that is older than the one held was not taken');
      this.#tellHeld(held);
      return;
    }
    store.keepSlice(slice);
    heard.slice(slice);
    this.#tellHeld(slice.epoch);
  }

  #tellHeld(epoch: number): void {
    if (epoch > 0) this.#send({ type: 'slice-held', epoch, endsAt: this.#parts.seatedUntil() });
  }

  /** Never more than was sent: a desk that says so has another workstation's book in mind. */
  #takeAcknowledgement(upTo: number): void {
    if (this.#underway === null) return;
    this.#parts.store.acknowledge(Math.min(upTo, this.#underway.upTo));
    if (upTo < this.#underway.upTo) return;
    this.#underway = null;
    this.bringFacts();
  }

  #send(message: KioskMessage): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #nowMs(): number {
    return this.#parts.clock.now().monotonicMs;
  }
}

const bytesOf = (data: Buffer | ArrayBuffer | Buffer[]): Buffer =>
  Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data);
