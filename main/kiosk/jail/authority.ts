import { chown, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from './jail.ts';

/** The right to speak to an X server: one entry of the file that XAUTHORITY names. */
export interface Cookie {
  readonly name: string;
  readonly data: Buffer;
}

/** Entries are five parts: family (2 bytes), then address, display number, name and data, each with its length (2 bytes, big endian) before it. */
function* entries(file: Buffer): Generator<{ number: string; cookie: Cookie }> {
  let at = 2;
  const part = (): Buffer => {
    const start = at + 2;
    at = start + file.readUInt16BE(at);
    return file.subarray(start, at);
  };
  while (at + 8 <= file.length) {
    part();
    const number = part().toString('latin1');
    const name = part().toString('latin1');
    yield { number, cookie: { name, data: Buffer.from(part()) } };
    at += 2;
  }
}

/** The cookie for a display number; null where the file holds none, and the server may then still let its own user in. */
export function findCookie(file: Buffer, display: number): Cookie | null {
  for (const { number, cookie } of entries(file)) {
    if (cookie.name === 'MIT-MAGIC-COOKIE-1' && (number === '' || number === String(display))) return cookie;
  }
  return null;
}

/**
 * A file with this one cookie, good for any host name: the entries of a login name the machine, and a jail has another name.
 */
function cookieFile({ name, data }: Cookie): Buffer {
  const anyHost = 0xffff;
  const parts = [Buffer.alloc(0), Buffer.alloc(0), Buffer.from(name, 'latin1'), data];
  const number = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
  return Buffer.concat([number(anyHost), ...parts.flatMap((part) => [number(part.length), part])]);
}

/** XAUTHORITY, copied so that the browsers' account and the jails can read it; nulls where the server asks for nothing. */
export async function readAuthority(
  { runtime, account }: { readonly runtime: string; readonly account: Account | null },
  display: number,
): Promise<{ readonly cookie: Cookie | null; readonly authority: string | null }> {
  const path = process.env['XAUTHORITY'];
  const cookie = path === undefined || path === '' ? null : findCookie(await readFile(path), display);
  if (cookie === null) return { cookie, authority: null };
  const authority = join(runtime, 'x-authority');
  await writeFile(authority, cookieFile(cookie), { mode: 0o600 });
  if (account !== null) await chown(authority, account.uid, account.gid);
  return { cookie, authority };
}
