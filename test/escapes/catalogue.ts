import { addressRows } from './catalogue/addresses.ts';
import { devices } from './catalogue/devices.ts';
import { leaving } from './catalogue/leaving.ts';
import { network } from './catalogue/network.ts';
import { residueRows } from './catalogue/residues.ts';
import { rest } from './catalogue/rest.ts';
import type { Row } from './row.ts';

/** Every way out that is known, tried or not: each row says which, and why not. */
export const catalogue: readonly Row[] = [...leaving, ...addressRows, ...network, ...devices, ...residueRows, ...rest];

/** The rows that `npm test` and every mutation try: some of each layer, the quick ones. */
export const subset: ReadonlySet<number> = new Set([
  2, 4, 5, 6, 7, 9, 10, 11, 15, 17, 18, 33, 35, 37, 38, 43, 50, 51, 53, 56, 60, 61, 64, 66, 69, 70, 71, 75, 92, 95,
]);
