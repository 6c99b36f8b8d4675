// A program that does not end when asked.
process.on('SIGTERM', () => undefined);
setInterval(() => undefined, 1000);
process.stdout.write('ready\n');
