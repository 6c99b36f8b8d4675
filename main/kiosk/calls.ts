import { failed, ok, type Result } from '../../contract/problem.ts';
import { decide, homeAddress, type BrowsingPolicy } from './browsing/decide.ts';
import type { Door } from './door.ts';
import type { Visitor } from './host.ts';
import type { ScreenAnswers } from './screens.ts';
import type { Seat } from './seat.ts';
import type { SessionEvent } from './session/session.ts';
import type { Workstation } from './workstation.ts';

interface CallParts {
  readonly workstation: Workstation;
  readonly door: Door;
  readonly seat: Seat;
  readonly policy: BrowsingPolicy;
}

type Nothing = Result<Record<string, never>>;

const done: Nothing = ok({});
const notNow = failed('not-now', 'call', 'a call that the present phase knows; read the state again');

/** What the kiosk answers to each call of its screens. */
export function answerCalls({ workstation, door, seat, policy }: CallParts): ScreenAnswers {
  const happen = (event: SessionEvent): Promise<Nothing> => Promise.resolve(workstation.happen(event) ? done : notNow);

  /** Pages can be turned while there is a session. */
  const inBrowser = async (work: (visitor: Visitor) => Promise<void>): Promise<Nothing> => {
    if (!workstation.means('browser-gone')) return notNow;
    await seat.act(work);
    return done;
  };

  const onTab = (tab: string, work: (visitor: Visitor) => Promise<void>): Promise<Nothing> =>
    seat.tabs.some(({ id }) => id === tab)
      ? inBrowser(work)
      : Promise.resolve(failed('not-found', 'tab', 'the id of an open tab'));

  return {
    'state.read': () => Promise.resolve(ok(workstation.snapshot())),
    'code.submit': async ({ code }) => {
      if (!workstation.means('admitted')) return notNow;
      const admission = await door.admit(code);
      return admission.ok ? happen({ kind: 'admitted', admission: admission.value }) : admission;
    },
    'charter.answer': ({ accepted }) => happen({ kind: 'charter-answered', accepted }),
    'warning.seen': () => happen({ kind: 'warning-seen' }),
    'help.call': () => happen({ kind: 'help-called' }),
    'session.end': () => happen({ kind: 'visitor-ended' }),
    'tab.open': () => {
      const decision = decide(policy, { kind: 'popup', address: homeAddress, openTabs: seat.tabs.length });
      return decision.allowed
        ? inBrowser((visitor) => visitor.openTab(homeAddress))
        : Promise.resolve(failed('not-now', 'tab', `${policy.maxTabs} tabs at most; close one first`));
    },
    'tab.show': ({ tab }) => onTab(tab, (visitor) => visitor.showTab(tab)),
    'tab.close': ({ tab }) => onTab(tab, (visitor) => visitor.closeTab(tab)),
    'page.back': () => inBrowser((visitor) => visitor.back()),
    'page.reload': () => inBrowser((visitor) => visitor.reload()),
  };
}
