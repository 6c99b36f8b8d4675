import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import {
  deskLinkVersion,
  kioskMessageSchema,
  type DeskMessage,
  type Fact,
  type KioskMessage,
  type NumberedFact,
  type PlaceRules,
  type Slice,
} from '../../contract/desk-link.ts';
import { listPath } from '../../contract/filter-list/standing.ts';

/** A place that is always open and does nothing by itself. */
export const rulesInTest = (changes: Partial<PlaceRules> = {}): PlaceRules => ({
  hours: null,
  bookingMarginMinutes: 5,
  shortestMinutes: 5,
  extension: null,
  resumeMinutes: 15,
  inactivity: null,
  helpLine: null,
  maintenanceCode: null,
  ...changes,
});

export const sliceInTest = ({ rules, ...changes }: Partial<Slice> = {}): Slice => ({
  placeName: 'La Fabrique',
  workstationName: 'Poste 3',
  zone: 'Europe/Paris',
  rules: rulesInTest(rules),
  tickets: [],
  bookings: [],
  epoch: 0,
  until: null,
  openedSites: [],
  waiting: 0,
  ...changes,
});

/** A desk at the other end of a real WebSocket: it takes facts, answers claims, and can be rude, mute or away. */
export class DeskInTest {
  slice: Slice = sliceInTest();
  readonly messages: KioskMessage[] = [];
  /** As they arrived, repetitions and all. */
  readonly received: NumberedFact[] = [];
  connections = 0;
  /** What it does not answer. */
  readonly mute = new Set<KioskMessage['type']>();
  answerClaim: (claim: Extract<KioskMessage, { type: 'claim' }>) => DeskMessage = ({ id, ticket }) => ({
    type: 'claimed',
    id,
    minutes: this.slice.tickets.find((known) => known.ticket === ticket)?.minutes ?? 30,
    resumed: false,
  });
  /** The filter list that it gives out. */
  list: Uint8Array | null = null;
  /** What kiosks proved themselves with when they asked for the list. */
  readonly askedForList: string[] = [];
  #server: WebSocketServer | null = null;
  #port = 0;

  static async open(): Promise<DeskInTest> {
    const desk = new DeskInTest();
    await desk.comeBack();
    return desk;
  }

  get address(): string {
    return `ws://127.0.0.1:${this.#port}/link`;
  }

  /** Each fact once, in the order of its number. */
  get facts(): readonly Fact[] {
    const bySeq = new Map(this.received.map(({ seq, fact }) => [seq, fact]));
    return [...bySeq].toSorted(([one], [other]) => one - other).map(([, fact]) => fact);
  }

  get lastState(): Extract<KioskMessage, { type: 'state' }> | undefined {
    return this.messages.findLast((message) => message.type === 'state');
  }

  get port(): number {
    return this.#port;
  }

  get isThere(): boolean {
    return this.#server !== null;
  }

  async comeBack(): Promise<void> {
    const http = createServer((request, response) => this.#giveList(request, response));
    const server = new WebSocketServer({ server: http });
    http.listen({ host: '127.0.0.1', port: this.#port });
    await once(http, 'listening');
    server.once('close', () => http.closeAllConnections());
    server.once('close', () => http.close());
    this.#server = server;
    this.#port = (http.address() as AddressInfo).port;
    server.on('connection', (socket) => {
      this.connections += 1;
      socket.on('message', (data) => {
        const text = Buffer.isBuffer(data) ? data.toString('utf8') : '';
        this.#answer(socket, kioskMessageSchema.parse(JSON.parse(text)));
      });
    });
  }

  async goAway(): Promise<void> {
    const server = this.#server;
    if (server === null) return;
    this.#server = null;
    for (const socket of server.clients) socket.terminate();
    const closed = once(server, 'close');
    server.close();
    await closed;
  }

  /** Has that list to give, and says so. */
  offer(list: Uint8Array, digest: string): void {
    this.list = list;
    this.say({ type: 'list-offered', digest });
  }

  say(message: DeskMessage): void {
    this.sayRaw(JSON.stringify(message));
  }

  sayRaw(text: string | Buffer): void {
    for (const socket of this.#server?.clients ?? []) socket.send(text);
  }

  /** Cuts the line as a pulled cable would, but keeps listening. */
  cut(): void {
    for (const socket of this.#server?.clients ?? []) socket.terminate();
  }

  #giveList({ headers, url }: IncomingMessage, response: ServerResponse): void {
    this.askedForList.push(Buffer.from((headers.authorization ?? '').replace('Basic ', ''), 'base64').toString());
    if (this.list === null || url !== listPath) response.writeHead(404).end();
    else response.end(this.list);
  }

  #answer(socket: WebSocket, message: KioskMessage): void {
    this.messages.push(message);
    if (message.type === 'facts') this.received.push(...message.facts);
    if (this.mute.has(message.type)) return;
    const answer = this.#answerTo(message);
    if (answer !== null) socket.send(JSON.stringify(answer));
  }

  #answerTo(message: KioskMessage): DeskMessage | null {
    switch (message.type) {
      case 'hello':
        return { type: 'welcome', version: deskLinkVersion, now: new Date().toISOString(), slice: this.slice };
      case 'facts':
        return { type: 'acknowledged', upTo: message.facts.at(-1)?.seq ?? 0 };
      case 'claim':
        return this.answerClaim(message);
      case 'state':
      case 'site-asked':
      case 'slice-held':
        return null;
      case 'book-asked':
        return { type: 'book-answered', id: message.id, answer: { answer: 'at-the-desk' } };
    }
  }
}
