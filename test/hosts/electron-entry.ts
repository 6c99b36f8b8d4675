import { describe } from '../../contract/problem.ts';
import { readArguments } from '../../main/electron/arguments.ts';
import { giveUp, guardProcess } from '../../main/electron/process-guard.ts';

/** The suite's own Electron program, cut like the product's: a visitor's process is the product's and finds no package in its jail. */
guardProcess();
const start = readArguments(process.argv.slice(process.defaultApp ? 2 : 1));
if (!start.ok) giveUp(describe(start.problem), 78);
else if (start.value.role === 'visitor') (await import('../../main/electron/visitor.ts')).startVisitor(start.value);
else (await import('./electron-serve.ts')).startServing(start.value);
