import { readFileSync } from 'node:fs';
import { visitorPolicies } from '../../../main/chromium/policies.ts';
import type { Place } from '../place.ts';
import type { Faults } from '../row.ts';
import { comesAbout } from '../waiting.ts';

/** How the visitor's browser was started. */
export async function launched(place: Place): Promise<Faults> {
  await Promise.resolve();
  const words = place.words(place.browser());
  const unwanted = ['--no-sandbox', '--load-extension', '--enable-remote-extensions', '--remote-debugging-port'];
  const faults = unwanted.filter((word) => words.includes(word)).map((word) => `started with ${word}`);
  const status = readFileSync(`/proc/${place.renderer()}/status`, 'utf8');
  // 2: a filter of system calls stands around it.
  return /^Seccomp:\s+2$/m.test(status) ? faults : [...faults, 'a renderer runs outside Chromium’s sandbox'];
}

const policyFile = '/etc/chromium/policies/managed/escale.json';

export async function policiesReadOnly(place: Place): Promise<Faults> {
  await Promise.resolve();
  const path = `/proc/${place.browser()}/root${policyFile}`;
  const read: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const mounted = readFileSync(`/proc/${place.browser()}/mountinfo`, 'utf8')
    .split('\n')
    .find((line) => line.includes(policyFile));
  const faults =
    JSON.stringify(read) === JSON.stringify(visitorPolicies) ? [] : ['the file is not what the kiosk wrote'];
  return mounted !== undefined && / ro[, ]/.test(mounted) ? faults : [...faults, 'the browser may write its policies'];
}

/** A browser whose policies were lost on the way is handed to nobody: the kiosk serves no one until they are back and somebody had it look. */
export async function policiesProven(place: Place): Promise<Faults> {
  const kept = { ...visitorPolicies };
  const held = visitorPolicies as Record<string, unknown>;
  for (const name of Object.keys(held)) Reflect.deleteProperty(held, name);
  try {
    await place.call('session.end', {});
    const shut = await comesAbout(() => place.problem === 'walls: policy', 40_000);
    const faults = shut ? [] : ['the kiosk opened with a browser without policies'];
    return place.processes('visitor').length === 0 ? faults : [...faults, 'a browser without policies lives on'];
  } finally {
    Object.assign(held, kept);
    place.desk.say({ type: 'check-walls' });
  }
}
