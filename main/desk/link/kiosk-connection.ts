import type { WebSocket } from '@fastify/websocket';
import type { RawData } from 'ws';
import { type DeskMessage, deskLinkVersion } from '../../../contract/desk-link.ts';
import type { ListStanding } from '../../../contract/filter-list/standing.ts';
import { failed, type Problem } from '../../../contract/problem.ts';
import { instantOf } from '../clock.ts';
import { readHello } from './hello.ts';
import { type HeardMessage, readKioskMessage } from './kiosk-messages.ts';
import type { LinkParts, SliceOf, Workstation } from './link-parts.ts';

export const pingEveryMs = 10_000;
export const deadAfterMs = 25_000;
const helloWithinMs = 5000;
const closeWithinMs = 1000;

export interface ConnectionEvents {
  /** The kiosk proved who it is; told before it is welcomed. */
  welcomed(workstation: string): void;
  /** Told once, whatever ended it. */
  ended(): void;
}

/** One kiosk's conversation: greeting first, then messages in their order, until one side falls silent. */
export class KioskConnection {
  readonly #socket: WebSocket;
  readonly #parts: LinkParts;
  readonly #events: ConnectionEvents;
  readonly #greeting: NodeJS.Timeout;
  readonly #pings: NodeJS.Timeout;
  #silence: NodeJS.Timeout;
  #workstation: Workstation | null = null;
  #sliceSent = '';
  /** Null for a kiosk that takes no list from here, and until it has spoken. */
  #listThere: ListStanding | null = null;
  #listOffered = '';

  constructor(socket: WebSocket, parts: LinkParts, events: ConnectionEvents) {
    this.#socket = socket;
    this.#parts = parts;
    this.#events = events;
    this.#greeting = setTimeout(
      () => this.refuse(failed('malformed', 'hello', 'a hello as first message').problem),
      helloWithinMs,
    );
    this.#pings = setInterval(() => socket.ping(), pingEveryMs);
    this.#silence = this.#awaitSign();
    socket.on('pong', () => this.#heardSign());
    socket.on('message', (data, binary) => this.#heard(data, binary));
    socket.on('error', (error) =>
      parts.log.warn({ workstation: this.workstation, reason: error.message }, 'link broke'),
    );
    socket.on('close', () => this.#ended());
  }

  /** Id of the workstation, once it has proved itself. */
  get workstation(): string | null {
    return this.#workstation?.id ?? null;
  }

  send(message: DeskMessage): void {
    this.#socket.send(JSON.stringify(message));
  }

  /** The kiosk's part of the book, unless it has just that. Returns its epoch; null while nobody has greeted. */
  sendSlice(sliceOf: SliceOf = this.#parts.slices()): number | null {
    if (this.#workstation === null) return null;
    const slice = sliceOf(this.#workstation);
    const text = JSON.stringify(slice);
    if (text !== this.#sliceSent) {
      this.#sliceSent = text;
      this.send({ type: 'slice', slice });
    }
    return slice.epoch;
  }

  /** Says that there is a list that the kiosk does not have, once: what it makes of it, it says itself. */
  offerList(): void {
    const digest = this.#parts.list()?.digest ?? '';
    const known = ['', this.#listOffered, this.#listThere?.inUse?.digest].includes(digest);
    if (this.#listThere === null || known) return;
    this.#listOffered = digest;
    this.send({ type: 'list-offered', digest });
  }

  /** Says why, then ends. */
  refuse(problem: Problem): void {
    this.#parts.log.warn({ workstation: this.workstation, problem }, 'link refused');
    this.send({ type: 'refused', problem });
    this.close(1008);
  }

  close(code: number): void {
    this.#socket.close(code);
    setTimeout(() => this.#socket.terminate(), closeWithinMs).unref();
  }

  #ended(): void {
    clearTimeout(this.#greeting);
    clearInterval(this.#pings);
    clearTimeout(this.#silence);
    this.#events.ended();
  }

  #awaitSign(): NodeJS.Timeout {
    return setTimeout(() => this.#socket.terminate(), deadAfterMs);
  }

  #heardSign(): void {
    clearTimeout(this.#silence);
    this.#silence = this.#awaitSign();
  }

  #heard(data: RawData, binary: boolean): void {
    this.#heardSign();
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (binary) {
      this.refuse(failed('malformed', 'message', 'JSON text').problem);
      return;
    }
    try {
      const text = textOf(data);
      if (this.#workstation === null) this.#greet(text);
      else this.#follow(this.#workstation.id, text);
    } catch (error) {
      // A full disk, say: nothing was acknowledged, so the kiosk keeps it and comes back.
      this.#parts.log.error({ workstation: this.workstation, error }, 'a message could not be worked on');
      this.close(1011);
    }
  }

  #greet(text: string): void {
    const workstation = readHello(text, this.#parts.workstations);
    if (!workstation.ok) {
      this.refuse(workstation.problem);
      return;
    }
    clearTimeout(this.#greeting);
    this.#workstation = workstation.value;
    this.#events.welcomed(workstation.value.id);
    const slice = this.#parts.slices()(workstation.value);
    this.#sliceSent = JSON.stringify(slice);
    this.send({ type: 'welcome', version: deskLinkVersion, now: instantOf(this.#parts.clock()), slice });
  }

  #follow(workstation: string, text: string): void {
    const message = readKioskMessage(text);
    if (!message.ok) {
      this.refuse(message.problem);
      return;
    }
    this.#act(workstation, message.value);
  }

  #act(workstation: string, message: HeardMessage): void {
    switch (message.type) {
      case 'facts':
        this.#takeFacts(workstation, message.facts);
        return;
      case 'state':
        this.#parts.room.heard(workstation, message);
        this.#listThere = message.list ?? null;
        this.offerList();
        return;
      case 'site-asked':
        this.#takeWish(workstation, message);
        return;
      case 'slice-held':
        this.#takeHeld(workstation, message);
        return;
      case 'book-asked':
        void this.#answerVisitor(message);
        return;
      case 'claim':
        this.#takeClaim(workstation, message);
        return;
    }
  }

  #takeFacts(workstation: string, facts: readonly unknown[]): void {
    const { upTo, quarantined } = this.#parts.facts.receive(workstation, facts);
    for (const problem of quarantined) this.#parts.log.error({ workstation, problem }, 'fact set aside');
    if (upTo > 0) this.send({ type: 'acknowledged', upTo });
    this.#parts.recorded();
  }

  #takeClaim(workstation: string, { id, ticket }: Extract<HeardMessage, { type: 'claim' }>): void {
    const claim = this.#parts.tickets.claim(ticket, workstation);
    this.send(
      claim.ok ? { type: 'claimed', id, ...claim.value } : { type: 'claim-refused', id, problem: claim.problem },
    );
    this.#parts.recorded();
  }

  #takeHeld(workstation: string, { epoch, endsAt }: Extract<HeardMessage, { type: 'slice-held' }>): void {
    const held = { epoch, endsAt: endsAt === null ? null : Date.parse(endsAt) };
    if (this.#parts.handovers.heard(workstation, held)) return;
    this.#parts.log.warn({ workstation }, 'the kiosk holds a slice of another book; it is given a later one');
    this.sendSlice();
  }

  async #answerVisitor({ id, question }: Extract<HeardMessage, { type: 'book-asked' }>): Promise<void> {
    try {
      this.send({ type: 'book-answered', id, answer: await this.#parts.answer(question) });
    } catch (error) {
      this.#parts.log.error({ workstation: this.workstation, error }, 'a visitor could not be answered');
    }
  }

  /** Of a session that has ended meanwhile nobody wants to know. */
  #takeWish(workstation: string, asked: Extract<HeardMessage, { type: 'site-asked' }>): void {
    const { room, wishes } = this.#parts;
    if (room.sessionOn(workstation) === asked.session && wishes.take(workstation, asked)) room.changed();
  }
}

const textOf = (data: RawData): string =>
  (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer)).toString('utf8');
