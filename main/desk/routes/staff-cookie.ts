import type { CookieSerializeOptions } from '@fastify/cookie';

/** Goes when the browser closes; never readable by a page, never sent from another site. */
export const staffCookie: { readonly name: string; readonly options: CookieSerializeOptions } = {
  name: 'escale-desk',
  options: { path: '/', httpOnly: true, sameSite: 'strict' },
};
