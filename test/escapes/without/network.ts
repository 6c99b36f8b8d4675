import { Gate as Whole, type Admission } from '../../../main/kiosk/proxy/gate.ts';
import type { Network } from '../../../main/kiosk/proxy/network.ts';
import type { Asked } from '../../../main/kiosk/proxy/request-line.ts';

export type { Admission } from '../../../main/kiosk/proxy/gate.ts';

/** Instead of `main/kiosk/proxy/gate.ts`: whoever asks is let through, to any address. */
export class Gate extends Whole {
  readonly #outside: Network;

  constructor(network: Network) {
    super(network);
    this.#outside = network;
  }

  override async admit(asked: Asked): Promise<Admission> {
    const { policy } = this;
    const whole = await super.admit(asked);
    // The kiosk's own pages are no targets.
    if (whole.kind === 'home' || whole.kind === 'witness') return whole;
    const { host, port } = asked;
    const bare = host.replaceAll(/[[\]]/g, '');
    const service = policy?.localServices.find((one) => one.host === bare);
    if (service !== undefined) return { kind: 'target', target: { addresses: [service.address], port: service.port } };
    const addresses = /^[\d.]+$|:/.test(bare) ? [bare] : await this.#outside.resolve(bare).catch(() => []);
    // What the browser asks of its maker by itself is nobody's escape.
    if (addresses.length === 0) return { kind: 'refused', reason: 'site-not-found' };
    return { kind: 'target', target: { addresses, port } };
  }
}
