import type { z } from 'zod';
import { deskRoutes } from '../../contract/desk-routes.ts';
import { describe, parse } from '../../contract/problem.ts';
import { done, stopped, type Outcome } from '../setup/outcome.mjs';
import type { Login } from './accounts.ts';

export type Ticket = z.output<(typeof deskRoutes)['ticket.give']['output']>;

const minutes = 30;

/** A ticket for whoever tries the demonstration, given by the desk to its facilitator, as any other. `desk`: its address. */
export async function giveFirstTicket(desk: string, login: Login): Promise<Outcome<Ticket>> {
  try {
    const signIn = await post(desk, deskRoutes['session.sign-in'].path, { body: login });
    if (!signIn.ok) return await refused('sign-in', signIn);
    const cookie = signIn.headers.getSetCookie().map((line) => line.split(';')[0]);
    const given = await post(desk, deskRoutes['ticket.give'].path, { body: { minutes }, cookie: cookie.join('; ') });
    if (!given.ok) return await refused('ticket', given);
    const ticket = parse(deskRoutes['ticket.give'].output, await given.json(), 'ticket');
    return ticket.ok ? done(ticket.value) : stopped(`the desk gave no ticket: ${describe(ticket.problem)}`);
  } catch (error) {
    // Ended at this very moment: fetch knows no other way to say so.
    return stopped(`the desk at ${desk} no longer answers (${error instanceof Error ? error.message : String(error)})`);
  }
}

const post = (desk: string, path: string, { body, cookie }: { body: unknown; cookie?: string }): Promise<Response> =>
  fetch(new URL(path, desk), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(cookie === undefined ? {} : { cookie }) },
    body: JSON.stringify(body),
  });

const refused = async (what: string, answer: Response): Promise<Outcome<never>> =>
  stopped(`the desk refused the demonstration's ${what} (${answer.status}): ${(await answer.text()).slice(0, 300)}`);
