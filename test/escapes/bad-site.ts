import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A site with a certificate that it made for itself, and that asks the visitor's machine for one. */
export class BadSite {
  readonly port: number;
  /** Requests that came through: someone looked past the warning. */
  readonly #visits: { count: number };
  readonly #server: Server;

  private constructor(server: Server, visits: { count: number }) {
    this.#server = server;
    this.#visits = visits;
    this.port = (server.address() as AddressInfo).port;
  }

  static async open(): Promise<BadSite> {
    const folder = mkdtempSync(join(tmpdir(), 'escale-bad-site-'));
    const [keyFile, certFile] = [join(folder, 'key'), join(folder, 'cert')];
    const words = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    execFileSync('openssl', [...words, '-subj', '/CN=faux.example', '-keyout', keyFile, '-out', certFile], {
      stdio: 'ignore',
    });
    const [key, cert] = [readFileSync(keyFile), readFileSync(certFile)];
    rmSync(folder, { recursive: true });
    const visits = { count: 0 };
    const server = createServer({ key, cert, requestCert: true, rejectUnauthorized: false }, (_, response) => {
      visits.count += 1;
      response.end('<title>Faux</title>');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new BadSite(server, visits);
  }

  get visits(): number {
    return this.#visits.count;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
