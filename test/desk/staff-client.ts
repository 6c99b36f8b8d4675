import type { z } from 'zod';
import { deskRoutes } from '../../contract/desk-routes.ts';
import type { Problem } from '../../contract/problem.ts';
import { facilitator } from './place.ts';

type Routes = typeof deskRoutes;
type Name = keyof Routes;
type Output<Route extends Name> = z.output<Routes[Route]['output']>;

export interface Answer<Route extends Name> {
  readonly status: number;
  readonly value: Output<Route> | null;
  readonly problem: Problem | null;
}

/** A browser's part in words: cookie kept, calls by the name in the table. */
export class StaffClient {
  readonly #address: string;
  cookie = '';
  readonly headers: Record<string, string> = {};

  constructor(address: string) {
    this.#address = address;
  }

  static async signedIn(address: string): Promise<StaffClient> {
    const client = new StaffClient(address);
    const answer = await client.call('session.sign-in', facilitator);
    if (answer.status !== 200) throw new Error(`sign-in answered ${answer.status}`);
    return client;
  }

  async call<Route extends Name>(name: Route, input: unknown = {}): Promise<Answer<Route>> {
    const { method, path } = deskRoutes[name];
    const query = method === 'GET' ? `?${new URLSearchParams(input as Record<string, string>)}` : '';
    const response = await fetch(this.#address + path + query, {
      method,
      headers: { 'content-type': 'application/json', cookie: this.cookie, ...this.headers },
      ...(method === 'GET' ? {} : { body: JSON.stringify(input) }),
    });
    const cookie = response.headers.get('set-cookie');
    if (cookie !== null) this.cookie = cookie.split(';')[0] ?? '';
    const body = (await response.json()) as { problem?: Problem };
    return body.problem === undefined
      ? { status: response.status, value: deskRoutes[name].output.parse(body) as Output<Route>, problem: null }
      : { status: response.status, value: null, problem: body.problem };
  }

  /** The value, or a failure that says the problem. */
  async must<Route extends Name>(name: Route, input: unknown = {}): Promise<Output<Route>> {
    const { value, problem } = await this.call(name, input);
    if (value === null) throw new Error(`${name}: ${JSON.stringify(problem)}`);
    return value;
  }
}
