import { fileURLToPath } from 'node:url';
import { programsOf } from '../../../deploy/demonstration/commands.ts';
import { demonstrate } from '../../../deploy/demonstration/demonstrate.ts';

/** The demonstration's entry, with a kiosk that only takes its seat. */
const seat = fileURLToPath(new URL('takes-its-seat.mjs', import.meta.url));
await demonstrate(process.argv[2] ?? '', (plan) => ({ ...programsOf(plan), kiosk: [process.execPath, seat] }));
