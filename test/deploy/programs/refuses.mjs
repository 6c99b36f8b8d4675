// A program that cannot start, and says so as the conventions want it.
process.stderr.write('escale: port 4300: in use; stop what uses it\n');
process.exitCode = 1;
