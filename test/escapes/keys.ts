const span = (from: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => String.fromCharCode(from.charCodeAt(0) + at));

const named = [
  ...['Tab', 'Escape', 'Return', 'space', 'BackSpace', 'Delete', 'Insert', 'Menu'],
  ...['Home', 'End', 'Prior', 'Next', 'Up', 'Down', 'Left', 'Right'],
];

/** The keys that a keyboard of an office has, all but its modifiers; named as xdotool names them. */
export const sweptKeys: readonly string[] = [
  ...span('a', 26),
  ...span('0', 10),
  ...Array.from({ length: 12 }, (_, at) => `F${at + 1}`),
  ...named,
];

/** None of them, each alone, and each together with others. */
export const modifierSets: readonly (readonly string[])[] = ['ctrl', 'alt', 'shift', 'super'].reduce<
  readonly (readonly string[])[]
>((sets, modifier) => [...sets, ...sets.map((set) => [...set, modifier])], [[]]);
