import type { FastifyInstance } from 'fastify';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { describe, failed, ok, type Result } from '../contract/problem.ts';
import type { CentralSettings } from '../contract/settings.ts';
import { Accounts, sessionSeconds } from './accounts/accounts.ts';
import { isMoving } from './database/move.ts';
import { type Database, makeFolder, openStore, storeAddress } from './database/open.ts';
import { FiguresAnswers } from './figures/answers.ts';
import { FigureChanges } from './figures/changes.ts';
import { Deliveries } from './figures/deliveries.ts';
import { Intake } from './figures/intake.ts';
import { SetAside } from './figures/set-aside.ts';
import type { Answers } from './http/binding.ts';
import { buildServer } from './http/server.ts';
import type { Visit } from './http/visit.ts';
import { type Directory, readDirectory, recordPlaces } from './places/directory.ts';

interface CentralParts {
  readonly settings: CentralSettings;
  readonly log: Logger;
  readonly now: () => Date;
  /** PostgreSQL; absent or empty = SQLite in the data folder. */
  readonly databaseUrl?: string | undefined;
}

export interface Central {
  readonly server: FastifyInstance;
  readonly accounts: Accounts;
  /** Opens the port. A port that cannot be had is a problem, not a surprise. */
  listen(): Promise<Result<null>>;
  stop(): Promise<void>;
}

/** How long a request may still run once central is told to stop. */
const patienceMs = 2_000;

/** The one place where central's parts meet: database, directory, intake, accounts, HTTP. Ready, but not yet listening. */
export async function openCentral(parts: CentralParts): Promise<Result<Central>> {
  const { settings, log, now } = parts;
  const page = join(settings.screens, 'reports', 'index.html');
  if (!existsSync(page)) return failed('not-found', page, 'the built screens: run "npm run build" first');
  const directory = readDirectory(settings.places);
  if (!directory.ok) return directory;
  const folder = makeFolder(settings.data);
  if (!folder.ok) return folder;
  const opened = await openStore(storeAddress(settings.data, parts.databaseUrl), (error) =>
    log.warn({ err: error }, 'a connection to the database broke'),
  );
  if (!opened.ok) return opened;
  const { database, pool } = opened.value;
  if (await isMoving(database)) {
    await database.destroy();
    return failed('not-now', 'database', 'a move into it that has ended: run "escale central move" again');
  }
  await recordPlaces(database, settings.places);

  const accounts = new Accounts(database, now);
  const changes = new FigureChanges(pool);
  await changes.open();
  const answers = answersOf({ database, directory: directory.value, accounts, changes, log, now });
  const server = await buildServer({ screens: settings.screens, log, answers, accounts, changes });
  return ok({
    server,
    accounts,
    listen: () => listen(server, settings),
    stop: async () => {
      const deadline = setTimeout(() => server.server.closeAllConnections(), patienceMs);
      changes.close();
      await server.close();
      clearTimeout(deadline);
      await database.destroy();
    },
  });
}

interface AnswerParts extends Pick<CentralParts, 'log' | 'now'> {
  readonly database: Database;
  readonly directory: Directory;
  readonly accounts: Accounts;
  readonly changes: FigureChanges;
}

function answersOf({ database, directory, accounts, changes, log, now }: AnswerParts): Answers {
  const deliveries = new Deliveries({
    ...{ database, now, changes },
    alarm: (place, what, problem) => log.warn({ place, problem: describe(problem) }, `a sheet was ${what}`),
  });
  const fault = (error: unknown): void => log.error({ err: error }, 'a delivery could not be stored');
  const intake = new Intake({ directory, deliveries, fault });
  const setAside = new SetAside({ database, now, changes });
  const figures = new FiguresAnswers(database, now);
  return {
    'sheets.send': (delivery) => intake.receive(delivery),
    'sheets.set-aside': forStaff(accounts, () => setAside.list()),
    'sheets.confirm': forStaff(accounts, (sheet, name) => setAside.confirm(sheet, name)),
    'session.sign-in': async ({ name, password }, visit) => {
      const token = await accounts.signIn({ name, password, address: visit.address });
      if (!token.ok) return token;
      visit.keepToken(token.value, sessionSeconds);
      return ok({ name });
    },
    'session.sign-out': async (_input, visit) => {
      if (visit.token !== null) await accounts.signOut(visit.token);
      visit.forgetToken();
      return ok({});
    },
    'figures.report': forStaff(accounts, (asked) => figures.report(asked)),
    'figures.series': forStaff(accounts, (asked) => figures.series(asked)),
    'figures.parts': forStaff(accounts, (asked) => figures.parts(asked)),
  };
}

/** The same answer, for those who signed in only. */
function forStaff<Input, Output>(
  accounts: Accounts,
  answer: (input: Input, name: string) => Promise<Result<Output>>,
): (input: Input, visit: Visit) => Promise<Result<Output>> {
  return async (input, visit) => {
    const name = visit.token === null ? null : await accounts.nameOf(visit.token);
    return name === null ? failed('sign-in-first', 'session', 'an account that is signed in') : answer(input, name);
  };
}

async function listen(server: FastifyInstance, { host, port }: CentralSettings): Promise<Result<null>> {
  try {
    await server.listen({ host, port });
    return ok(null);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const where = `port ${port} on ${host}`;
    return error.code === 'EADDRINUSE'
      ? failed(
          'internal',
          where,
          'already in use: end the program that holds it, or give "port" another number in the settings',
        )
      : failed(
          'internal',
          where,
          `central cannot listen here (${error.message}): change "host" or "port" in the settings`,
        );
  }
}
