import { jailed as whole, type Jail, type Launch } from '../../../main/chromium/jail.ts';

export { firstFeed, inJail, type Jail, type JailContents, type Launch } from '../../../main/chromium/jail.ts';

/** What separates: each has a word of bubblewrap's. */
const namespaces = new Set([
  '--unshare-pid',
  '--unshare-ipc',
  '--unshare-uts',
  '--unshare-cgroup-try',
  '--unshare-net',
]);

/** Memory of the jail's own becomes the machine's. */
function opened(words: readonly string[]): readonly string[] {
  return words.flatMap((word, at) => {
    if (namespaces.has(word) || word === '--size' || words[at - 1] === '--size') return [];
    const isMemory = word === '--tmpfs' && (words[at + 1] === '/tmp' || words[at + 1] === '/dev/shm');
    if (isMemory) return ['--bind', words[at + 1] ?? ''];
    return word === '--tmpfs' ? ['--size', '67108864', word] : [word];
  });
}

/** Instead of `main/chromium/jail.ts`: the policies are mounted still, but the browser shares the machine's network, memory and processes. */
export function jailed(jail: Jail, command: readonly string[]): Launch {
  const { feeds, words, ...launch } = whole(jail, command);
  return { ...launch, feeds, words: opened(words) };
}
