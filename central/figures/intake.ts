import { type KeyObject, verify } from 'node:crypto';
import type { z } from 'zod';
import type { centralRoutes, SheetReceipt, SignedSheet } from '../../contract/central-routes.ts';
import { failed, ok, type Result } from '../../contract/problem.ts';
import type { Directory } from '../places/directory.ts';
import type { Deliveries } from './deliveries.ts';
import { readSheet } from './read-sheet.ts';

type Input = z.output<(typeof centralRoutes)['sheets.send']['input']>;

interface IntakeParts {
  readonly directory: Directory;
  readonly deliveries: Deliveries;
  /** Told what kept a delivery from being written. */
  readonly fault: (error: unknown) => void;
}

/** Time for a disk to be cleared, or for a long change to end. */
const laterSeconds = 30;

/**
 * Takes the sheets of a place. Latest revision wins, so that loss, duplication and disorder on the way change nothing.
 * A delivery is taken whole and durably, or, when the place is unknown or one signature does not fit, not at all.
 */
export class Intake {
  readonly #parts: IntakeParts;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  async receive({ place, sheets }: Input): Promise<Result<{ receipts: SheetReceipt[] }>> {
    const { directory, deliveries, fault } = this.#parts;
    const key = directory.get(place);
    if (key === undefined) return failed('not-found', 'place', 'a place of this directory: ask central to list it');
    const fitting = await Promise.all(sheets.map((signed) => isSigned(signed, key)));
    const forged = fitting.indexOf(false);
    if (forged !== -1)
      return failed('signature-wrong', `sheets[${forged}].signature`, 'a signature by the key of the place');
    const arrivals = sheets.map((signed) => ({ place, signed, read: readSheet(place, signed.sheet) }));
    try {
      return ok({ receipts: await deliveries.take({ place, arrivals }) });
    } catch (error) {
      fault(error);
      const expected = 'the same delivery again: nothing of it was stored';
      return { ok: false, problem: { code: 'busy', where: 'sheets', expected, retryInSeconds: laterSeconds } };
    }
  }
}

/** Asked of the threads beside the program: a signature takes longer than all else about a sheet. */
const isSigned = ({ sheet, signature }: SignedSheet, key: KeyObject): Promise<boolean> =>
  new Promise((resolve, reject) => {
    verify(null, Buffer.from(sheet), key, Buffer.from(signature, 'base64'), (error, fits) =>
      error === null ? resolve(fits) : reject(error),
    );
  });
