import type { Logger } from 'pino';
import type { Profile } from '../../contract/profile.ts';
import type { Result } from '../../contract/problem.ts';
import type { KioskSettings } from '../../contract/settings.ts';
import { browsingPolicy, type BrowsingPolicy } from './browsing/decide.ts';
import { SiteRequests } from './browsing/site-requests.ts';
import { answerCalls } from './calls.ts';
import { machineClock, type Clock } from './clock.ts';
import { DeskLink } from './desk-link.ts';
import { Door } from './door.ts';
import { Ease } from './ease.ts';
import { Filter } from './filter/filter.ts';
import type { Host, ScreenFile, ScreensWiring } from './host.ts';
import { type OwnProxy, startOwnProxy } from './own-proxy.ts';
import { PauseCodes } from './pause-codes.ts';
import { PlaceProfile } from './place-profile.ts';
import { PlaceClock } from './place-clock.ts';
import type { ProxyParts } from './proxy/proxy.ts';
import { RefusalCounts } from './refusal-counts.ts';
import { countHourly } from './record-refusals.ts';
import { readScreenFiles } from './screen-files.ts';
import { ScreenWatch } from './screen-watch.ts';
import { bindScreens } from './screens.ts';
import { Seat } from './seat.ts';
import { calledKnock } from './session/knocks.ts';
import { KioskStore } from './store/store.ts';
import { machineTraces, type MachineTraces } from './traces/machine-traces.ts';
import { PlantedToken } from './traces/planted-token.ts';
import { VisitorChoices } from './visitor-choices.ts';
import { Voice } from './voice.ts';
import { patrol } from './walls/patrol.ts';
import { SelfTest } from './walls/self-test.ts';
import { Workstation, type WorkstationParts } from './workstation.ts';

export interface KioskParts {
  readonly settings: KioskSettings;
  readonly profile: Profile;
  /** Stays the caller's: to be closed after `stop`. */
  readonly host: Host;
  readonly log: Logger;
  /** The machine's own, unless a test moves time. */
  readonly clock?: Clock;
  /** Likewise. */
  readonly voice?: Voice;
  /** Likewise. */
  readonly traces?: MachineTraces;
}

export interface Kiosk {
  /** Locks, kills the visitor's browser and lets go of everything but the host. A session that runs is found cut off by the next start. */
  stop(): Promise<void>;
}

/**
 * Puts one workstation together and starts it. Resolves when the screens are open.
 * Rejects when it cannot start; the error's message is one plain sentence for a person.
 */
export async function startKiosk(parts: KioskParts): Promise<Kiosk> {
  const { settings, profile, log } = parts;
  const files = orThrow(await readScreenFiles(settings.screens, 'kiosk'));
  const store = orThrow(KioskStore.open(settings.data));
  if (store.setAside !== null) log.error({ setAside: store.setAside }, 'the store was damaged; a fresh one was made');
  try {
    const sites = new SiteRequests();
    const asked: ProxyParts['asked'] = (path, policy) => sites.page(path, policy);
    const place = new PlaceProfile(profile, store.slice(), log);
    const own = orThrow(await startOwnProxy({ settings, place, log, asked }));
    const clock = new PlaceClock(parts.clock ?? machineClock, store);
    const filter = orThrow(await Filter.open({ settings, place, clock, log }));
    const voice = parts.voice ?? (await Voice.find({ environment: process.env }, log));
    const traces = parts.traces ?? machineTraces(settings);
    return await assemble({
      ...{ ...parts, ...own, files, store, clock, voice, traces, filter, place, sites },
      missingWalls: () => [...parts.host.missingWalls, ...filter.missing],
      policy: () => ({ ...browsingPolicy(place.now), categoryOf: filter.categoryOf }),
    });
  } catch (error) {
    store.close();
    throw error;
  }
}

interface Assembly extends Omit<Required<KioskParts>, 'profile' | 'clock'>, OwnProxy {
  readonly clock: PlaceClock;
  readonly files: ReadonlyMap<string, ScreenFile>;
  readonly store: KioskStore;
  /** As the profile stands now. */
  readonly policy: () => BrowsingPolicy;
  readonly place: PlaceProfile;
  readonly filter: Filter;
  readonly sites: SiteRequests;
  readonly missingWalls: WorkstationParts['missingWalls'];
}

/** The graph, by hand. What is built first names what is built later: nothing calls back before the screens are opened. */
async function assemble(parts: Assembly): Promise<Kiosk> {
  const { settings, store, clock, log } = parts;
  const refusals = new RefusalCounts(clock.now().wall);
  const later = (): Workstation => workstation;
  const choices = new VisitorChoices(makeEase(parts, later));
  const selfTest = new SelfTest({
    ...{ ...parts, tested: () => later().publish() },
    screensOpen: () => screens.whenOpen(),
  });
  const seat = makeSeat({ ...parts, selfTest }, refusals, later);
  const link = makeLink(parts, later);
  connectSites(parts, { link, seat });
  const door = new Door({
    ...{ key: settings.key, store, clock },
    claim: (ticket) => link.claim(ticket),
    mayBegin: (knock) => workstation.mayBegin(knock),
  });
  const screens = makeScreens(parts, { later, kill: () => seat.kill(), call: (name, input) => call(name, input) });
  const workstation = new Workstation({
    ...{ ...parts, demonstration: settings.demonstration, screens, seat, selfTest, link, refusals },
    choices,
  });
  const answers = answerCalls({
    ...{ ...parts, workstation, door, link, seat, choices },
    pauseCodes: new PauseCodes(),
  });
  parts.filter.listen(() => workstation.publish());
  const call = bindScreens(answers, (error) => log.error({ err: error }, 'a call of the screens failed'));
  const hours = countHourly({ ...parts, refusals, link });
  const rounds = patrol({ ...parts, seat, selfTest, workstation });
  const kiosk = wholeOf({ ...parts, hours, rounds, link, workstation, screens });
  try {
    await screens.open();
    return kiosk;
  } catch (error) {
    await kiosk.stop();
    throw error;
  }
}

interface Whole extends Pick<Assembly, 'proxy' | 'store' | 'filter'> {
  readonly hours: { end(): void };
  readonly rounds: { end(): void };
  readonly link: DeskLink;
  readonly workstation: Workstation;
  readonly screens: ScreenWatch;
}

const wholeOf = ({ hours, rounds, filter, link, workstation, screens, proxy, store }: Whole): Kiosk => ({
  async stop() {
    hours.end();
    rounds.end();
    filter.close();
    link.close();
    await workstation.stop();
    await screens.close();
    await proxy.close();
    store.close();
  },
});

function makeEase(parts: Assembly, later: () => Workstation): Ease {
  return new Ease({
    ...parts,
    heard: {
      changed: () => later().publish(),
      failed: (problem) => later().happen({ kind: 'fault', problem }),
    },
  });
}

function makeSeat(
  parts: Assembly & { readonly selfTest: SelfTest },
  refusals: RefusalCounts,
  later: () => Workstation,
): Seat {
  return new Seat({
    ...parts,
    token: new PlantedToken(parts),
    heard: {
      tabsChanged: () => later().publish(),
      refused: (reason, category) => refusals.add(category ?? reason),
      panelChanged: () => later().divide(),
      gone: () => later().happen({ kind: 'browser-gone' }),
      failed: (problem) => later().happen({ kind: 'fault', problem }),
    },
  });
}

function makeLink(parts: Assembly, later: () => Workstation): DeskLink {
  return new DeskLink({
    ...parts,
    state: () => later().stateMessage(),
    seatedUntil: () => later().seatedUntil(),
    heard: {
      reachable: (reachable) => {
        later().publish();
        if (reachable) parts.sites.tellAgain();
      },
      slice: (slice) => later().takeSlice(slice),
      listOffered: (digest) => parts.filter.offer(digest),
      endSession: (session) => later().happen({ kind: 'facilitator-ended', session }),
      startSession: (call) => later().happen({ kind: 'called', knock: calledKnock(call), label: call.label }),
      extendSession: ({ session, minutes }) => later().happen({ kind: 'extended', session, minutes }),
      releasePause: (session) => later().happen({ kind: 'pause-released', session }),
      siteAnswered: ({ id, opened }) => parts.sites.answer(id, opened),
      checkWalls: () => void later().happen({ kind: 'check-asked' }),
      maintenance: (on) => {
        if (on) later().happen({ kind: 'maintenance-begun' });
        // Back to work: out of maintenance, or past the traces that a facilitator has now seen.
        else if (!later().happen({ kind: 'maintenance-over' })) later().happen({ kind: 'traces-seen' });
      },
      helpComing: () => later().setHelp(false),
    },
  });
}

/** What is opened counts in the browser too, if one runs; where it does not take it in, the next one will. */
function connectSites(
  { sites, log }: Assembly,
  { link, seat }: { readonly link: DeskLink; readonly seat: Seat },
): void {
  sites.tell = (request) => link.askSite(request);
  sites.changed = () => {
    seat
      .openSites(sites.opened)
      .catch((error: unknown) => log.error({ err: error }, 'a browser was not told of a site'));
  };
}

interface ScreenLines {
  readonly later: () => Workstation;
  readonly kill: () => Promise<boolean>;
  readonly call: ScreensWiring['call'];
}

function makeScreens(parts: Assembly, { later, kill, call }: ScreenLines): ScreenWatch {
  return new ScreenWatch({
    ...parts,
    wiring: { files: parts.files, page: '/kiosk/index.html', call },
    heard: {
      unproven: async () => {
        later().happen({ kind: 'browser-gone' });
        await kill();
      },
      failed: (problem) => later().happen({ kind: 'fault', problem }),
    },
  });
}

const orThrow = <Value>(result: Result<Value>): Value => {
  if (result.ok) return result.value;
  throw new Error(`${result.problem.where}: expected ${result.problem.expected}`);
};
