import type { KioskBridge } from '../../contract/screens.ts';

/** "Call somebody": the same button at the same place on every screen. That somebody is called, and no longer, is the kiosk's to say. */
export class HelpCall {
  readonly #bridge: KioskBridge;
  #state = $state<'none' | 'failed'>('none');

  constructor(bridge: KioskBridge) {
    this.#bridge = bridge;
  }

  get state(): 'none' | 'failed' {
    return this.#state;
  }

  async call(): Promise<void> {
    const answer = await this.#bridge.call('help.call', {});
    this.#state = answer.ok ? 'none' : 'failed';
  }

  /** The answer was read, or the screen is another one. */
  forget(): void {
    this.#state = 'none';
  }
}
