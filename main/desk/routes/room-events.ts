import type { FastifyInstance } from 'fastify';
import { roomEventsPath } from '../../../contract/desk-routes.ts';
import type { Presence } from '../figures/presence.ts';
import type { LiveRoom } from '../room/live-room.ts';
import type { StaffSessions } from '../staff/staff-sessions.ts';
import { answerProblem, signInFirst } from './bind-routes.ts';
import { pageHeaders } from './page-headers.ts';
import { staffCookie } from './staff-cookie.ts';

/** Told at least this often, so that a screen knows a dead line from a quiet room. */
const everyMs = 10_000;

/** A screen that reads so slowly is gone; the next one starts from the whole room. */
const mostWaitingBytes = 1024 * 1024;

interface RoomEventsParts {
  readonly room: LiveRoom;
  readonly sessions: StaffSessions;
  readonly presence: Pick<Presence, 'seen'>;
}

/** The room, whole, at each change, as server-sent events. */
export function bindRoomEvents(server: FastifyInstance, { room, sessions, presence }: RoomEventsParts): void {
  const open = new Set<() => void>();

  server.get(roomEventsPath, (request, reply) => {
    const token = request.cookies[staffCookie.name];
    if (sessions.account(token) === null) return answerProblem(reply, signInFirst);
    reply.hijack();
    const stream = reply.raw;
    stream.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      ...pageHeaders,
    });
    const tell = (): void => {
      // Signed out elsewhere, or the day is over: the stream ends, and the next try is answered with the sign-in.
      if (sessions.account(token) === null || stream.writableLength > mostWaitingBytes) {
        stream.destroy();
        return;
      }
      presence.seen();
      stream.write(`event: room\ndata: ${JSON.stringify(room.read())}\n\n`);
    };
    const end = (): void => void stream.end();
    const unlisten = room.listen(tell);
    const beat = setInterval(tell, everyMs);
    open.add(end);
    stream.on('close', () => {
      unlisten();
      clearInterval(beat);
      open.delete(end);
    });
    stream.write('retry: 2000\n\n');
    tell();
    return reply;
  });

  server.addHook('preClose', () => {
    for (const end of open) end();
  });
}
