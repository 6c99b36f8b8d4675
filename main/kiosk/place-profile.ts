import type { Logger } from 'pino';
import type { Slice } from '../../contract/desk-link.ts';
import type { Profile } from '../../contract/profile.ts';
import { overridden } from '../../contract/profile-file.ts';
import type { SessionRules } from './session/session.ts';

/**
 * The profile of this kiosk as its place wants it: the file's, and on top of it what the desk said otherwise, also before a restart. A visitor keeps
 * the one that they sat down to: what is heard meanwhile waits until it is adopted.
 */
export class PlaceProfile {
  readonly #file: Profile;
  readonly #log: Logger;
  #now: Profile;
  #next: Profile;
  #heard: string;

  /** `slice`: the one that was kept. */
  constructor(file: Profile, slice: Slice | null, log: Logger) {
    this.#file = file;
    this.#log = log;
    this.#now = file;
    this.#next = file;
    this.#heard = '{}';
    if (slice !== null) this.hear(slice);
    this.adopt();
  }

  get now(): Profile {
    return this.#now;
  }

  /** What it decides about a session. */
  get rules(): SessionRules {
    const { id, warningsAtMinutes, graceSeconds, limits } = this.#now;
    return { profile: id, warningsAtMinutes, graceSeconds, limits };
  }

  /** What makes no profile changes nothing. */
  hear({ overrides = {} }: Slice): void {
    const heard = JSON.stringify(overrides);
    if (heard === this.#heard) return;
    this.#heard = heard;
    const profile = overridden(this.#file, overrides, 'overrides of the place');
    if (profile.ok) this.#next = profile.value;
    else this.#log.error({ problem: profile.problem }, 'what the place says otherwise makes no profile');
  }

  /** Nobody sits here. */
  adopt(): void {
    this.#now = this.#next;
  }
}
