import files from '@fastify/static';
import Fastify, { type FastifyInstance } from 'fastify';
import { join } from 'node:path';
import type { z } from 'zod';
import { displayPath } from '../../contract/book/book-routes.ts';
import type { Display } from '../../contract/book/queue.ts';
import { deskRoutes, type Room, roomEventsPath } from '../../contract/desk-routes.ts';
import { failed, parse, type ProblemCode } from '../../contract/problem.ts';
import { quietDisplay, quietRoom } from './fake-place.ts';

type Routes = typeof deskRoutes;
type Name = keyof Routes;
type Input<Route extends Name> = z.output<Routes[Route]['input']>;
type Output<Route extends Name> = z.input<Routes[Route]['output']>;

type Told<Route extends Name> = Output<Route> | { readonly refused: ProblemCode };
type Answers = { [Route in Name]?: (input: Input<Route>) => Told<Route> };

/** The real one's, word for word: a page that needs more must fail here, too. */
const contentPolicy =
  "default-src 'none';script-src 'self';style-src 'self';font-src 'self';img-src 'self' data:;connect-src 'self';base-uri 'none';form-action 'none';frame-ancestors 'none'";

/**
 * A desk that the test plays: it serves the built pages, tells the room that it is given, and answers each route of the table as the test says.
 * What is asked and what is answered are parsed by the table; without an answer a route says `not-found`.
 */
export class FakeDesk {
  readonly answers: Answers = {};
  /** Every call, in order. */
  readonly asked: { readonly name: Name; readonly input: unknown }[] = [];
  display: Display | null = quietDisplay();
  #room: Room = quietRoom();
  readonly #streams = new Set<(text: string) => void>();
  readonly #server: FastifyInstance;
  #address = '';

  private constructor(server: FastifyInstance) {
    this.#server = server;
  }

  /** `screens`: the folder of the built pages; null = it is only called. */
  static async open(screens: string | null): Promise<FakeDesk> {
    const server: FastifyInstance = Fastify({ forceCloseConnections: true });
    const desk = new FakeDesk(server);
    server.addHook('onRequest', (_request, reply, done) => {
      reply.header('content-security-policy', contentPolicy);
      done();
    });
    for (const name of Object.keys(deskRoutes) as Name[]) desk.#bind(name);
    server.get(displayPath, (_request, reply) => desk.display ?? reply.code(503).send());
    desk.#bindEvents();
    if (screens !== null) await desk.#serve(screens);
    desk.#address = await server.listen({ host: '127.0.0.1', port: 0 });
    return desk;
  }

  get address(): string {
    return this.#address;
  }

  get room(): Room {
    return this.#room;
  }

  /** Changes the room, and tells whoever looks. */
  tell(changes: Partial<Room>): void {
    this.#room = { ...this.#room, ...changes, bookRevision: this.#room.bookRevision + 1 };
    for (const stream of this.#streams) stream(this.#event());
  }

  /** What was asked of a route, in order. */
  askedOf(name: Name): unknown[] {
    return this.asked.filter((one) => one.name === name).map(({ input }) => input);
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  async #serve(screens: string): Promise<void> {
    await this.#server.register(files, { root: join(screens, 'assets'), prefix: '/assets/', index: false });
    this.#server.get('/', (_request, reply) => reply.sendFile('index.html', join(screens, 'desk')));
    this.#server.get('/display', (_request, reply) => reply.sendFile('index.html', join(screens, 'display')));
  }

  #bind(name: Name): void {
    const { method, path, input, output } = deskRoutes[name];
    this.#server.route({
      method,
      url: path,
      handler: (request, reply) => {
        const asked = parse<z.ZodType>(input, method === 'GET' ? request.query : (request.body ?? {}), name);
        if (!asked.ok) return reply.code(400).send({ problem: asked.problem });
        this.asked.push({ name, input: asked.value });
        if (name === 'room.read') return this.#room;
        const answer = this.answers[name] as ((input: unknown) => object) | undefined;
        const told = answer?.(asked.value) ?? { refused: 'not-found' as const };
        return 'refused' in told
          ? reply.code(409).send({ problem: failed(told.refused as ProblemCode, name, 'otherwise').problem })
          : output.parse(told);
      },
    });
  }

  #bindEvents(): void {
    this.#server.get(roomEventsPath, (_request, reply) => {
      reply.hijack();
      reply.raw.writeHead(200, { 'content-type': 'text/event-stream' });
      const stream = (text: string): void => void reply.raw.write(text);
      this.#streams.add(stream);
      reply.raw.on('close', () => this.#streams.delete(stream));
      stream(this.#event());
    });
  }

  #event = (): string => `event: room\ndata: ${JSON.stringify(this.#room)}\n\n`;
}
