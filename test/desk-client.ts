import type { z } from 'zod';
import { deskRoutes, type PlaceSettings, type Room, type WorkstationCard } from '../contract/desk-routes.ts';
import type { Login } from './journeys/demonstration.ts';

type Routes = typeof deskRoutes;
type Name = keyof Routes;

/** A facilitator's calls, by the names in the table, as the desk's screens make them. */
export class DeskClient {
  readonly #address: string;
  #cookie = '';

  private constructor(address: string) {
    this.#address = address;
  }

  static async signIn(address: string, login: Login): Promise<DeskClient> {
    const client = new DeskClient(address);
    await client.#call('session.sign-in', login);
    return client;
  }

  /** Sessions end when their time is over, also when nobody waits. */
  async stopExtensions(): Promise<void> {
    await this.changeRules({ extension: null });
  }

  /** What the settings page does; the other rules stay as they are. */
  async changeRules(changes: Partial<PlaceSettings>): Promise<void> {
    const settings = await this.#call('rules.read', {});
    await this.#call('rules.write', { ...settings, ...changes });
  }

  /** A ticket's code as it must be typed. */
  async giveTicket(minutes: number): Promise<string> {
    return (await this.#call('ticket.give', { minutes })).code;
  }

  async room(): Promise<Room> {
    return this.#call('room.read', {});
  }

  /** The place's only workstation. */
  async workstation(): Promise<WorkstationCard> {
    const [card] = (await this.room()).workstations;
    if (card === undefined) throw new Error('the desk knows no workstation');
    return card;
  }

  async endSession({ id, session }: WorkstationCard): Promise<void> {
    await this.#call('session.end', { workstation: id, session });
  }

  async #call<Route extends Name>(name: Route, input: unknown): Promise<z.output<Routes[Route]['output']>> {
    const { method, path, output } = deskRoutes[name];
    const response = await fetch(new URL(path, this.#address), {
      method,
      headers: { 'content-type': 'application/json', cookie: this.#cookie },
      ...(method === 'GET' ? {} : { body: JSON.stringify(input) }),
    });
    if (!response.ok) throw new Error(`the desk answered ${name} with ${response.status}`);
    this.#cookie = response.headers.get('set-cookie')?.split(';')[0] ?? this.#cookie;
    return output.parse(await response.json()) as z.output<Routes[Route]['output']>;
  }
}
