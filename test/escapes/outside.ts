import { connect } from 'node:net';
import { machineNetwork, type Target } from '../../main/kiosk/proxy/network.ts';

/** A name whose address is public when it is checked by a person and this machine's own when the kiosk asks: rebinding. */
export const rebound = 'rebond.example';
/** A public site whose certificate no one vouches for. */
export const badCertificate = 'faux.example';
const publicAddress = '93.184.215.14';

/** What left through the proxy to anywhere but the town. */
export class Outside {
  readonly reached: string[] = [];

  /** Only the distance is faked: names are found and public addresses lie on this machine; every judgement stays the kiosk's. */
  constructor(ports: { readonly town: number; readonly tls: number }) {
    machineNetwork.resolve = (host) => {
      if (host === rebound) return Promise.resolve(['127.0.0.1']);
      if (host === badCertificate) return Promise.resolve([publicAddress]);
      return Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }));
    };
    const original = machineNetwork.connect.bind(machineNetwork);
    machineNetwork.connect = (target: Target) => {
      if (target.addresses.includes(publicAddress)) return connect(ports.tls, '127.0.0.1');
      if (target.port !== ports.town) this.reached.push(`${target.addresses.join(',')}:${target.port}`);
      return original(target);
    };
  }
}
