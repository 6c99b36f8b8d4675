import { describe, expect, test } from 'vitest';
import type { BookAnswer, BookQuestion } from '../../contract/book/self-service.ts';
import { failed, ok, type Result } from '../../contract/problem.ts';
import { OwnBooking } from '../../renderer/kiosk/booking/own-booking.svelte.ts';

const booking = {
  ...{ startsAt: '2026-11-25T13:00:00.000Z', endsAt: '2026-11-25T14:00:00.000Z' },
  ...{ workstation: 'Poste 2', cancellable: true },
};
const slot = (startsAt: string) => ({ startsAt, workstations: ['Poste 2'] });
const outlook: BookAnswer = {
  ...{ answer: 'outlook', waitNow: null, waiting: 0, days: [{ day: '2026-11-25', free: 3 }] },
  ...{ first: slot(booking.startsAt), features: [], longestMinutes: 120 },
};

function flow(answers: readonly Result<BookAnswer>[]) {
  const asked: BookQuestion[] = [];
  const left = [...answers];
  const own = new OwnBooking((question) => {
    asked.push(question);
    const answer = left.shift() ?? failed('not-now', 'desk', 'an answer');
    return Promise.resolve(answer.ok ? ok({ answer: answer.value }) : answer);
  });
  return { own, asked };
}

describe('somebody alone at a free kiosk', () => {
  test('books in four touches, and the code is gone when they leave', async () => {
    const slots = [slot('2026-11-25T13:00:00.000Z'), slot('2026-11-25T13:05:00.000Z')];
    const { own, asked } = flow([
      ok(outlook),
      ok({ answer: 'slots', slots }),
      ok({ answer: 'booked', code: 'K7M-4QX', booking }),
    ]);
    own.begin();
    own.choosePurpose('job');
    await own.chooseLength(60);
    await own.chooseDay('2026-11-25');
    expect(own.step).toMatchObject({ at: 'time', slots: [slot('2026-11-25T13:00:00.000Z')] });
    await own.book(booking.startsAt);
    expect(own.step).toEqual({ at: 'booked', code: 'K7M-4QX', booking });
    expect(own.canGoBack).toBe(false);
    expect(asked.at(-1)).toEqual({
      ask: 'book',
      startsAt: booking.startsAt,
      minutes: 60,
      features: [],
      purpose: 'job',
    });
    own.leave();
    expect(own.step).toBeNull();
  });

  test('goes back one step at a time, and forgets what it was for when they leave', async () => {
    const { own, asked } = flow([ok(outlook), ok(outlook), ok({ answer: 'at-the-desk' })]);
    own.begin();
    own.choosePurpose('job');
    await own.chooseLength(30);
    own.back();
    expect(own.step).toEqual({ at: 'length' });
    own.leave();
    own.begin();
    own.choosePurpose(null);
    await own.chooseLength(30);
    await own.book(booking.startsAt);
    expect(asked.at(-1)).toMatchObject({ purpose: null });
    expect(own.step).toEqual({ at: 'desk' });
  });

  test('who is refused is offered something else', async () => {
    const refused: BookAnswer = {
      answer: 'refused',
      broken: ['taken'],
      alternatives: [slot('2026-11-25T15:00:00.000Z')],
    };
    const { own } = flow([ok(outlook), ok(refused)]);
    own.begin();
    own.choosePurpose(null);
    await own.chooseLength(60);
    await own.book(booking.startsAt);
    expect(own.step).toMatchObject({ at: 'refused', alternatives: refused.alternatives });
  });

  test('sees the wait before they take a number', async () => {
    const wait = { atLeastMinutes: 10, atMostMinutes: 25 };
    const { own } = flow([ok(outlook), ok({ answer: 'queued', number: 41, wait })]);
    await own.beginQueue();
    expect(own.step).toMatchObject({ at: 'queue' });
    await own.takeNumber();
    expect(own.step).toEqual({ at: 'queued', number: 41, wait });
  });

  test('cancels their own booking only when they are sure', async () => {
    const { own, asked } = flow([ok({ answer: 'found', booking }), ok({ answer: 'cancelled', booking })]);
    own.beginOwn();
    await own.find('K7M4QX');
    await own.cancel();
    expect(asked).toHaveLength(1);
    await own.cancel();
    expect(asked.at(-1)).toEqual({ ask: 'cancel', code: 'K7M4QX' });
    expect(own.step).toEqual({ at: 'cancelled' });
  });

  test('a wrong code stays at the code', async () => {
    const { own } = flow([failed('code-refused', 'code', 'the code of a booking')]);
    own.beginOwn();
    expect((await own.find('AAAAAA')).ok).toBe(false);
    expect(own.step).toEqual({ at: 'code' });
  });

  test('hears when the desk is away', async () => {
    const { own } = flow([]);
    await own.beginQueue();
    expect(own.step).toEqual({ at: 'away' });
  });

  test('who has left is not brought back by an answer that came late', async () => {
    let answer: (value: Result<{ answer: BookAnswer }>) => void = () => undefined;
    const own = new OwnBooking(() => new Promise((resolve) => (answer = resolve)));
    const asked = own.beginQueue();
    own.leave();
    answer(ok({ answer: outlook }));
    await asked;
    expect(own.step).toBeNull();
  });

  test('who left before their booking was made has none: its code was never shown', async () => {
    const asked: BookQuestion[] = [];
    const answers: ((value: Result<{ answer: BookAnswer }>) => void)[] = [];
    const own = new OwnBooking((question) => {
      asked.push(question);
      return new Promise((resolve) => answers.push(resolve));
    });
    const booked = own.book(booking.startsAt);
    own.leave();
    answers[0]?.(ok({ answer: { answer: 'booked', code: 'K7M-4QX', booking } }));
    await expect.poll(() => asked.at(-1)).toEqual({ ask: 'cancel', code: 'K7M-4QX' });
    answers[1]?.(ok({ answer: { answer: 'cancelled', booking } }));
    await booked;
    expect(own.step).toBeNull();
  });
});
