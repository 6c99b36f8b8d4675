/**
 * What a step comes to. An expected failure is a value: one plain sentence that says what, where and what to do.
 * @typedef {{ readonly ok: false, readonly sentence: string }} Stopped
 */

/**
 * @template Value
 * @typedef {{ readonly ok: true, readonly value: Value } | Stopped} Outcome
 */

/**
 * @template Value
 * @param {Value} value
 * @returns {{ readonly ok: true, readonly value: Value }}
 */
export const done = (value) => ({ ok: true, value });

/**
 * @param {string} sentence
 * @returns {Stopped}
 */
export const stopped = (sentence) => ({ ok: false, sentence });
