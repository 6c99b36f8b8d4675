import type { DeskMessage } from '../../contract/desk-link.ts';

export interface Commands {
  endSession(session: string): void;
  startSession(call: { ticket: string; minutes: number; label: string | null }): void;
  extendSession(extension: { session: string; minutes: number }): void;
  releasePause(session: string): void;
  maintenance(on: boolean): void;
  helpComing(): void;
  checkWalls(): void;
  siteAnswered(answer: { id: string; opened: boolean }): void;
}

const commands = [
  'end-session',
  'start-session',
  'extend-session',
  'release-pause',
  'maintenance',
  'help-coming',
  'check-walls',
  'site-answered',
] as const;

/** What a facilitator asks of the workstation; the rest is between the two programs. */
export type Command = Extract<DeskMessage, { type: (typeof commands)[number] }>;

export const isCommand = (message: DeskMessage): message is Command => commands.some((type) => type === message.type);

export function command(message: Command, heard: Commands): void {
  switch (message.type) {
    case 'end-session':
      heard.endSession(message.session);
      break;
    case 'start-session':
      heard.startSession(message);
      break;
    case 'extend-session':
      heard.extendSession(message);
      break;
    case 'release-pause':
      heard.releasePause(message.session);
      break;
    case 'maintenance':
      heard.maintenance(message.on);
      break;
    case 'check-walls':
      heard.checkWalls();
      break;
    case 'site-answered':
      heard.siteAnswered(message);
      break;
    case 'help-coming':
      heard.helpComing();
      break;
  }
}
