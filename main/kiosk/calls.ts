import type { BookAnswer, BookQuestion } from '../../contract/book/self-service.ts';
import { failed, ok, type Result } from '../../contract/problem.ts';
import type { ScreenCallName } from '../../contract/screens.ts';
import { decide, type BrowsingPolicy } from './browsing/decide.ts';
import type { DeskLink } from './desk-link.ts';
import { delayProblem, type Door } from './door.ts';
import type { Visitor } from './host.ts';
import type { PauseCodes } from './pause-codes.ts';
import type { PlaceProfile } from './place-profile.ts';
import type { ScreenAnswers } from './screens.ts';
import type { Seat } from './seat.ts';
import type { SessionEvent } from './session/session.ts';
import { openKnock } from './session/knocks.ts';
import { fitsHash } from './tickets.ts';
import type { VisitorChoices } from './visitor-choices.ts';
import type { Voice } from './voice.ts';
import type { Workstation } from './workstation.ts';

interface CallParts {
  readonly workstation: Workstation;
  readonly door: Door;
  readonly link: Pick<DeskLink, 'ask'>;
  readonly seat: Seat;
  readonly policy: () => BrowsingPolicy;
  readonly place: PlaceProfile;
  readonly pauseCodes: PauseCodes;
  readonly choices: VisitorChoices;
  readonly voice: Voice;
}

type Nothing = Result<Record<string, never>>;

const done: Nothing = ok({});
const notNow = failed('not-now', 'call', 'a call that the present phase knows; read the state again');
const wrongCode = failed('code-refused', 'code', 'the code that opens this screen again');

/** What the kiosk answers to each call of its screens. */
export function answerCalls(parts: CallParts): ScreenAnswers {
  const { workstation, choices, voice } = parts;
  const happen = (event: SessionEvent): Promise<Nothing> => Promise.resolve(workstation.happen(event) ? done : notNow);

  return {
    'state.read': () => Promise.resolve(ok(workstation.snapshot())),
    ...codeCalls(parts),
    ...pageCalls(parts),
    'book.ask': ({ question }) => askBook(question, parts),
    'called.answer': () => happen({ kind: 'called-answered', rules: parts.place.rules }),
    'charter.answer': ({ accepted }) => happen({ kind: 'charter-answered', accepted }),
    'warning.seen': () => happen({ kind: 'warning-seen' }),
    'session.extend': () => {
      const before = workstation.session;
      if (!workstation.happen({ kind: 'extension-asked' })) return Promise.resolve(notNow);
      // A refusal leaves the session as it is; the scene says why.
      return Promise.resolve(workstation.session === before ? notNow : done);
    },
    'presence.confirm': () => happen({ kind: 'presence-confirmed' }),
    'help.call': () => {
      workstation.setHelp(true);
      return Promise.resolve(done);
    },
    'session.end': () => happen({ kind: 'visitor-ended' }),
    'maintenance.leave': () => happen({ kind: 'maintenance-over' }),
    'language.choose': ({ language }) => {
      choices.language = language;
      return Promise.resolve(done);
    },
    'theme.choose': ({ theme }) => {
      choices.theme = theme;
      return Promise.resolve(done);
    },
    'text.choose': ({ text }) => {
      choices.text = text;
      return Promise.resolve(done);
    },
    'ease.choose': async (wishes) =>
      (await choices.ease.choose(wishes))
        ? done
        : failed('not-found', 'ease', 'a machine whose keyboard can be made easier'),
    'speech.say': (utterance) =>
      Promise.resolve(voice.say(utterance) ? done : failed('not-found', 'language', 'a voice that is listed')),
    'speech.stop': () => {
      voice.stop();
      return Promise.resolve(done);
    },
  };
}

const deskAway = failed('not-now', 'desk', 'a desk that answers; try again in a while');

/** What a visitor does with the book, while nobody sits here. */
async function askBook(
  question: BookQuestion,
  { workstation, door, link }: CallParts,
): Promise<Result<{ answer: BookAnswer }>> {
  if (!workstation.means('knocked')) return notNow;
  const asked = (): Promise<BookAnswer | null> => link.ask(question);
  const hasCode = question.ask === 'find' || question.ask === 'cancel';
  const answer = hasCode
    ? await door.lookUp(async () => {
        const found = await asked();
        return found?.answer === 'unknown-code' ? 'unknown' : found;
      })
    : ok(await asked());
  if (!answer.ok) return answer;
  return answer.value === null ? deskAway : ok({ answer: answer.value });
}

type CodeCalls = 'code.submit' | 'open.start' | 'session.pause' | 'session.unpause' | 'maintenance.enter';

/** Calls that begin something, or open what is locked. */
function codeCalls(parts: CallParts): Pick<ScreenAnswers, CodeCalls> {
  const { workstation, door, seat, place, pauseCodes } = parts;

  /** The rules may refuse a good code: the scene says why. */
  const knocked = (event: Extract<SessionEvent, { kind: 'knocked' }>): Nothing =>
    workstation.happen(event) && workstation.session.phase === 'charter' ? done : notNow;

  return {
    'code.submit': async ({ code }) => {
      if (!workstation.means('knocked')) return notNow;
      const knock = await door.admit(code);
      return knock.ok ? knocked({ kind: 'knocked', knock: knock.value, rules: place.rules }) : knock;
    },
    'open.start': () => {
      const { openAccessMinutes } = place.now;
      return Promise.resolve(
        openAccessMinutes === null || !workstation.means('knocked')
          ? notNow
          : knocked({ kind: 'knocked', knock: openKnock(openAccessMinutes), rules: place.rules }),
      );
    },
    'session.pause': ({ code }) => {
      const opensWith = pauseCodes.hash(code).toString('hex');
      return Promise.resolve(workstation.happen({ kind: 'paused', opensWith }) ? done : notNow);
    },
    'session.unpause': ({ code }) => {
      const { session } = workstation;
      if (session.phase !== 'paused') return Promise.resolve(notNow);
      const { by, opensWith, closedUntilMs } = session.pause;
      const delayed = delayProblem(closedUntilMs - workstation.now().monotonicMs);
      if (delayed !== null) return Promise.resolve({ ok: false, problem: delayed });
      const hash = by === 'visitor' ? ok(pauseCodes.hash(code)) : door.hashOf(code);
      if (!hash.ok) return Promise.resolve(hash);
      const right = opensWith !== null && fitsHash(hash.value, opensWith);
      workstation.happen({ kind: 'unlock-tried', right });
      return Promise.resolve(right ? done : wrongCode);
    },
    'maintenance.enter': async ({ code }) => {
      if (!workstation.means('maintenance-begun')) return notNow;
      // X11 hides no client's keys from another: the code is looked at with no browser alive, be it one that nobody has used yet.
      await seat.kill();
      const checked = await door.checkMaintenance(code);
      if (checked.ok && workstation.happen({ kind: 'maintenance-begun' })) return done;
      if (workstation.means('knocked')) seat.prepare();
      return checked.ok ? notNow : checked;
    },
  };
}

type PageCalls = Extract<ScreenCallName, `tab.${string}` | `page.${string}` | `documents.${string}`>;

/** Pages can be turned while there is a session, and it is not paused. */
function pageCalls({ workstation, seat, policy, choices }: CallParts): Pick<ScreenAnswers, PageCalls> {
  const { panel } = seat;
  const inSession = async (work: () => unknown): Promise<Nothing> => {
    const { phase } = workstation.session;
    if ((phase !== 'active' && phase !== 'ending') || !workstation.means('browser-gone')) return notNow;
    await work();
    return done;
  };
  const inBrowser = (work: (visitor: Visitor) => Promise<void>): Promise<Nothing> => inSession(() => seat.act(work));
  const onTab = (tab: string, work: (visitor: Visitor) => Promise<void>): Promise<Nothing> =>
    seat.tabs.some(({ id }) => id === tab)
      ? inBrowser(work)
      : Promise.resolve(failed('not-found', 'tab', 'the id of an open tab'));

  return {
    'tab.open': () => {
      const decision = decide(policy(), { kind: 'popup', address: choices.home, openTabs: seat.tabs.length });
      return decision.allowed
        ? inBrowser((visitor) => visitor.openTab(choices.home))
        : Promise.resolve(failed('not-now', 'tab', `${policy().maxTabs} tabs at most; close one first`));
    },
    'tab.show': ({ tab }) => onTab(tab, (visitor) => visitor.showTab(tab)),
    'tab.close': ({ tab }) => onTab(tab, (visitor) => visitor.closeTab(tab)),
    'page.back': () => inBrowser((visitor) => visitor.back()),
    'page.reload': () => inBrowser((visitor) => visitor.reload()),
    'page.zoom': ({ zoom }) => inSession(() => seat.zoomPages(zoom)),
    'page.copy': () => inBrowser((visitor) => visitor.edit('copy')),
    'page.paste': () => inBrowser((visitor) => visitor.edit('paste')),
    'documents.show': () => inSession(() => panel.open(true)),
    'documents.hide': () =>
      panel.wish === null ? inSession(() => panel.open(false)) : inBrowser((visitor) => visitor.giveFiles([])),
    'documents.give': ({ documents }) =>
      panel.takes(documents)
        ? inBrowser((visitor) => visitor.giveFiles(documents))
        : Promise.resolve(failed('not-found', 'documents', 'ids of documents that the waiting page takes')),
  };
}
