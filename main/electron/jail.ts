import { join } from 'node:path';
import { inJail, type Jail, jailed, type Launch } from '../kiosk/jail/jail.ts';

/** Where a visitor's process is to run. Paths are the kiosk's. */
export interface VisitorGround {
  /** The visitor's own folder on this machine: holds nothing of the visitor's when the jail stands, everything when it does not. */
  readonly folder: string;
  /** Unix socket of the kiosk's proxy. */
  readonly proxySocket: string;
  /** The program's own files. */
  readonly programs: readonly string[];
  readonly display: Jail['display'] & { readonly name: string };
}

/** One end of the socket pair to the kiosk. */
export const channelDescriptor = 3;

/** An ordinary user inside, whoever starts it. */
const visitor = { uid: 1000, gid: 1000 };

const variables = ({ display }: VisitorGround): Readonly<Record<string, string>> => ({
  LANG: 'fr_FR.UTF-8',
  DISPLAY: display.name,
});

/** Where the browser keeps its own files, as it sees them. */
export const browserFolder = (ground: VisitorGround, jail: boolean): string =>
  join(jail ? inJail.home : ground.folder, 'browser');

export const jailOf = (ground: VisitorGround): Jail => ({
  account: visitor,
  display: ground.display,
  proxySocket: ground.proxySocket,
  channel: [channelDescriptor],
  programs: ground.programs,
  folders: [browserFolder(ground, true), join(inJail.home, 'Documents')],
  files: [],
  environment: variables(ground),
});

/** For a demonstration on a machine that forbids namespaces: the written list of variables is all that is left of the jail. */
export function unjailed(ground: VisitorGround, command: readonly string[]): Launch {
  const { folder, display } = ground;
  const [program = '', ...words] = command;
  const environment = {
    ...variables(ground),
    PATH: '/usr/bin:/bin:/usr/sbin',
    ...{ HOME: folder, TMPDIR: folder, XDG_RUNTIME_DIR: folder },
    ...(display.authority === null ? {} : { XAUTHORITY: display.authority }),
  };
  return { command: program, words, environment, feeds: [] };
}

/** The visitor's program, in its jail where the machine lets one stand. */
export const visitorLaunch = (ground: VisitorGround, jail: boolean, command: readonly string[]): Launch =>
  jail ? jailed(jailOf(ground), command) : unjailed(ground, command);
