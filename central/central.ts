import type { FastifyInstance } from 'fastify';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { describe, failed, ok, type Result } from '../contract/problem.ts';
import type { CentralSettings } from '../contract/settings.ts';
import { Accounts, sessionSeconds } from './accounts/accounts.ts';
import { openDatabase } from './database/open.ts';
import { readDays } from './figures/days.ts';
import { Intake } from './figures/intake.ts';
import type { Answers } from './http/binding.ts';
import { buildServer } from './http/server.ts';
import type { Visit } from './http/visit.ts';
import { readDirectory, recordPlaces } from './places/directory.ts';

interface CentralParts {
  readonly settings: CentralSettings;
  readonly log: Logger;
  readonly now: () => Date;
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
export async function openCentral({ settings, log, now }: CentralParts): Promise<Result<Central>> {
  const page = join(settings.screens, 'reports', 'index.html');
  if (!existsSync(page)) return failed('not-found', page, 'the built screens: run "npm run build" first');
  const directory = readDirectory(settings.places);
  if (!directory.ok) return directory;
  const opened = await openDatabase(settings.data);
  if (!opened.ok) return opened;
  const database = opened.value;
  await recordPlaces(database, settings.places);

  const accounts = new Accounts(database, now);
  const intake = new Intake({
    database,
    directory: directory.value,
    now,
    alarm: (place, problem) => log.warn({ place, problem: describe(problem) }, 'a sheet was quarantined'),
  });
  const answers: Answers = {
    'sheets.send': (delivery) => intake.receive(delivery),
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
    'figures.days': forStaff(accounts, (period) => readDays(database, period)),
  };
  const server = await buildServer({ screens: settings.screens, log, answers });
  return ok({
    server,
    accounts,
    listen: () => listen(server, settings),
    stop: async () => {
      const deadline = setTimeout(() => server.server.closeAllConnections(), patienceMs);
      await server.close();
      clearTimeout(deadline);
      await database.destroy();
    },
  });
}

/** The same answer, for those who signed in only. */
function forStaff<Input, Output>(
  accounts: Accounts,
  answer: (input: Input) => Promise<Result<Output>>,
): (input: Input, visit: Visit) => Promise<Result<Output>> {
  return async (input, visit) => {
    const name = visit.token === null ? null : await accounts.nameOf(visit.token);
    return name === null ? failed('sign-in-first', 'session', 'an account that is signed in') : answer(input);
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
