import type { FastifyReply, FastifyRequest } from 'fastify';

/** Cookies are shared by all ports of a host, so the name is central's own. */
const cookieName = 'escale-central';

/** What a route may know of the one who asks, and leave with them. */
export interface Visit {
  readonly address: string;
  /** The session token that came along; null without one. */
  readonly token: string | null;
  keepToken(token: string, seconds: number): void;
  forgetToken(): void;
}

export function visitOf(request: FastifyRequest, reply: FastifyReply): Visit {
  const options = {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    // Central may stand behind a machine that speaks TLS for it: the page's own origin says whether the cookie travels safely.
    secure: request.headers.origin?.startsWith('https:') ?? false,
  } as const;
  return {
    address: request.ip,
    token: request.cookies[cookieName] ?? null,
    keepToken: (token, seconds) => void reply.setCookie(cookieName, token, { ...options, maxAge: seconds }),
    forgetToken: () => void reply.clearCookie(cookieName, options),
  };
}
