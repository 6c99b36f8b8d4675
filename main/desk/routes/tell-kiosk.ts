import type { DeskMessage } from '../../../contract/desk-link.ts';
import { failed, ok, type Result } from '../../../contract/problem.ts';
import type { KioskLinks } from '../link/kiosk-links.ts';

/** Problem `not-now`: it is not on the line. */
export const tellKiosk = (
  links: KioskLinks,
  workstation: string,
  message: DeskMessage,
): Result<Record<string, never>> =>
  links.send(workstation, message) ? ok({}) : failed('not-now', 'workstation', 'a workstation that is on the line');
