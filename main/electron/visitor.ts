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
    parts.strip = await openBrowser(proxyServer);
  });
}

async function openBrowser(proxyServer: string): Promise<TabStrip> {
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
    refused: (reason) => channel.send({ type: 'refused', reason }),
  });
  const planter = new Planter(visitors);
  const heard = (message: FromKiosk): void => {
    if (message.type !== 'order') return;
    const { number, order } = message;
    void carryOut(order, { planter, stage, strip }).then(() =>
      channel.send({ type: 'done', number, window: stage.state }),
    );
  };
  guardNetwork(visitors, (address) => strip.allows(address) || planter.allows(address));
  await strip.prepare();
  channel.send({ type: 'hello', version: visitorProtocolVersion });
  return strip;
}

interface Arms {
  readonly planter: Planter;
  readonly stage: Stage;
  readonly strip: TabStrip;
}

/** Resolves when it is done. An order that cannot be carried out ends the program: the kiosk then knows. */
async function carryOut(order: Order, { planter, stage, strip }: Arms): Promise<void> {
  switch (order.do) {
    case 'plant':
      await planter.show(order.address);
      break;
    case 'begin':
      await strip.begin(order.policy, order.home);
      break;
    case 'open-tab':
      await strip.open(order.address);
      break;
    case 'show-tab':
      strip.show(order.tab);
      break;
    case 'close-tab':
      strip.close(order.tab);
      break;
    case 'back':
      strip.back();
      break;
    case 'reload':
      strip.reload();
      break;
    case 'show':
      await stage.show(order.bounds);
      break;
    case 'hide':
      stage.hide();
      break;
  }
}
