import { PostgresDialect } from 'kysely';
import pg from 'pg';

/** Programs that share one server leave it room: four of them and a person at a terminal fit into its usual hundred. */
const mostConnections = 10;

/** PostgreSQL's wide integers and sums come as text, since JavaScript's numbers end at 2^53; ours do not get there. */
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, Number);
types.setTypeParser(pg.types.builtins.NUMERIC, Number);

export interface Postgres {
  readonly dialect: PostgresDialect;
  readonly pool: pg.Pool;
}

/** `lost`: a connection that nobody was using broke; the next question opens another. */
export function openPostgres(address: string, lost: (error: Error) => void): Postgres {
  const pool = new pg.Pool({ connectionString: address, max: mostConnections, types, application_name: 'escale' });
  pool.on('error', lost);
  return { dialect: new PostgresDialect({ pool }), pool };
}
