import { randomUUID } from 'node:crypto';
import { onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { BookAnswer, BookQuestion } from '../../contract/book/self-service.ts';
import {
  type DeskMessage,
  deskLinkVersion,
  deskMessageSchema,
  type Fact,
  type KioskMessage,
} from '../../contract/desk-link.ts';
import { openWaitMs } from './waits.ts';

type Workstation = { readonly id: string; readonly key: string };
type Heard<Type extends DeskMessage['type']> = Extract<DeskMessage, { type: Type }>;

/** A kiosk's end of the link, spoken by hand over a real WebSocket. */
export class KioskLine {
  readonly heard: DeskMessage[] = [];
  readonly #socket: WebSocket;
  #open = true;
  #lastEpoch = 0;
  #endsAt: (() => string | null) | null = null;

  constructor(address: string) {
    this.#socket = new WebSocket(`${address.replace('http', 'ws')}/link`);
    this.#socket.on('message', (data) => {
      const message = deskMessageSchema.parse(JSON.parse((data as Buffer).toString()));
      this.heard.push(message);
      if (message.type === 'slice' || message.type === 'welcome') this.#hold(message.slice.epoch);
    });
    this.#socket.on('close', () => (this.#open = false));
    this.#socket.on('error', () => (this.#open = false));
    onTestFinished(() => this.cut());
  }

  /** A line that has greeted and was welcomed. */
  static async welcomed(address: string, workstation: Workstation): Promise<KioskLine> {
    const line = new KioskLine(address);
    await line.opened();
    line.greet(workstation);
    await line.next('welcome');
    return line;
  }

  get isOpen(): boolean {
    return this.#open;
  }

  async opened(): Promise<void> {
    await vi.waitFor(() => {
      if (this.#socket.readyState !== WebSocket.OPEN) throw new Error('not open yet');
    }, openWaitMs);
  }

  greet({ id, key }: Workstation): void {
    this.say({ type: 'hello', version: deskLinkVersion, workstation: id, key });
  }

  say(message: KioskMessage): void {
    this.sayRaw(JSON.stringify(message));
  }

  sayRaw(text: string): void {
    this.#socket.send(text);
  }

  /** The first message of that type that this line has heard and not yet taken. */
  async next<Type extends DeskMessage['type']>(type: Type): Promise<Heard<Type>> {
    return vi.waitFor(() => {
      const index = this.heard.findIndex((message) => message.type === type);
      if (index < 0) throw new Error(`no ${type} heard; heard ${JSON.stringify(this.heard)}`);
      const [message] = this.heard.splice(index, 1);
      return message as Heard<Type>;
    }, openWaitMs);
  }

  async claim(ticket: string): Promise<Heard<'claimed'> | Heard<'claim-refused'>> {
    const id = randomUUID();
    this.say({ type: 'claim', id, ticket });
    return vi.waitFor(() => {
      const answer = this.heard.find(
        (message) => (message.type === 'claimed' || message.type === 'claim-refused') && message.id === id,
      );
      if (answer === undefined) throw new Error('no answer to the claim');
      return answer as Heard<'claimed'> | Heard<'claim-refused'>;
    }, openWaitMs);
  }

  /** What a visitor asks of the book there. */
  async ask(question: BookQuestion): Promise<BookAnswer> {
    const id = randomUUID();
    this.say({ type: 'book-asked', id, question });
    return vi.waitFor(() => {
      const answer = this.heard.find((message) => message.type === 'book-answered' && message.id === id);
      if (answer === undefined) throw new Error('no answer to the question');
      return (answer as Heard<'book-answered'>).answer;
    }, openWaitMs);
  }

  tell(...facts: { seq: number; fact: Fact }[]): void {
    this.say({ type: 'facts', facts });
  }

  /** From now on says of each slice that it is held, as a kiosk does. `endsAt`: of the session that runs there. */
  holdSlices(endsAt: () => string | null = () => null): this {
    this.#endsAt = endsAt;
    this.#hold(this.#lastEpoch);
    return this;
  }

  #hold(epoch: number): void {
    this.#lastEpoch = epoch;
    if (this.#endsAt !== null && epoch > 0) this.say({ type: 'slice-held', epoch, endsAt: this.#endsAt() });
  }

  /** Stops reading, as a kiosk whose power is cut: what the desk sends from now on arrives nowhere. */
  deafen(): void {
    this.#socket.pause();
  }

  /** Without a goodbye. */
  cut(): void {
    this.#socket.terminate();
  }
}
