import type { Desktop } from './x11/desktop.ts';

/** Where X11 keeps what was copied: with a client that holds it, and, for old programs, on the root window. */
const selections = ['PRIMARY', 'CLIPBOARD', 'SECONDARY'];
const cutBuffers = [0, 1, 2, 3, 4, 5, 6, 7].map((number) => `CUT_BUFFER${number}`);

/** What a visitor copied goes with the browser; what was marked on the kiosk's own screens must not stay for the next one either. */
export async function clearClipboard(desktop: Desktop): Promise<void> {
  await Promise.all([
    ...selections.map((name) => desktop.dropSelection(name)),
    ...cutBuffers.map((name) => desktop.dropRootProperty(name)),
  ]);
}

/** Names of the places that still hold something. */
export async function filledClipboards(desktop: Desktop): Promise<readonly string[]> {
  const found = await Promise.all([
    ...selections.map(async (name) => ((await desktop.selectionHeld(name)) ? [name] : [])),
    ...cutBuffers.map(async (name) => ((await desktop.rootHas(name)) ? [name] : [])),
  ]);
  return found.flat();
}
