import { readFile, rename, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { applyDelta, makeDelta } from '../../contract/filter-list/delta.ts';
import type { Header, ListFile } from '../../contract/filter-list/list-file.ts';
import { mayReplace } from '../../contract/filter-list/update.ts';
import { describe, type Result } from '../../contract/problem.ts';
import { buildList, type Built } from './build.ts';
import { Collected, NeverBlocked } from './collect.ts';
import { hostOf } from './names.ts';
import { Progress } from './progress.ts';
import { checkList, makeKeys, readKey } from './signing.ts';
import { partsOf, sizeOf, SourceError } from './sources.ts';
import { linesOf } from './lines.ts';

export const usage = `escale lists build SOURCE… --out FILE --key KEY [--previous FILE] [--never FILE] [--universe FILE]… [--licence TEXT]
  makes one filter list of archives (.tar.gz as the University of Toulouse distributes them), folders or text files of names
    --key        signs it with this private key
    --previous   the list that was given out last: the new one is its next version, and a small change of it
    --never      names that the list may not hold, one a line
    --universe   more names that the list may not refuse by chance, one a line
    --licence    of the sources (CC BY-SA 4.0)
escale lists delta FROM TO --out FILE --key KEY.pub       makes what leads from one list to the next
escale lists apply FROM DELTA --out FILE --key KEY.pub    makes the next list of it
escale lists check FILE --key KEY.pub                     says what a list holds, and whether it is whole and signed
escale lists keys FILE                                    makes a pair of keys, FILE and FILE.pub
`;

interface Told {
  readonly words: readonly string[];
  readonly flags: Readonly<Record<string, readonly string[]>>;
}

const flags = ['out', 'key', 'previous', 'never', 'universe', 'licence'];

/** Does what the words say and prints what came of it. Throws a `SourceError` with a sentence for people when it cannot. */
export async function listsCommand(words: readonly string[], say: (line: string) => void): Promise<void> {
  const [verb = '', ...rest] = words;
  const told = readWords(rest);
  switch (verb) {
    case 'build':
      return build(told, say);
    case 'delta':
      return delta(told, say);
    case 'apply':
      return apply(told, say);
    case 'check':
      say(summary((await readOne(one(told), flag(told, 'key'))).header));
      return;
    case 'keys':
      return makeKeys(one(told));
    default:
      throw new SourceError(`${verb === '' ? 'say what to do' : `"${verb}" is not known`}:\n${usage}`);
  }
}

function readWords(words: readonly string[]): Told {
  try {
    const options = Object.fromEntries(flags.map((name) => [name, { type: 'string', multiple: true } as const]));
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
    return { words: positionals, flags: values as Record<string, string[]> };
  } catch (error) {
    throw new SourceError(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}

function flag({ flags: given }: Told, name: string): string {
  const [value, ...more] = given[name] ?? [];
  if (value === undefined) throw new SourceError(`--${name} is missing:\n${usage}`);
  if (more.length > 0) throw new SourceError(`--${name} is given twice: name one file`);
  return value;
}

function one({ words }: Told): string {
  const [word, ...more] = words;
  if (word === undefined || more.length > 0) throw new SourceError(`name one file:\n${usage}`);
  return word;
}

function two({ words }: Told): readonly [string, string] {
  const [first, second, ...more] = words;
  if (first === undefined || second === undefined || more.length > 0)
    throw new SourceError(`name two files:\n${usage}`);
  return [first, second];
}

async function build(told: Told, say: (line: string) => void): Promise<void> {
  if (told.words.length === 0) throw new SourceError(`name an archive or folder of lists:\n${usage}`);
  const out = flag(told, 'out');
  const key = await readKey(flag(told, 'key'), 'private');
  const previous =
    told.flags['previous'] === undefined ? null : await readOne(flag(told, 'previous'), flag(told, 'key'));
  const never = new NeverBlocked(told.flags['never'] === undefined ? [] : await namesIn(flag(told, 'never')));
  const collected = new Collected(never);
  const progress = new Progress((await Promise.all(told.words.map(sizeOf))).reduce((sum, size) => sum + size, 0));
  for (const source of told.words) {
    for await (const part of partsOf(source, progress.add)) await collected.take(part);
  }
  progress.end();
  const licence = told.flags['licence']?.[0] ?? 'CC BY-SA 4.0';
  const sources = told.words.map((source) => ({ name: source.split('/').at(-1) ?? source, licence }));
  const universe = () => namesOf(never.names, told.flags['universe'] ?? []);
  const built = await buildList({ collected, sources, previous, universe, key, say });
  const bytes = built.file;
  if (previous !== null) {
    const next = must(checkList(bytes, await readKey(flag(told, 'key'), 'public'), out));
    must(mayReplace(previous.header, next, { never: never.names, what: out }));
  }
  await write(out, bytes);
  say(report(collected, built));
}

async function* namesOf(never: readonly string[], files: readonly string[]): AsyncGenerator<readonly string[]> {
  yield never;
  for (const file of files) {
    for await (const lines of linesOf(fileBytes(file))) yield lines.map(hostOf).filter((name) => name !== null);
  }
}

async function* fileBytes(file: string): AsyncGenerator<Buffer> {
  yield await readBytes(file);
}

async function namesIn(file: string): Promise<readonly string[]> {
  const lines = (await readBytes(file)).toString('utf8').split('\n');
  const named = lines.map((line) => line.replace(/#.*/, '').trim());
  const wrong = named.findIndex((name) => name !== '' && hostOf(name) === null);
  if (wrong >= 0) throw new SourceError(`${file}:${wrong + 1}: "${named[wrong] ?? ''}" is not the name of a site`);
  return named.map(hostOf).filter((name) => name !== null);
}

async function delta(told: Told, say: (line: string) => void): Promise<void> {
  const [from, to] = two(told);
  const key = flag(told, 'key');
  const lists = [await readOne(from, key), await readOne(to, key)] as const;
  const bytes = makeDelta(lists[0], lists[1]);
  if (bytes === null)
    throw new SourceError(`${to}: was made with another salt or size than ${from}; give out the whole list`);
  await write(flag(told, 'out'), bytes);
  say(`${bytes.length} bytes lead from version ${lists[0].header.version} to ${lists[1].header.version}`);
}

async function apply(told: Told, say: (line: string) => void): Promise<void> {
  const [from, change] = two(told);
  const out = flag(told, 'out');
  const key = await readKey(flag(told, 'key'), 'public');
  const before = must(checkList(await readBytes(from), key, from));
  const bytes = must(applyDelta(before, await readBytes(change), change));
  const next = must(checkList(bytes, key, change));
  must(mayReplace(before.header, next, { never: [], what: change }));
  await write(out, bytes);
  say(summary(next.header));
}

const readOne = async (file: string, key: string): Promise<ListFile> =>
  must(checkList(await readBytes(file), await readKey(key, 'public'), file));

async function readBytes(file: string): Promise<Buffer> {
  return readFile(file).catch((error: unknown) => {
    throw new SourceError(`${file}: cannot be read (${error instanceof Error ? error.message : String(error)})`);
  });
}

/** Whole or not at all. */
async function write(file: string, bytes: Uint8Array): Promise<void> {
  const half = `${file}.part`;
  try {
    await writeFile(half, bytes);
    await rename(half, file);
  } catch (error) {
    throw new SourceError(`${file}: cannot be written (${error instanceof Error ? error.message : String(error)})`);
  }
}

function must<Value>(result: Result<Value>): Value {
  if (result.ok) return result.value;
  throw new SourceError(describe(result.problem));
}

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

function summary({ version, date, sources, categories, hosts, addresses }: Header): string {
  const held = categories.filter(({ names }) => names > 0).toSorted((one, other) => other.names - one.names);
  return [
    `version ${version}, state of ${date.slice(0, 10)}, from ${sources.map(({ name, licence }) => `${name} (${licence})`).join(', ')}`,
    `${grouped.format(hosts.entries)} sites and ${grouped.format(addresses.entries)} addresses`,
    ...held.map(({ id, names }) => `  ${grouped.format(names).padStart(9)}  ${id}`),
  ].join('\n');
}

function report(collected: Collected, { file, header, tries }: Built): string {
  const { wrong, wrongLines, suffixes, neverBlocked, lines } = collected;
  const entries = header.hosts.entries + header.addresses.entries;
  return [
    summary(header),
    `${grouped.format(lines)} lines read; left out: ${wrongLines} wrong, ${suffixes} that whole countries or registries share, ${neverBlocked} of names that are never blocked`,
    ...wrong.map((where) => `  wrong: ${where}`),
    `${grouped.format(file.length)} bytes, ${grouped.format(file.length / entries)} a name; salts tried: ${tries}`,
  ].join('\n');
}
