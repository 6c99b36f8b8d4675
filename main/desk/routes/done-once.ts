import { createHash } from 'node:crypto';

/** Longer than a screen asks again under the same key. */
const keptMs = 15 * 60_000;
/** More than a team does in that time. */
const mostKept = 1_000;

/** Who asks what, under which key. */
export interface Asked {
  readonly account: string;
  readonly route: string;
  readonly key: string;
  readonly input: unknown;
}

/**
 * An answer can be lost on its way, and then people press again, or their browser asks again by itself. What was asked under the same key is done
 * once and answered the same. Kept in memory alone, since an answer may hold a code that nothing else keeps.
 */
export class DoneOnce {
  readonly #answers = new Map<string, { readonly askedAt: number; readonly answer: Promise<unknown> }>();

  /** What fails for an unforeseen reason may be tried again. */
  do<Answer>(asked: Asked, act: () => Promise<Answer>): Promise<Answer> {
    const name = nameOf(asked);
    const known = this.#answers.get(name);
    if (known !== undefined) return known.answer as Promise<Answer>;
    this.#forget();
    const answer = act();
    this.#answers.set(name, { askedAt: performance.now(), answer });
    answer.catch(() => this.#answers.delete(name));
    return answer;
  }

  /** The oldest stand first. */
  #forget(): void {
    const now = performance.now();
    for (const [name, { askedAt }] of this.#answers)
      if (askedAt + keptMs <= now || this.#answers.size >= mostKept) this.#answers.delete(name);
  }
}

const nameOf = ({ account, route, key, input }: Asked): string =>
  createHash('sha256')
    .update(JSON.stringify([account, route, key, input]))
    .digest('hex');
