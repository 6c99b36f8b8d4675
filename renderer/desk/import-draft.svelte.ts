import { type Import, type ImportedTable, mostImportChars } from '../../contract/book/imports.ts';
import { call } from './calls.ts';
import type { DeskView } from './desk-view.svelte.ts';
import { offerFile } from './offer-file.ts';

/** A table on its way in: tried as soon as it is chosen, taken in only when nothing is wrong with it. */
export class ImportDraft {
  readonly #view: DeskView;
  #kind = $state<Import['kind']>('opening');
  #text = $state<string | null>(null);
  #told = $state.raw<ImportedTable | null>(null);
  #isDone = $state(false);

  constructor(view: DeskView) {
    this.#view = view;
  }

  get kind(): Import['kind'] {
    return this.#kind;
  }

  /** The table that is there is tried as the other kind. */
  set kind(kind: Import['kind']) {
    this.#kind = kind;
    void this.#try();
  }

  get told(): ImportedTable | null {
    return this.#told;
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  get isTooLong(): boolean {
    return this.#text !== null && this.#text.length > mostImportChars;
  }

  get canImport(): boolean {
    return !this.#isDone && this.#told !== null && this.#told.lines > 0 && this.#told.problems.length === 0;
  }

  async choose(file: Blob | undefined): Promise<void> {
    this.#text = file === undefined ? null : await file.text();
    await this.#try();
  }

  async take(): Promise<void> {
    if (this.#text === null || !this.canImport) return;
    const told = await this.#ask(this.#text, false);
    if (told === null) return;
    this.#told = told;
    this.#isDone = true;
  }

  /** A table that can be filled in, as a file. */
  async giveTemplate(): Promise<void> {
    const told = await this.#ask('', true);
    if (told !== null) offerFile(new Blob([told.template], { type: 'text/csv' }), `${this.#kind}.csv`);
  }

  async #try(): Promise<void> {
    this.#isDone = false;
    this.#told = this.#text === null || this.isTooLong ? null : await this.#ask(this.#text, true);
  }

  #ask(text: string, dryRun: boolean): Promise<ImportedTable | null> {
    return this.#view.ask(() => call('table.import', { kind: this.#kind, text, dryRun }));
  }
}
