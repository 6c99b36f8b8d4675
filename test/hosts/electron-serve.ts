import { app } from 'electron';
import { readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { pino } from 'pino';
import { describe, parseJson, type Result } from '../../contract/problem.ts';
import type { PageZoom } from '../../contract/screens.ts';
import { kioskSettingsSchema, type KioskSettings } from '../../contract/settings.ts';
import type { Start } from '../../main/electron/arguments.ts';
import { createElectronHost } from '../../main/electron/host.ts';
import { prepareKiosk } from '../../main/electron/kiosk-ground.ts';
import { giveUp } from '../../main/electron/process-guard.ts';
import type { BrowsingPolicy } from '../../main/kiosk/browsing/decide.ts';
import type { EditCommand, Host, Layout, Screens, Trial, Visitor } from '../../main/kiosk/host.ts';
import { Wire } from './electron-wire.ts';

/** The real host, driven by the suite over descriptor 3 instead of by a kiosk. */

function serve(host: Host): void {
  let screens: Screens | null = null;
  const visitors = new Map<number, Visitor>();
  const plantings = new Map<number, { done: Promise<void>; leave: () => void }>();
  const visitor = (id: number): Visitor => {
    const known = visitors.get(id);
    if (known === undefined) throw new Error(`no visitor ${id}`);
    return known;
  };
  const wire = new Wire(new Socket({ fd: 3, readable: true, writable: true }), {
    openScreens: async (files: readonly (readonly [string, string, string])[], page: string) => {
      screens = await host.openScreens({
        files: new Map(files.map(([path, type, base64]) => [path, { type, bytes: Buffer.from(base64, 'base64') }])),
        page,
        call: async (name, input) => (await wire.ask('call', name, input)) as Result<unknown>,
        gone: () => void wire.ask('screensGone'),
      });
    },
    send: (name: 'state', payload: never) => screens?.send(name, payload),
    layout: (layout: Layout) => screens?.layout(layout),
    closeScreens: () => screens?.close(),
    openVisitor: async (id: number, proxySocket: string) => {
      visitors.set(
        id,
        await host.openVisitor({
          proxySocket,
          tabsChanged: (tabs) => void wire.ask('tabs', id, tabs),
          documentsChanged: (documents) => void wire.ask('documents', id, documents),
          filesWanted: (wish) => void wire.ask('filesWanted', id, wish),
          refused: (reason) => void wire.ask('refused', id, reason),
          gone: () => void wire.ask('visitorGone', id),
        }),
      );
    },
    plant: (id: number, address: string) => {
      const until = Promise.withResolvers<undefined>();
      const done = visitor(id).plant(address, until.promise);
      plantings.set(id, { done, leave: () => until.resolve(undefined) });
    },
    leavePlant: async (id: number) => {
      plantings.get(id)?.leave();
      await plantings.get(id)?.done;
    },
    probe: (trial: Trial) => host.probe(trial),
    probeVisitor: (id: number, trial: Trial) => visitor(id).probe(trial),
    begin: (id: number, policy: BrowsingPolicy, home: string) => visitor(id).begin(policy, home),
    openTab: (id: number, address: string) => visitor(id).openTab(address),
    openSites: (id: number, sites: readonly string[]) => visitor(id).openSites(sites),
    showTab: (id: number, tab: string) => visitor(id).showTab(tab),
    closeTab: (id: number, tab: string) => visitor(id).closeTab(tab),
    back: (id: number) => visitor(id).back(),
    reload: (id: number) => visitor(id).reload(),
    zoom: (id: number, percent: PageZoom) => visitor(id).zoom(percent),
    edit: (id: number, command: EditCommand) => visitor(id).edit(command),
    giveFiles: (id: number, documents: readonly string[]) => visitor(id).giveFiles(documents),
    end: (id: number) => visitor(id).end(),
    findLeftovers: () => host.findLeftovers(),
    idleMs: () => host.idleMs(),
    close: () => host.close(),
  });
  void wire.ask('ready', host.missingWalls);
}

async function run(settings: KioskSettings): Promise<void> {
  const made = await createElectronHost({ settings, log: pino({ level: 'silent' }) });
  if (made.ok) serve(made.value);
  else giveUp(describe(made.problem), 1);
}

/** Called before Electron is ready. */
export function startServing({ sandbox, settings: path }: Extract<Start, { role: 'kiosk' }>): void {
  const settings = parseJson(kioskSettingsSchema, readFileSync(path, 'utf8'), path);
  if (!settings.ok) {
    giveUp(describe(settings.problem), 1);
    return;
  }
  prepareKiosk({ runtime: settings.value.runtime, sandbox });
  app.on('before-quit', () => app.exit(0));
  void app.whenReady().then(() => run(settings.value));
}
