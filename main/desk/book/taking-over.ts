import { instantOfCell } from '../../../contract/book/cells.ts';
import type { HandedOver, Handovers } from './handovers.ts';

export interface TakingOverParts {
  readonly handovers: Handovers;
  /** Gives a kiosk its slice as it stands now, and returns its epoch; null: it is not on the line. */
  readonly handOut: (workstation: string) => number | null;
}

/** Asks kiosks for cells that are their own: what the book has written down is theirs to give until they say that they hold it. */
export class TakingOver {
  readonly #parts: TakingOverParts;

  constructor(parts: TakingOverParts) {
    this.#parts = parts;
  }

  /** Are those cells the desk's own on each of the workstations? Once the book has them they stay so: every later slice says that they are taken. */
  asksNobody({ from, workstations }: { from: number; workstations: readonly string[] }): boolean {
    return workstations.every((workstation) => from >= this.#parts.handovers.ownFrom(workstation));
  }

  /** Workstations that keep the cells from `from` on: silent ones, and those where somebody sits until after that. */
  async kept({ from, workstations }: { from: number; workstations: readonly string[] }): Promise<string[]> {
    const { handovers } = this.#parts;
    const asked = workstations
      .filter((workstation) => from < handovers.ownFrom(workstation))
      .map(async (workstation) => (isKept(await this.#ask(workstation), from) ? [workstation] : []));
    return (await Promise.all(asked)).flat();
  }

  #ask(workstation: string): Promise<HandedOver> {
    const { handovers, handOut } = this.#parts;
    const epoch = handOut(workstation);
    return epoch === null ? Promise.resolve({ held: false }) : handovers.whenHeld(workstation, epoch);
  }
}

const isKept = (outcome: HandedOver, from: number): boolean =>
  !outcome.held || (outcome.endsAt !== null && outcome.endsAt > instantOfCell(from));
