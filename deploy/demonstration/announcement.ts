import { listedSite } from './filter-list.ts';
import type { Ticket } from './first-ticket.ts';
import type { Plan } from './plan.ts';
import type { Records } from './records.ts';
import { watchAddress } from './watch.ts';

export interface Announcement {
  readonly plan: Plan;
  readonly records: Records;
  readonly ticket: Ticket;
  readonly display: string;
  readonly authority: string;
  /** Null without `--watch`. */
  readonly watchPassword: string | null;
}

const screens: Record<Plan['screen'], string> = {
  window: 'in a window on this desktop',
  fullscreen: 'over this whole screen',
  virtual: 'on a virtual screen (npm start -- --watch shows it in a web browser)',
};

/** What a person needs to try everything: one fact a line, its name first. */
export function announce({
  plan,
  records,
  ticket,
  display,
  authority,
  watchPassword,
}: Announcement): readonly string[] {
  const { desk, central } = records.logins;
  const login = ({ name, password }: { name: string; password: string }): string =>
    `name ${name}, password ${password}`;
  const address = (port: number): string => `http://127.0.0.1:${port}/`;
  return [
    '',
    'Escale is running: a demonstration place with one kiosk. Ctrl-C ends it.',
    '',
    `  desk      ${address(plan.ports.desk)}  ${login(desk)}`,
    `  reports   ${address(plan.ports.central)}  ${login(central)}`,
    `  town      ${address(plan.ports.town)}  a demonstration site for visitors`,
    `  filter    a list of made-up sites: http://${listedSite}/ is refused as one that steals passwords`,
    `  kiosk     ${plan.browser.name}, ${screens[plan.screen]}`,
    ...(watchPassword === null ? [] : [`  watch     ${watchAddress(plan.ports.watch, watchPassword)}`]),
    `  display   DISPLAY=:${display} XAUTHORITY=${authority}`,
    `  data      ${plan.data}`,
    `  ticket    ${ticket.code}  ${ticket.minutes} minutes: type it at the kiosk`,
    '',
  ];
}
