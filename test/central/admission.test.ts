import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { daySheet, makePlace, outcomes, Town } from './town.ts';

const MiB = 1024 * 1024;

it('deliveries beyond what memory is for are asked to come again, and taken when others are done', async () => {
  const place = makePlace('Grette');
  const town = new Town(1, place);
  onTestFinished(() => town.close());
  const central = await town.open();
  await central.server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = central.server.server.address() as AddressInfo;
  const begin = (bytes: number): ClientRequest => {
    const headers = { 'content-type': 'application/json', 'content-length': bytes };
    const sent = request({ host: '127.0.0.1', port, path: '/v1/sheets', method: 'POST', headers, agent: false });
    sent.on('error', () => undefined);
    sent.flushHeaders();
    return sent;
  };
  // Six whole deliveries are on their way; none of them has got further than its head.
  const begun = Array.from({ length: 6 }, () => begin(4 * MiB));
  const answer = async (): Promise<IncomingMessage> => {
    const sent = begin(2);
    sent.end('{}');
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    response.resume();
    return response;
  };
  await expect.poll(async () => (await answer()).statusCode).toBe(503);
  expect(Number((await answer()).headers['retry-after'])).toBeGreaterThan(0);
  // What is no delivery is answered all the same.
  expect((await central.server.inject('/health')).statusCode).toBe(200);
  for (const sent of begun) sent.destroy();
  await expect.poll(async () => (await answer()).statusCode).toBe(400);
  expect(await outcomes(central, place, [daySheet(place)])).toEqual(['stored']);
});
