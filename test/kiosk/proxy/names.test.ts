import { afterEach, expect, test, vi } from 'vitest';
import { Names } from '../../../main/kiosk/proxy/names.ts';

afterEach(() => vi.restoreAllMocks());

function counting(...answers: readonly string[]): { names: Names; asked: string[] } {
  const asked: string[] = [];
  const resolve = (host: string): Promise<readonly string[]> => {
    asked.push(host);
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    return answer === undefined ? Promise.reject(new Error('unknown')) : Promise.resolve([answer]);
  };
  return { names: new Names(resolve), asked };
}

test('a page that asks for one name many times at once has it looked up once', async () => {
  const { names, asked } = counting('192.0.2.1');
  const found = await Promise.all(Array.from({ length: 6 }, () => names.resolve('site.example')));
  expect(found).toEqual(Array(6).fill(['192.0.2.1']));
  expect(asked).toEqual(['site.example']);
});

test('what was found is asked again after half a minute', async () => {
  const { names } = counting('192.0.2.1', '192.0.2.2');
  const now = vi.spyOn(performance, 'now').mockReturnValue(0);
  await names.resolve('site.example');
  now.mockReturnValue(29_999);
  expect(await names.resolve('site.example')).toEqual(['192.0.2.1']);
  now.mockReturnValue(30_000);
  expect(await names.resolve('site.example')).toEqual(['192.0.2.2']);
});

test('what was not found is asked again at once', async () => {
  const { names, asked } = counting();
  await expect(names.resolve('site.example')).rejects.toThrow('unknown');
  await expect(names.resolve('site.example')).rejects.toThrow('unknown');
  expect(asked).toHaveLength(2);
});

test('nothing is remembered once it is to be forgotten', async () => {
  const { names } = counting('192.0.2.1', '192.0.2.2');
  await names.resolve('site.example');
  names.forget();
  expect(await names.resolve('site.example')).toEqual(['192.0.2.2']);
});

test('a page that makes up names without end takes a bounded memory', async () => {
  const { names, asked } = counting('192.0.2.1');
  for (let made = 0; made <= 1_000; made += 1) await names.resolve(`${made}.example`);
  await names.resolve('0.example');
  expect(asked.filter((host) => host === '0.example')).toHaveLength(2);
});
