import { programsOf } from './commands.ts';
import { demonstrate } from './demonstrate.ts';

// Made-up figures never go into a database that somebody named for the true ones.
delete process.env['DATABASE_URL'];

/** `node deploy/demonstration/main.ts PLAN`: the demonstration place, as `npm start` starts it when the set-up is done. */
await demonstrate(process.argv[2] ?? '', programsOf);
