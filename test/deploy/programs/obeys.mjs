// A program as the conventions want it: says "ready", keeps a child, ends when asked.
import { spawn } from 'node:child_process';

spawn('sleep', ['1000'], { stdio: 'ignore' });
process.on('SIGTERM', () => process.exit(0));
setInterval(() => undefined, 1000);
process.stdout.write('ready\n');
