import { describe } from '../../contract/problem.ts';
import { foreignArguments, readArguments } from './arguments.ts';
import { giveUp, guardProcess } from './process-guard.ts';

/**
 * The one entry of both programs. Electron becomes ready once this module has been evaluated, so nothing that is awaited here, however deep,
 * may wait for that. https://www.electronjs.org/docs/latest/tutorial/esm
 */
guardProcess();
const start = readArguments(process.argv.slice(process.defaultApp ? 2 : 1));
if (!start.ok) giveUp(describe(start.problem), foreignArguments);
else if (start.value.role === 'visitor') (await import('./visitor.ts')).startVisitor(start.value);
else await (await import('./kiosk.ts')).startKioskProgram(start.value);
