import { app, session } from 'electron';
import { Socket } from 'node:net';
import { join } from 'node:path';
import type { Start } from './arguments.ts';
import { beforeReady } from './before-ready.ts';
import { Channel } from './channel.ts';
import { Downloads } from './downloads.ts';
import { guardEverything, type Judge } from './guards.ts';
import { channelDescriptor } from './jail.ts';
import { guardNetwork, onlyProxy } from './network.ts';
import { Planter } from './planter.ts';
import { Stage } from './stage.ts';
import { TabStrip } from './tab-strip.ts';
import {
  type FromKiosk,
  fromKioskSchema,
  type FromVisitor,
  maxBytes,
  type Order,
  visitorProtocolVersion,
} from './visitor-protocol.ts';

/** The visitor's program, put together: one browser, for one visitor, killed with the session. */
export function startVisitor(start: Extract<Start, { role: 'visitor' }>): void {
  const proxyServer = `http://127.0.0.1:${start.proxyPort}`;
  const downloads = new Downloads(join(app.getPath('home'), 'Documents'));
  const parts: { strip: TabStrip | null } = { strip: null };
  const judge: Judge = {
    permission: (name) => parts.strip?.ask({ kind: 'permission', name }) ?? false,
    navigation: (contents, step) => parts.strip?.judge(contents, step) ?? false,
    download: (item) =>
      parts.strip?.ask({ kind: 'download', address: item.getURL() }) === true ? downloads.take(item) : null,
  };
  beforeReady({ name: 'escale-visitor', folder: start.folder, sandbox: start.sandbox, proxyServer });
  guardEverything(judge);
  void app.whenReady().then(async () => {
    parts.strip = await openBrowser(proxyServer, downloads);
  });
}

async function openBrowser(proxyServer: string, downloads: Downloads): Promise<TabStrip> {
  app.configureHostResolver({
    secureDnsMode: 'off',
    enableBuiltInResolver: false,
    enableAdditionalDnsQueryTypes: false,
  });
  // No `persist:`: everything that pages store stays in memory.
  const visitors = session.fromPartition('visitor', { cache: true });
  await Promise.all([app.setProxy(onlyProxy(proxyServer)), visitors.setProxy(onlyProxy(proxyServer))]);
  visitors.setUserAgent(app.userAgentFallback, 'fr-FR,fr');

  const stage = new Stage();
  const channel = new Channel<typeof fromKioskSchema, FromVisitor>(
    {
      stream: new Socket({ fd: channelDescriptor, readable: true, writable: true }),
      incoming: fromKioskSchema,
      maxBytes: maxBytes.fromKiosk,
      heard: (message) => heard(message),
      // The kiosk is gone or broken: nobody is there to end this session.
      broken: () => app.exit(0),
    },
    () => ({ type: 'beat', window: stage.state }),
  );
  const strip = new TabStrip({
    session: visitors,
    stage,
    tabsChanged: (tabs) => channel.send({ type: 'tabs', tabs: [...tabs] }),
    filesWanted: (wish) => channel.send({ type: 'files-wanted', wish }),
    refused: (reason) => channel.send({ type: 'refused', reason }),
  });
  downloads.changed = (documents) => channel.send({ type: 'documents', documents: [...documents] });
  const planter = new Planter(visitors);
  const heard = (message: FromKiosk): void => {
    if (message.type !== 'order') return;
    const { number, order } = message;
    void carryOut(order, { downloads, planter, stage, strip }).then(() =>
      channel.send({ type: 'done', number, window: stage.state }),
    );
  };
  guardNetwork(visitors, (address) => strip.allows(address) || planter.allows(address));
  await strip.prepare();
  channel.send({ type: 'hello', version: visitorProtocolVersion });
  return strip;
}

interface Arms {
  readonly downloads: Downloads;
  readonly planter: Planter;
  readonly stage: Stage;
  readonly strip: TabStrip;
}

type Orders = { readonly [Do in Order['do']]: (order: Extract<Order, { do: Do }>, arms: Arms) => unknown };

const orders: Orders = {
  plant: ({ address }, { planter }) => planter.show(address),
  begin: ({ policy, home }, { strip }) => strip.begin(policy, home),
  'open-sites': ({ sites }, { strip }) => strip.openSites(sites),
  'open-tab': ({ address }, { strip }) => strip.open(address),
  'show-tab': ({ tab }, { strip }) => strip.show(tab),
  'close-tab': ({ tab }, { strip }) => strip.close(tab),
  back: (_, { strip }) => strip.back(),
  reload: (_, { strip }) => strip.reload(),
  zoom: ({ percent }, { strip }) => strip.zoom(percent),
  edit: ({ command }, { stage, strip }) => {
    stage.focus();
    strip.edit(command);
  },
  'give-files': ({ documents }, { downloads, strip }) => strip.giveFiles(downloads.pathsOf(documents)),
  show: ({ bounds }, { stage }) => stage.show(bounds),
  hide: (_, { stage }) => stage.hide(),
};

/** Resolves when it is done. An order that cannot be carried out ends the program: the kiosk then knows. */
async function carryOut(order: Order, arms: Arms): Promise<void> {
  // The compiler does not follow one name through two tables; the table's own type says that these belong together.
  await orders[order.do](order as never, arms);
}
