import { connect } from 'node:net';
import { detours } from './detours.ts';
import { machineNetwork, type Target } from '../../main/kiosk/proxy/network.ts';

/** A name whose address is public when it is checked by a person and this machine's own when the kiosk asks: rebinding. */
export const rebound = 'rebond.example';
/** A public site whose certificate no one vouches for. */
export const badCertificate = 'faux.example';
const publicAddress = '93.184.215.14';
/** Where a network that wants to be signed in to sends every name. */
const portalAddress = '93.184.215.15';

interface Ports {
  readonly town: number;
  readonly tls: number;
}

/** The network between the kiosk and everything but the town. */
export class Outside {
  /** What left through the proxy to anywhere but the town. */
  readonly reached: string[] = [];
  /** Names that were looked up, in order. */
  readonly lookedUp: string[] = [];
  /** `portal`: whoever asks for a site gets the page where one signs in first. */
  weather: 'fair' | 'away' | 'portal' = 'fair';

  /** Only the distance is faked: names are found and public addresses lie on this machine; every judgement stays the kiosk's. */
  constructor(ports: Ports) {
    machineNetwork.resolve = (host) => {
      this.lookedUp.push(host);
      const address = this.#addressOf(host);
      if (address !== null) return Promise.resolve([address]);
      return Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }));
    };
    const original = machineNetwork.connect.bind(machineNetwork);
    machineNetwork.connect = (target: Target) => {
      const encrypted = target.port === 443;
      if (target.addresses.includes(portalAddress)) return connect(encrypted ? ports.tls : ports.town, '127.0.0.1');
      if (target.addresses.includes(publicAddress)) return connect(ports.tls, '127.0.0.1');
      if (target.port !== ports.town) this.reached.push(`${target.addresses.join(',')}:${target.port}`);
      return original(target);
    };
  }

  #addressOf(host: string): string | null {
    if (this.weather === 'away') return null;
    if (this.weather === 'portal') return portalAddress;
    if (host === rebound) return '127.0.0.1';
    return host === badCertificate || detours.includes(host) ? publicAddress : null;
  }
}
