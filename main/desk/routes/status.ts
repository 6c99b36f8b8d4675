import type { Problem } from '../../../contract/problem.ts';

/** HTTP status of each problem; screens go by the code. */
export const statusOf: Readonly<Record<Problem['code'], number>> = {
  malformed: 400,
  'version-unknown': 400,
  'signature-wrong': 400,
  'not-accepted': 401,
  'sign-in-first': 401,
  'code-refused': 404,
  stale: 409,
  'not-found': 404,
  'ticket-in-use': 409,
  'not-now': 409,
  'revision-conflict': 409,
  'list-older': 409,
  'list-shrunk': 409,
  'list-blocks': 409,
  'code-delayed': 429,
  busy: 503,
  internal: 500,
};
