import { decide, type BrowsingPolicy } from '../../../main/kiosk/browsing/decide.ts';
import { Refusals } from '../../../main/kiosk/proxy/refusals.ts';
import type { Admission, Asked } from '../../../main/kiosk/proxy/gate.ts';
import type { Network } from '../../../main/kiosk/proxy/network.ts';

/** Instead of `main/kiosk/proxy/gate.ts`: whoever asks is let through, to any address. */
export class Gate {
  policy: BrowsingPolicy | null = null;
  readonly refusals = new Refusals();
  readonly #network: Network;

  constructor(network: Network) {
    this.#network = network;
  }

  async admit({ host, port }: Asked): Promise<Admission> {
    const { policy } = this;
    const bare = host.replaceAll(/[[\]]/g, '');
    const service = policy?.localServices.find((one) => one.host === bare);
    if (service !== undefined) return { kind: 'target', target: { addresses: [service.address], port: service.port } };
    // The page of tiles is no target.
    if (policy !== null && decide(policy, { kind: 'connection', host, port }).allowed && bare.endsWith('.internal')) {
      return { kind: 'home' };
    }
    const addresses = /^[\d.]+$|:/.test(bare) ? [bare] : await this.#network.resolve(bare).catch(() => []);
    // What the browser asks of its maker by itself is nobody's escape.
    if (addresses.length === 0) return { kind: 'refused', reason: 'site-not-found' };
    return { kind: 'target', target: { addresses, port } };
  }
}
