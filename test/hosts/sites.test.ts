import { chmod, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createChromiumHost } from '../../main/chromium/host.ts';
import { visitorPolicies } from '../../main/chromium/policies.ts';
import type { BrowsingPolicy } from '../../main/kiosk/browsing/decide.ts';
import { fr } from '../../main/kiosk/browsing/refusal-words/fr.ts';
import type { Host, Screens, Visitor } from '../../main/kiosk/host.ts';
import { startProxy, type Proxy } from '../../main/kiosk/proxy/proxy.ts';
import { whySkipped } from './machine.ts';
import { patience, Room, type Told } from './room.ts';
import { sites, Web } from './web.ts';

const log = pino({ level: process.env['ESCALE_TEST_LOG'] ?? 'silent' }, pino.destination(2));

const policy: BrowsingPolicy = {
  browsing: { mode: 'open' },
  refusedSites: [sites.refused],
  localServices: [],
  downloads: 'refuse',
  maxTabs: 3,
  categoryOf: (host) => (host === sites.listed ? 'games' : null),
};

/** What a page is refused for, and what that is counted under. */
const refusals = [
  { which: 'which the profile refuses', to: sites.refused, reason: 'site-refused', category: 'site-refused' },
  { which: 'which the filter list has', to: sites.listed, reason: 'category-refused', category: 'games' },
  { which: 'whose name leads here', to: sites.rebound, reason: 'private-network', category: 'private-network' },
] as const;

/** Ways to a site that a visitor sees the end of. */
const turns = ['page', 'redirect', 'form'] as const;
/** Ways that a page goes by itself. */
const parts = ['frame', 'image', 'websocket', 'service-worker'] as const;

/** A real browser, the kiosk's own proxy, a web of real sockets, and every way from one site to another. */
describe.skipIf(whySkipped('chromium') !== null)('from a page', () => {
  let room: Room;
  let web: Web;
  let host: Host;
  let screens: Screens;
  let proxy: Proxy;
  let visitor: Visitor;
  let told: Told;
  let counted: string[];

  beforeAll(async () => {
    // A page on a secure line may do more: the one that tries counts as such.
    Object.assign(visitorPolicies, { OverrideSecurityRestrictionsOnInsecureOrigin: [`http://${sites.start}`] });
    [room, web] = await Promise.all([Room.open(), Web.open()]);
    const made = await createChromiumHost({ settings: room.settings, log });
    if (!made.ok) throw new Error(`${made.problem.where}: ${made.problem.expected}`);
    host = made.value;
    screens = await room.openScreens(host);
    const folder = await mkdtemp(join(room.settings.runtime, 'web-'));
    await chmod(folder, 0o711);
    const group = room.settings.browserUser?.gid;
    proxy = await startProxy({
      listen: { path: join(folder, 'proxy.sock'), ...(group !== undefined && { group }) },
      ...{ log, network: web.network },
      home: () => ({ files: new Map(), profile: { name: { fr: '' }, tiles: [], searchAddress: '' } }),
    });
    ({ visitor, told } = await room.openVisitor(host, proxy.address));
    proxy.setPolicy(policy);
    await visitor.begin(policy, `http://${sites.start}/arrivee`);
    await screens.layout('bar');
    await vi.waitFor(() => expect(shownTitle()).toBe('Arrivée'), patience);
  }, 90_000);

  afterAll(async () => {
    await visitor.end();
    await screens.close();
    await host.close();
    await proxy.close();
    web.close();
    await room.close();
  });

  beforeEach(() => {
    told.refused.length = 0;
    proxy.takeRefusals();
    web.takeArrivals();
    counted = [];
  });

  afterEach(async () => {
    for (const { id } of told.tabs.slice(1)) await visitor.closeTab(id);
    await vi.waitFor(() => expect(told.tabs).toHaveLength(1), patience);
  });

  const shownTitle = (): string | undefined => told.tabs.find(({ shown }) => shown)?.title;
  const addressOf = (way: string, to: string): string =>
    way === 'page' ? `http://${to}/arrivee` : `http://${sites.start}/${way}?to=${to}`;
  const go = (way: string, to: string): Promise<void> => visitor.openTab(addressOf(way, to));

  /** By the guard of the pages and by the proxy together, as the kiosk adds them up. */
  const counts = (): readonly string[] => {
    counted.push(...proxy.takeRefusals().keys());
    return [
      ...new Set([...told.refused.map((reason) => (reason === 'category-refused' ? 'games' : reason)), ...counted]),
    ];
  };

  describe.each(turns)('by %s', (way) => {
    it('one comes to a site that is open', async () => {
      await go(way, sites.open);
      await vi.waitFor(() => expect(shownTitle()).toBe('Arrivée'), patience);
      expect(web.takeArrivals()).toEqual([sites.open]);
      expect(counts()).toEqual([]);
    });

    it.each(refusals)('one reads in its place why a site does not open $which', async ({ to, reason, category }) => {
      await go(way, to);
      await vi.waitFor(() => expect(shownTitle()).toBe(fr.reasons[reason].title), patience);
      expect(web.takeArrivals()).toEqual([]);
      expect(counts()).toEqual([category]);
    });
  });

  describe.each(parts)('a %s', (way) => {
    it('comes from a site that is open', async () => {
      await go(way, sites.open);
      await vi.waitFor(() => expect(shownTitle()).toBe('fini'), patience);
      expect(web.takeArrivals()).toEqual([sites.open]);
      expect(counts()).toEqual([]);
    });

    it.each(refusals)('does not come from a site $which', async ({ to, category }) => {
      await go(way, to);
      await vi.waitFor(() => expect(shownTitle()).toBe('fini'), patience);
      expect(web.takeArrivals()).toEqual([]);
      // A refused frame shows why, and is nobody's wish: where the browser itself refuses it, it does not count.
      expect(counts()).toEqual(way === 'frame' && to !== sites.rebound ? [] : [category]);
    });
  });
});
