import type { z } from 'zod';
import type { centralRoutes } from '../../contract/central-routes.ts';
import { failed, ok, type Result } from '../../contract/problem.ts';
import type { Database } from '../database/open.ts';

type Route = (typeof centralRoutes)['figures.days'];

/** Sessions and minutes by place and day of a period, newest day first, with every place that was to be heard or that has figures there. */
export async function readDays(
  database: Database,
  { from, to }: z.output<Route['input']>,
): Promise<Result<z.output<Route['output']>>> {
  if (to < from) return failed('malformed', 'to', 'a day that is not before "from"');
  return database.transaction().execute(async (transaction) => {
    const days = await transaction
      .selectFrom('day_sheets')
      .select([
        'place',
        'day',
        'sessions',
        'occupied_minutes as occupiedMinutes',
        'revision',
        'computed_at as computedAt',
      ])
      .where('day', '>=', from)
      .where('day', '<=', to)
      .orderBy('day', 'desc')
      .orderBy('place')
      .execute();
    const withFigures = transaction
      .selectFrom('day_sheets')
      .select('place')
      .where('day', '>=', from)
      .where('day', '<=', to);
    const places = await transaction
      .selectFrom('places')
      .select(['id', 'name', 'commune', 'last_heard_at as lastHeardAt'])
      .where((where) => where.or([where('listed', '=', 1), where('id', 'in', withFigures)]))
      .orderBy('commune')
      .orderBy('name')
      .execute();
    return ok({ places, days });
  });
}
