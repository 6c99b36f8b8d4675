/** As long as a group's id may be. */
const longest = 40;

/** An id for a new group, made from its name: lower-case letters, digits and hyphens, and none that is `taken`. */
export function groupId(name: string, taken: ReadonlySet<string>): string {
  const plain = name
    .normalize('NFD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  const stem = (plain === '' ? 'groupe' : plain).slice(0, longest - 3);
  let id = stem;
  for (let count = 2; taken.has(id); count += 1) id = `${stem}-${count}`;
  return id;
}
