import type { KioskBridge } from '../../contract/screens.ts';

/** "Call somebody": the same button at the same place on every screen, and what became of it. */
export class HelpCall {
  readonly #bridge: KioskBridge;
  #state = $state<'none' | 'called' | 'failed'>('none');

  constructor(bridge: KioskBridge) {
    this.#bridge = bridge;
  }

  get state(): 'none' | 'called' | 'failed' {
    return this.#state;
  }

  async call(): Promise<void> {
    const answer = await this.#bridge.call('help.call', {});
    this.#state = answer.ok ? 'called' : 'failed';
  }

  /** The answer was read, or the screen is another one. */
  forget(): void {
    this.#state = 'none';
  }
}
