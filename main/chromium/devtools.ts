import type { ProtocolMapping } from 'devtools-protocol/types/protocol-mapping.d.ts';
import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';
import { parseJson } from '../../contract/problem.ts';

type Commands = ProtocolMapping.Commands;
type Events = ProtocolMapping.Events;

/** The browser's no to one call; the connection lives on. */
export class DevToolsRefusal extends Error {}

/** The browser is gone, or speaks no sense any more: nothing will be answered. */
export class DevToolsEnd extends Error {}

/** One target's side of the connection; the browser's own has no id. */
export interface DevToolsSession {
  readonly id: string | undefined;
  send<Name extends keyof Commands>(
    method: Name,
    ...params: Commands[Name]['paramsType']
  ): Promise<Commands[Name]['returnType']>;
  /** For what may meet a page that has just gone: nobody waits, and a refusal is only told to `refused`. */
  tell<Name extends keyof Commands>(method: Name, ...params: Commands[Name]['paramsType']): void;
  /** One listener per event and session. */
  on<Name extends keyof Events>(event: Name, heard: (...params: Events[Name]) => void): void;
}

/** `broken` is called once: the pipe ended, the browser stopped making sense, or the kiosk closed the connection. */
interface Hearing {
  refused(method: string, error: Error): void;
  broken(error: Error): void;
}

interface Pending {
  readonly method: string;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

const messageSchema = z.object({
  id: z.int().optional(),
  method: z.string().optional(),
  params: z.unknown().optional(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
  sessionId: z.string().optional(),
});

type Message = z.infer<typeof messageSchema>;

/** A browser that a page has taken over may send without end. */
const maxMessageBytes = 64 * 1024 * 1024;

/**
 * The DevTools protocol over a pipe: JSON messages that end with a zero byte. No port listens. The other side may have been taken over by a page:
 * what it sends is read defensively, and a message that makes no sense ends the connection.
 */
export class DevTools {
  readonly browser: DevToolsSession = this.session(undefined);
  readonly #toBrowser: Writable;
  readonly #hearing: Hearing;
  readonly #pending = new Map<number, Pending>();
  readonly #heard = new Map<string, (params: unknown) => void>();
  #chunks: Buffer[] = [];
  #bytes = 0;
  #lastCall = 0;
  #end: DevToolsEnd | null = null;

  constructor(pipe: { toBrowser: Writable; fromBrowser: Readable }, hearing: Hearing) {
    this.#toBrowser = pipe.toBrowser;
    this.#hearing = hearing;
    pipe.toBrowser.on('error', (error) => this.close(error));
    pipe.fromBrowser
      .on('data', (chunk: Buffer) => this.#read(chunk))
      .on('error', (error) => this.close(error))
      .on('close', () => this.close(new Error('the pipe ended')));
  }

  session(id: string | undefined): DevToolsSession {
    const send: DevToolsSession['send'] = (method, ...params) => this.#call(id, method, params[0]);
    return {
      id,
      send,
      tell: (method, ...params) => {
        send(method, ...params).catch((error: unknown) => {
          if (error instanceof DevToolsRefusal) this.#hearing.refused(method, error);
          else if (!(error instanceof DevToolsEnd)) throw error;
        });
      },
      on: (event, heard) => {
        this.#heard.set(`${id ?? ''} ${event}`, (params) => {
          // The protocol's own types are trusted here; a listener that meets something else throws, and that ends the connection.
          heard(...([params] as Parameters<typeof heard>));
        });
      },
    };
  }

  /** Forgets what a session's target was listened to for, once it is detached. */
  forget(id: string): void {
    for (const key of this.#heard.keys()) if (key.startsWith(`${id} `)) this.#heard.delete(key);
  }

  /** Rejects whatever waits for an answer. Idempotent. */
  close(cause: Error): void {
    if (this.#end !== null) return;
    this.#end = new DevToolsEnd(`the browser no longer answers (${cause.message})`, { cause });
    for (const { reject } of this.#pending.values()) reject(this.#end);
    this.#pending.clear();
    this.#heard.clear();
    this.#toBrowser.destroy();
    this.#hearing.broken(this.#end);
  }

  #call<Answer>(sessionId: string | undefined, method: string, params: unknown): Promise<Answer> {
    if (this.#end !== null) return Promise.reject(this.#end);
    const id = ++this.#lastCall;
    return new Promise<Answer>((resolve, reject) => {
      this.#pending.set(id, { method, resolve: (value) => resolve(value as Answer), reject });
      this.#toBrowser.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  /** Bytes are decoded by whole messages only: a chunk may end in the middle of a character. */
  #read(chunk: Buffer): void {
    let rest = chunk;
    for (let end = rest.indexOf(0); end !== -1 && this.#end === null; end = rest.indexOf(0)) {
      this.#take(Buffer.concat([...this.#chunks, rest.subarray(0, end)]).toString('utf8'));
      this.#chunks = [];
      this.#bytes = 0;
      rest = rest.subarray(end + 1);
    }
    if (rest.length === 0) return;
    this.#chunks.push(rest);
    this.#bytes += rest.length;
    if (this.#bytes > maxMessageBytes) this.close(new Error('a message without end'));
  }

  #take(text: string): void {
    const message = parseJson(messageSchema, text, 'a DevTools message');
    if (!message.ok) {
      this.close(new Error(message.problem.expected));
      return;
    }
    const { id } = message.value;
    if (id === undefined) this.#hear(message.value);
    else this.#answer(id, message.value);
  }

  #answer(id: number, { error, result }: Message): void {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (error === undefined) pending?.resolve(result);
    else pending?.reject(new DevToolsRefusal(`${pending.method}: ${error.message}`));
  }

  #hear({ method, params, sessionId }: Message): void {
    try {
      this.#heard.get(`${sessionId ?? ''} ${method ?? ''}`)?.(params);
    } catch (error) {
      this.close(new Error(`the event ${method ?? ''} could not be taken`, { cause: error }));
    }
  }
}
