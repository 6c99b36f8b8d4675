import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import { onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createChromiumHost } from '../../main/chromium/host.ts';
import type { Host, ScreensWiring, Visitor } from '../../main/kiosk/host.ts';
import { startKiosk } from '../../main/kiosk/kiosk.ts';
import type { Profile } from '../../contract/profile.ts';
import type { Snapshot } from '../../contract/screens.ts';
import { Town } from '../central/town.ts';
import { makePlace, openDesk, seat, type Place } from '../desk/place.ts';
import { StaffClient } from '../desk/staff-client.ts';
import { Room } from './room.ts';

/** A kiosk on a real browser, its desk and central, all real, with an ear on each line between them and on every log. */
export interface Day {
  readonly place: Place;
  readonly town: Town;
  readonly room: Room;
  readonly staff: StaffClient;
  readonly workstation: string;
  /** What the kiosk's programs may write to. */
  readonly folder: string;
  /** Everything said on a line, and everything logged. */
  readonly heard: { readonly lines: Buffer[]; readonly logs: Buffer[] };
  readonly snapshot: () => Snapshot | null;
  readonly call: ScreensWiring['call'];
  readonly visitor: () => Visitor;
}

const listen = (server: ReturnType<typeof createServer>): Promise<number> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));

/** Passes on what a desk and central say to each other. */
async function tapTcp(port: number, heard: Buffer[]): Promise<number> {
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (bytes: Buffer) => heard.push(bytes));
      from.on('error', () => to.destroy()).pipe(to);
    }
  });
  onTestFinished(() => void server.close());
  return listen(server);
}

/** Passes on what a kiosk and a desk say to each other: on the line itself a client's words are masked. */
async function tapLink(desk: string, heard: Buffer[]): Promise<number> {
  const server = createHttpServer();
  new WebSocketServer({ server }).on('connection', (near) => {
    const far = new WebSocket(`${desk.replace('http', 'ws')}/link`);
    const early: string[] = [];
    near.on('message', (data: Buffer) => {
      heard.push(data);
      if (far.readyState === WebSocket.OPEN) far.send(data.toString());
      else early.push(data.toString());
    });
    far.on('open', () => early.splice(0).forEach((text) => far.send(text)));
    far.on('message', (data: Buffer) => {
      heard.push(data);
      near.send(data.toString());
    });
    far.on('close', () => near.close()).on('error', () => near.close());
    near.on('close', () => far.close()).on('error', () => far.close());
  });
  onTestFinished(() => void server.close());
  return listen(server);
}

function talkative(heard: Buffer[]): Logger {
  return pino({ level: 'trace' }, { write: (line: string) => void heard.push(Buffer.from(line)) });
}

/** The host itself, with a hand on its screens and its browser as a visitor has. */
function withHands(host: Host) {
  const hands: { wiring: ScreensWiring | null; snapshot: Snapshot | null; visitor: Visitor | null } = {
    ...{ wiring: null, snapshot: null, visitor: null },
  };
  const held: Host = {
    name: host.name,
    missingWalls: host.missingWalls,
    ease: host.ease,
    idleMs: () => host.idleMs(),
    probe: (trial) => host.probe(trial),
    findLeftovers: () => host.findLeftovers(),
    close: () => host.close(),
    openScreens: async (wiring) => {
      hands.wiring = wiring;
      const screens = await host.openScreens(wiring);
      return {
        send: (name, payload) => {
          hands.snapshot = payload;
          screens.send(name, payload);
        },
        layout: (layout) => screens.layout(layout),
        close: () => screens.close(),
      };
    },
    openVisitor: async (wiring) => (hands.visitor = await host.openVisitor(wiring)),
  };
  return { held, hands };
}

/** Opens all of them; everything is gone when the test is over. */
export async function beginDay(profile: Profile): Promise<Day> {
  const heard = { lines: [] as Buffer[], logs: [] as Buffer[] };
  const log = talkative(heard.logs);
  const room = await Room.open();
  onTestFinished(() => room.close());
  const place = await makePlace({ seats: 1 });
  const key = place.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const { id, name, commune } = place.settings.place;
  const town = new Town(0, { id, name, commune, communeCode: '25056', key: place.placeKey, publicKey: key });
  town.time = new Date();
  const central = await town.open();
  await central.listen();
  onTestFinished(() => central.stop());
  const centralPort = (central.server.server.address() as AddressInfo).port;
  const settings = { ...place.settings, central: `http://127.0.0.1:${await tapTcp(centralPort, heard.lines)}` };
  const desk = await openDesk({ ...place, settings }, { log });
  const staff = await StaffClient.signedIn(desk.address);
  const link = await tapLink(desk.address, heard.lines);
  const folder = join(room.settings.runtime, 'day');
  for (const part of ['kiosk', 'home']) {
    mkdirSync(join(folder, 'screens', part), { recursive: true });
    writeFileSync(join(folder, 'screens', part, 'index.html'), '<!doctype html><title>Escale</title>');
  }
  const { id: workstation, key: linkKey } = seat(place, 0);
  const kioskSettings = {
    ...room.settings,
    ...{ workstation, key: linkKey, desk: `ws://127.0.0.1:${link}/link` },
    ...{ data: join(folder, 'data'), screens: join(folder, 'screens') },
  };
  const made = await createChromiumHost({ settings: kioskSettings, log });
  if (!made.ok) throw new Error(`${made.problem.where}: ${made.problem.expected}`);
  onTestFinished(() => made.value.close());
  const { held, hands } = withHands(made.value);
  const kiosk = await startKiosk({ settings: kioskSettings, profile, host: held, log });
  onTestFinished(() => kiosk.stop());
  return {
    ...{ place, town, room, staff, workstation, folder, heard },
    snapshot: () => hands.snapshot,
    call: (called, input) => hands.wiring?.call(called, input) ?? Promise.reject(new Error('no screens')),
    visitor: () => {
      if (hands.visitor === null) throw new Error('no browser');
      return hands.visitor;
    },
  };
}
