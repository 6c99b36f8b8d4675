import type { Leftover } from '../../main/kiosk/host.ts';
import type { MachineTraces } from '../../main/kiosk/traces/machine-traces.ts';

/** A machine on which lies what a test says, and that writes down which token it was asked for. */
export class ScriptedTraces implements MachineTraces {
  readonly asked: (string | null)[] = [];
  lying: readonly Leftover[] = [];

  async find(token: string | null): Promise<readonly Leftover[]> {
    await Promise.resolve();
    this.asked.push(token);
    return this.lying;
  }
}
