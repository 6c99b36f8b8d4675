// Stands where the kiosk does: it is there as long as its display is.
import { spawn } from 'node:child_process';

const clients = spawn('xprop', ['-root', '-spy'], { stdio: ['ignore', 'ignore', 'inherit'] });
clients.on('spawn', () => process.stdout.write('ready\n'));
clients.on('exit', () => process.exit(1));
process.on('SIGTERM', () => process.exit(0));
