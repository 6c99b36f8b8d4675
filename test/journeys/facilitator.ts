import { expect, type Page } from '@playwright/test';
import type { Login } from './demonstration.ts';

/** Somebody at the desk's screen, who clicks and reads what a facilitator clicks and reads. */
export class Facilitator {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async signsIn(address: string, { name, password }: Login): Promise<void> {
    await this.#page.goto(address);
    await this.#page.getByLabel('Nom').fill(name);
    await this.#page.getByLabel('Mot de passe').fill(password);
    await this.#page.getByRole('button', { name: 'Entrer' }).click();
    await expect(this.#page.getByRole('heading', { name: /La salle, / })).toBeVisible();
  }

  /** Answers with the code, as read on the screen. */
  async givesTicket(minutes: 15 | 30 | 60): Promise<string> {
    await this.#page.getByRole('button', { name: 'Donner un ticket' }).click();
    await this.#page.getByRole('button', { name: `${minutes} minutes` }).click();
    const code = this.#page.getByLabel('Code du ticket');
    await expect(code).toBeVisible();
    const read = await code.innerText();
    await this.#page.getByRole('button', { name: 'Fermer' }).click();
    return read;
  }

  /** Waits until the only workstation's card says so. */
  async sees(state: string, withinMs = 30_000): Promise<void> {
    await expect(this.#card).toContainText(state, { timeout: withinMs });
  }

  /** Sends somebody to the workstation, who needs no code there. */
  async sends(label: string, minutes: 15 | 30 | 60): Promise<void> {
    await this.#card.getByRole('button', { name: /Placer ici/ }).click();
    await this.#page.getByRole('button', { name: `${minutes} minutes` }).click();
    await this.#page.getByLabel('Repère affiché').fill(label);
    await this.#page.getByRole('dialog').getByRole('button', { name: 'Placer ici' }).click();
  }

  /** Gives more time although `rule` speaks against it, as the page says before. */
  async extendsAgainst(rule: string, minutes: 15 | 30 | 60): Promise<void> {
    await this.#card.getByRole('button', { name: /Prolonger la séance/ }).click();
    await this.#page.getByRole('button', { name: `${minutes} minutes` }).click();
    await expect(this.#page.getByRole('dialog').getByRole('status')).toContainText(rule);
    await this.#page.getByRole('button', { name: 'Prolonger quand même' }).click();
  }

  async releasesPause(): Promise<void> {
    await this.#card.getByRole('button', { name: /Déverrouiller/ }).click();
  }

  /** Waits for the call, and says that somebody comes. */
  async answersCall(): Promise<void> {
    await this.#page.getByRole('button', { name: /J’y vais/ }).click();
    await expect(this.#page.getByText('Personne n’appelle.')).toBeVisible();
  }

  async endsSession(): Promise<void> {
    await this.#card.getByRole('button', { name: /Terminer la séance/ }).click();
    await this.#page.getByRole('button', { name: 'Terminer la séance', exact: true }).click();
  }

  get #card(): ReturnType<Page['getByRole']> {
    return this.#page.getByRole('list', { name: 'Postes' }).getByRole('listitem').first();
  }
}
