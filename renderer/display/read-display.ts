import { displayPath } from '../../contract/book/book-routes.ts';
import { type Display, displaySchema } from '../../contract/book/queue.ts';
import { parseJson } from '../../contract/problem.ts';

/** What the desk tells anybody; null when it does not answer, or not in these words. Never rejects. */
export async function readDisplay(): Promise<Display | null> {
  const text = await fetch(displayPath, { cache: 'no-store' }).then(
    (response) => response.text(),
    () => null,
  );
  if (text === null) return null;
  const display = parseJson(displaySchema, text, 'display');
  return display.ok ? display.value : null;
}
