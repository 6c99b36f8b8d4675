import { type KeyObject, verify } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { z } from 'zod';
import { centralRoutes } from '../../contract/central-routes.ts';
import { type DaySheet, type Sheet, sheetSchema } from '../../contract/figures/day-sheet.ts';
import { ended, started } from './facts.ts';
import { KioskLine } from './kiosk-line.ts';
import { freePort, makePlace, movableClock, openDesk, seat } from './place.ts';
import { StaffClient } from './staff-client.ts';
import { openWaitMs } from './waits.ts';

const route = centralRoutes['sheets.send'];
type Receipt = z.input<typeof route.output>['receipts'][number];

/** The receiving end: checks form and signature as central does, and keeps what came. */
class Receiver {
  readonly sheets: Sheet[] = [];
  requests = 0;
  receipt: Receipt = { outcome: 'stored' };
  readonly #publicKey: KeyObject;
  #server: Server | null = null;

  constructor(publicKey: KeyObject) {
    this.#publicKey = publicKey;
    onTestFinished(() => this.close());
  }

  async listen(port: number): Promise<void> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ receipts: this.#take(Buffer.concat(chunks).toString('utf8')) }));
      });
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  }

  #take(body: string): Receipt[] {
    this.requests += 1;
    return route.input.parse(JSON.parse(body)).sheets.map(({ sheet, signature }) => {
      const sound = verify(null, Buffer.from(sheet), this.#publicKey, Buffer.from(signature, 'base64'));
      if (!sound) throw new Error('a signature does not fit');
      this.sheets.push(sheetSchema.parse(JSON.parse(sheet)));
      return this.receipt;
    });
  }

  latest(day: string): DaySheet | undefined {
    return this.sheets.filter((sheet) => sheet.kind === 'day').findLast((sheet) => sheet.day === day);
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

async function openPlace() {
  const port = await freePort();
  const place = await makePlace({ central: `http://127.0.0.1:${port}` });
  const clock = movableClock('2026-11-24T09:00:00Z');
  const receiver = new Receiver(place.publicKey);
  const parts = { clock, retryPausesMs: [20, 50] };
  const desk = await openDesk(place, parts);
  return { port, place, clock, receiver, parts, desk };
}

describe('day sheets', () => {
  test('reach central signed over the bytes that travel, and again only when they changed', async () => {
    const { port, place, receiver, desk } = await openPlace();
    await receiver.listen(port);
    await vi.waitFor(() => expect(receiver.latest('2026-11-24')?.revision).toBe(1), openWaitMs);
    const line = await KioskLine.welcomed(desk.address, seat(place, 0));
    const start = started();
    line.tell({ seq: 1, fact: start });
    await vi.waitFor(() => expect(receiver.latest('2026-11-24')?.counts['sessions']).toBe(1), openWaitMs);
    line.tell({ seq: 1, fact: start });
    await line.next('acknowledged');
    line.tell({ seq: 2, fact: ended({ session: start.session }) });
    await vi.waitFor(
      () => expect(receiver.latest('2026-11-24')?.counts).toMatchObject({ sessions: 1, occupied: 30, offered: 30 }),
      openWaitMs,
    );
    expect(receiver.sheets.map(({ revision }) => revision)).toEqual([1, 2, 3]);
  });

  test('of three weeks without central arrive by themselves when it is back, also after a restart', async () => {
    const { port, place, clock, receiver, parts, desk } = await openPlace();
    const line = await KioskLine.welcomed(desk.address, seat(place, 0));
    const days = Array.from({ length: 21 }, (_, index) => new Date(Date.UTC(2026, 10, 24 + index, 10)).toISOString());
    days.forEach((at, index) => line.tell({ seq: index + 1, fact: started({ at }) }));
    clock.forward(21 * 24 * 60 * 60 * 1000);
    await vi.waitFor(() => expect(line.heard.at(-1)).toEqual({ type: 'acknowledged', upTo: days.length }), openWaitMs);
    await desk.stop();
    const again = await openDesk(place, parts);
    await receiver.listen(port);
    await vi.waitFor(() => {
      for (const at of days) expect(receiver.latest(at.slice(0, 10))?.counts['sessions']).toBe(1);
    }, openWaitMs);
    const client = await StaffClient.signedIn(again.address);
    await vi.waitFor(async () => expect((await client.must('room.read')).sheetsWaitingSince).toBeNull(), openWaitMs);
  });

  test('that central set aside are not sent again', async () => {
    const { port, receiver, desk } = await openPlace();
    receiver.receipt = {
      outcome: 'quarantined',
      problem: { code: 'revision-conflict', where: 'sheet', expected: 'x' },
    };
    await receiver.listen(port);
    const staff = await StaffClient.signedIn(desk.address);
    await vi.waitFor(() => expect(receiver.requests).toBe(1), openWaitMs);
    await vi.waitFor(async () => expect((await staff.must('room.read')).sheetsWaitingSince).toBeNull(), openWaitMs);
    await staff.must('ticket.give', { minutes: 15 });
    await vi.waitFor(() => expect(receiver.latest('2026-11-24')?.counts['tickets']).toBe(1), openWaitMs);
    expect(receiver.sheets.map(({ revision }) => revision)).toEqual([1, 2]);
  });
});
