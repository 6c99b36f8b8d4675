import { instantOfCell } from '../../../contract/book/cells.ts';
import { failed, ok, type Result } from '../../../contract/problem.ts';
import { normaliseCode, showCode } from '../../../contract/ticket-code.ts';
import { slipPdf } from '../slips/slip-pdf.ts';
import { slipText } from '../slips/slip-text.ts';
import type { Slip, SlipLanguage } from '../slips/slip.ts';
import type { RouteHandlers } from './bind-routes.ts';
import type { HandlerParts } from './handler-parts.ts';

/** What comes in as tables, and goes out on paper. */
export const paperHandlers = (parts: HandlerParts): Pick<RouteHandlers, 'table.import' | 'slip.make'> => ({
  'table.import': async (table, { account }) => {
    const imported = await parts.imports.take(table, account ?? '');
    if (!table.dryRun) parts.recorded();
    return ok(imported);
  },
  'slip.make': async ({ code, language }) => {
    const slip = slipOf(code, language, parts);
    if (!slip.ok) return slip;
    const pdf = Buffer.from(await slipPdf(slip.value)).toString('base64');
    return ok({ pdf, text: slipText(slip.value) });
  },
});

/** Problems: `malformed`, `not-found`: no booking has this code. */
function slipOf(typed: string, language: SlipLanguage, { book, tickets, rules, settings }: HandlerParts): Result<Slip> {
  const code = normaliseCode(typed);
  if (!code.ok) return code;
  const ticket = tickets.idOf(code.value);
  const entry = ticket === null ? null : book.entries.ofTicket(ticket);
  if (entry === null) return failed('not-found', 'code', 'the code of a booking');
  const hold = entry.holds.find((one) => one.ticket === ticket);
  const { name: placeName, zone } = settings.place;
  const startsAt = instantOfCell(entry.from);
  const endsAt = instantOfCell(entry.to);
  return ok({
    ...{ language, zone, placeName, kind: 'booking', code: showCode(code.value), when: { startsAt, endsAt } },
    minutes: (endsAt - startsAt) / 60_000,
    workstationName: settings.workstations.find(({ id }) => id === hold?.workstation)?.name ?? null,
    validUntil: endsAt,
    helpLine: rules.read().helpLine,
  });
}
