/** What a request to a proxy asks for: the whole address (RFC 9112, 3.2.2) or, for CONNECT, host and port (3.2.3). */

/** Who is asked for, as the request line says it. */
export interface Asked {
  readonly host: string;
  readonly port: number;
  /** Not of a tunnel: there nobody sees it. */
  readonly path?: string;
}

export interface WebRequest extends Asked {
  /** For the `Host` field: the received one is not believed, as the standard demands. */
  readonly authority: string;
  /** Path and query, exactly as sent. */
  readonly path: string;
}

/** Null for anything but a full `http:` address. */
export function readWebRequest(target: string): WebRequest | null {
  const parts = /^http:\/\/[^/?#\\]+([/?][^#]*)?$/i.exec(target);
  const url = parts === null ? null : URL.parse(target);
  if (parts === null || url === null) return null;
  const { hostname, host, port } = url;
  const rest = parts[1] ?? '/';
  return {
    host: hostname,
    port: port === '' ? 80 : Number(port),
    authority: host,
    path: rest.startsWith('/') ? rest : `/${rest}`,
  };
}

/** Null for anything but `name:port` or `[address]:port`. */
export function readTunnelRequest(target: string): Asked | null {
  const parts = /^(\[[\da-f:.]+\]|[\w.-]{1,253}):(\d{1,5})$/i.exec(target);
  const [, host, port] = parts ?? [];
  return host === undefined || port === undefined ? null : { host, port: Number(port) };
}
