import { pino } from 'pino';
import { machineNetwork, type Network } from '../../../main/kiosk/proxy/network.ts';
import { startProxy, type Proxy } from '../../../main/kiosk/proxy/proxy.ts';
import { mostOpen } from '../../../main/kiosk/walls/way-out.ts';

/**
 * The kiosk's proxy in a process of its own, on a port like its peers and on a socket as on a kiosk: `own-process.ts ORIGIN-PORT SOCKET` prints
 * the port. Names are looked up and addresses compared for real; only the distance is made up, since it goes nowhere near this machine.
 */

const [origin = '', socketPath = ''] = process.argv.slice(2);
const publicAddress = '93.184.216.34';

const network: Network = {
  resolve: async () => {
    await machineNetwork.resolve('localhost');
    return [publicAddress];
  },
  anyNeighbour: (addresses) => machineNetwork.anyNeighbour(addresses),
  connect: (_target, onread) => machineNetwork.connect({ addresses: ['127.0.0.1'], port: Number(origin) }, onread),
};

const start = async (listen: Parameters<typeof startProxy>[0]['listen']): Promise<Proxy> => {
  const log = pino({ level: 'warn' }, process.stderr);
  const proxy = await startProxy({
    ...{ listen, log, network },
    home: () => ({ files: new Map(), profile: { name: { fr: '' }, tiles: [], searchAddress: '' } }),
  });
  proxy.setPolicy(mostOpen);
  return proxy;
};

await start({ path: socketPath });
const { address } = await start({ host: '127.0.0.1', port: 0 });
console.log(address.split(':').at(-1));
