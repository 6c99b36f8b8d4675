import type { Browser, Locator, Page } from 'playwright';
import { onTestFinished } from 'vitest';

type Login = { readonly name: string; readonly password: string };

/** How long something may take to come on the screen, on a busy machine. */
const patienceMs = 12_000;

export const portOf = (address: string): number => Number(new URL(address).port);

/** Somebody who works at the desk, in a browser of their own. */
export class AtTheDesk {
  #page: Page;
  /** What the browser complained about; that the desk refused something, or is away, is no fault of a page. */
  readonly complaints: string[] = [];
  readonly #address: string;

  private constructor(page: Page, address: string) {
    this.#page = page;
    this.#address = address;
    page.on('pageerror', (error) => this.complaints.push(error.message));
  }

  /** Signed in, with the room before them. `clock`: the test moves the page's time on. */
  static async signedIn(
    browser: Browser,
    { port, login, clock = false }: { port: number; login: Login; clock?: boolean },
  ): Promise<AtTheDesk> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
    onTestFinished(() => context.close());
    context.setDefaultTimeout(patienceMs);
    const one = new AtTheDesk(await context.newPage(), `http://127.0.0.1:${port}`);
    if (clock) await one.page.clock.install();
    await one.page.goto(one.#address);
    await one.page.getByLabel('Nom').fill(login.name);
    await one.page.getByLabel('Mot de passe').fill(login.password);
    await one.page.getByRole('button', { name: 'Entrer' }).click();
    await one.page.getByRole('heading', { level: 1, name: /^La salle/ }).waitFor();
    return one;
  }

  get page(): Page {
    return this.#page;
  }

  /** The tab's process is killed, and its address opened in another tab of the same browser. */
  async killsTab(): Promise<void> {
    const killed = this.#page;
    const address = killed.url();
    const gone = new Promise((resolve) => killed.once('crash', resolve));
    const devtools = await killed.context().newCDPSession(killed);
    void devtools.send('Page.crash').catch(() => undefined);
    await gone;
    this.#page = await killed.context().newPage();
    await this.#page.goto(address);
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  readonly button = (name: string | RegExp, within: Page | Locator = this.page): Locator =>
    within.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name });

  card(name: string): Locator {
    return this.page.getByRole('list', { name: 'Postes' }).getByRole('listitem', { name });
  }

  /** Another page of the desk, by its menu. */
  async goesTo(page: string | RegExp): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Lieux de travail' }).getByRole('button', { name: page }).click();
  }

  reads(text: string | RegExp, within: Page | Locator = this.page): Promise<void> {
    return within.getByText(text).first().waitFor();
  }

  /** From the timeline. */
  async opensEntry({ id }: { readonly id: string }): Promise<void> {
    await this.page.locator(`[data-entry="${id}"]`).click();
    await this.dialog.waitFor();
  }

  /** Fills in a booking without sending it. `from` as the place's clock says it. */
  async fillsInBooking(wish: { from: string; workstation?: string; length?: string }): Promise<void> {
    await this.button('Réserver').click();
    await this.dialog.getByLabel('Début').fill(wish.from);
    if (wish.workstation !== undefined)
      await this.dialog.getByRole('combobox', { name: 'Poste' }).selectOption({ label: wish.workstation });
    if (wish.length !== undefined) await this.button(wish.length, this.dialog).click();
  }
}
