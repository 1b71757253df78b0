/** What polls give, against a model of Stripe's lists that counts what is asked of it. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { StripeApiError } from '#lib/stripe/errors.ts';
import { type List, type ListedObject, type ListQuery, PAGE } from '#lib/surfaces/connector/list-newer.ts';
import { firstPoll, POLL_PERIOD, type Poll, poll, SETTLING } from '#lib/surfaces/connector/polling.ts';
import type { TriggerState } from '#lib/surfaces/connector/trigger-state.ts';

/** A list of objects in the order of their making, and a clock. */
class Model {
  now = 1_467_763_200;
  readonly alive: ListedObject[] = [];
  readonly queries: ListQuery[] = [];
  #made = 0;

  create(count: number, secondsAgo = 0): string[] {
    return Array.from({ length: count }, () => {
      this.#made += 1;
      const id = `cus_${this.#made}`;
      this.alive.push({ id, made: this.now - secondsAgo, object: { id } });
      return id;
    });
  }

  delete(id: string): void {
    this.alive.splice(
      this.alive.findIndex((object) => object.id === id),
      1,
    );
  }

  readonly list: List = async (query) => {
    this.queries.push(query);
    const { created = {}, limit, ending_before, starting_after } = query;
    const { gt = -1, gte = 0, lte = Infinity } = created;
    const place = (id: string, param: string) => {
      const index = this.alive.findIndex((object) => object.id === id);
      if (index < 0) {
        throw new StripeApiError(404, { type: 'invalid_request_error', message: `No such ${id}`, param });
      }
      return index;
    };
    const from = ending_before === undefined ? 0 : place(ending_before, 'ending_before') + 1;
    const to = starting_after === undefined ? undefined : place(starting_after, 'starting_after');
    const fitting = this.alive.slice(from, to).filter(({ made }) => made > gt && made >= gte && made <= lte);
    const cut = ending_before === undefined ? fitting.slice(-limit) : fitting.slice(0, limit);
    return { objects: cut.toReversed(), hasMore: fitting.length > cut.length, now: this.now };
  };
}

const idsOf = ({ objects }: Poll) => objects.map(({ id }) => id as string);

/** Polls, waiting as it is told, until all that was made has had time to settle. */
async function follow(model: Model, from: TriggerState): Promise<{ ids: string[]; state: TriggerState }> {
  const ids: string[] = [];
  let state = from;
  const last = model.now + 3 * POLL_PERIOD;
  while (model.now <= last) {
    const answer = await poll(model.list, state);
    ids.push(...idsOf(answer));
    state = answer.next;
    model.now += answer.retryAfter;
  }
  return { ids, state };
}

describe('the first poll', () => {
  test('takes all that there is for old, and what is made in the same second for new', async () => {
    const model = new Model();
    model.create(3, 500);
    model.create(2);
    const { objects, next } = await firstPoll(model.list);
    expect(objects).toEqual([]);
    const fresh = model.create(2);
    model.now += POLL_PERIOD;
    expect(idsOf(await poll(model.list, next))).toEqual(fresh);
  });

  test('asks once, however much there is', async () => {
    const model = new Model();
    model.create(5_000, 100);
    await firstPoll(model.list);
    expect(model.queries).toEqual([{ limit: PAGE }]);
  });
});

describe('a poll', () => {
  test('gives what was made in the window, and leaves what has not settled', async () => {
    const model = new Model();
    const { next } = await firstPoll(model.list);
    const early = model.create(1);
    model.now += POLL_PERIOD - SETTLING;
    const atTheEnd = model.create(2);
    model.now += 1;
    const late = model.create(1);
    model.now += SETTLING - 1;
    const first = await poll(model.list, next);
    expect(idsOf(first)).toEqual([...early, ...atTheEnd]);
    model.now += first.retryAfter;
    expect(idsOf(await poll(model.list, first.next))).toEqual(late);
  });

  test('finds an object that shows up after others that were made later', async () => {
    const model = new Model();
    const { next } = await firstPoll(model.list);
    model.now += 100;
    const [quick] = model.create(1);
    model.now += 19;
    const [slow] = model.create(1, SETTLING - 1);
    model.alive.sort((a, b) => a.made - b.made);
    model.now += 1;
    expect((await follow(model, next)).ids).toEqual([slow, quick]);
  });

  test('before its time gives nothing and keeps the state', async () => {
    const model = new Model();
    const { next } = await firstPoll(model.list);
    model.create(1);
    model.now += POLL_PERIOD - 1;
    expect(await poll(model.list, next)).toEqual({ objects: [], next, retryAfter: POLL_PERIOD });
  });

  test('of a state of weeks ago gives everything, in few polls that cost little', async () => {
    const model = new Model();
    model.create(1_000, 10);
    const { next } = await firstPoll(model.list);
    model.queries.length = 0;
    const made: string[] = [];
    for (let day = 0; day < 21; day += 1) {
      model.now += 86_400;
      made.push(...model.create(20));
    }
    model.now += 3_600;
    expect((await follow(model, next)).ids).toEqual(made);
    expect(model.queries.length).toBeLessThan(15);
  });

  test.each([
    ['there', false],
    ['deleted', true],
  ])('of very much stops at the end of a second; the object before it is %s', async (_, deleted) => {
    const model = new Model();
    const [before] = model.create(1);
    const { next } = await firstPoll(model.list);
    const made: string[] = [];
    for (let second = 0; second < 60; second += 1) {
      model.now += 1;
      made.push(...model.create(50));
    }
    model.now += POLL_PERIOD;
    if (deleted) {
      model.delete(before!);
    }
    const first = await poll(model.list, next);
    expect(idsOf(first)).toEqual(made.slice(0, 1_000));
    expect(first).toMatchObject({ next: { more: true }, retryAfter: 1 });
    expect((await follow(model, first.next)).ids).toEqual(made.slice(1_000));
  });

  test('gives a second whole, however much was made in it', async () => {
    const model = new Model();
    const { next } = await firstPoll(model.list);
    const made = model.create(1_234);
    model.now += POLL_PERIOD;
    expect(idsOf(await poll(model.list, next))).toEqual(made);
  });

  test('goes on when the object at the end of a page is deleted before the next one is asked for', async () => {
    const model = new Model();
    model.create(1, 10);
    const { next } = await firstPoll(model.list);
    const made = model.create(380);
    model.now += POLL_PERIOD;
    let pages = 0;
    const list: List = async (query) => {
      const page = await model.list(query);
      pages += 1;
      if (pages === 2) {
        model.delete(page.objects[0]!.id);
      }
      return page;
    };
    expect(idsOf(await poll(list, next))).toEqual(made);
  });

  test('asks once when it is in time, and once more for each further page', async () => {
    const model = new Model();
    model.create(500, 100);
    const { next } = await firstPoll(model.list);
    model.now += POLL_PERIOD;
    model.queries.length = 0;
    const quiet = await poll(model.list, next);
    expect(model.queries).toHaveLength(1);
    model.create(250);
    model.now += quiet.retryAfter;
    model.queries.length = 0;
    expect(idsOf(await poll(model.list, quiet.next))).toHaveLength(250);
    expect(model.queries).toHaveLength(3);
  });

  test('that Stripe refuses for another reason fails with it', async () => {
    const model = new Model();
    model.create(1);
    const { next } = await firstPoll(model.list);
    const refusal = new StripeApiError(401, { type: 'invalid_request_error', message: 'Invalid API Key' });
    await expect(poll(() => Promise.reject(refusal), next)).rejects.toBe(refusal);
  });
});

/** What happens between polls. */
type Step =
  | { readonly kind: 'create'; readonly count: number }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'delete old'; readonly which: number }
  | { readonly kind: 'poll'; readonly late: number; readonly lost: number };

const steps = fc.array(
  fc.oneof<fc.Arbitrary<Step>[]>(
    fc.record({
      kind: fc.constant('create'),
      count: fc.oneof(
        { weight: 5, arbitrary: fc.integer({ min: 1, max: 4 }) },
        fc.integer({ min: 99, max: 260 }),
      ),
    }),
    fc.record({ kind: fc.constant('wait'), seconds: fc.integer({ min: 0, max: 90 }) }),
    fc.record({ kind: fc.constant('wait'), seconds: fc.integer({ min: 500, max: 2_000_000 }) }),
    fc.record({ kind: fc.constant('delete old'), which: fc.nat() }),
    fc.record({
      kind: fc.constant('poll'),
      late: fc.integer({ min: 0, max: 300 }),
      lost: fc.integer({ min: 0, max: 2 }),
    }),
  ),
  { maxLength: 40 },
);

test('whatever happens, every object comes once, in order, and a lost answer comes again as it was', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 3 }), steps, async (old, all) => {
      const model = new Model();
      const delivered = model.create(old);
      const made: string[] = [];
      let { next: state, retryAfter } = await firstPoll(model.list);
      for (const step of all) {
        if (step.kind === 'create') {
          made.push(...model.create(step.count));
        } else if (step.kind === 'wait') {
          model.now += step.seconds;
        } else if (step.kind === 'delete old' && delivered.length > 0) {
          const [id] = delivered.splice(step.which % delivered.length, 1);
          if (model.alive.some((object) => object.id === id)) {
            model.delete(id!);
            made.splice(made.indexOf(id!), made.includes(id!) ? 1 : 0);
          }
        } else if (step.kind === 'poll') {
          model.now += retryAfter + step.late;
          const answer = await poll(model.list, state);
          for (let lost = 0; lost < step.lost && answer.objects.length > 0; lost += 1) {
            made.push(...model.create(2));
            model.now += 7;
            expect(await poll(model.list, state)).toMatchObject({ objects: answer.objects });
          }
          delivered.push(...idsOf(answer));
          ({ next: state, retryAfter } = answer);
        }
      }
      model.now += retryAfter;
      delivered.push(...(await follow(model, state)).ids);
      expect(delivered.filter((id) => made.includes(id))).toEqual(made);
      expect(new Set(delivered).size).toBe(delivered.length);
    }),
    { numRuns: 300 },
  );
});

test('in time, the answer that comes again names the same next poll', async () => {
  const model = new Model();
  const { next } = await firstPoll(model.list);
  model.create(5);
  model.now += POLL_PERIOD;
  const answer = await poll(model.list, next);
  model.create(5);
  model.now += 20;
  expect(await poll(model.list, next)).toEqual(answer);
});
