import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cardError } from '#sandbox/engine/errors.ts';
import { Journal } from '#sandbox/engine/journal.ts';
import { newest } from '#sandbox/engine/lists.ts';
import { resource, type Stored } from '#sandbox/engine/resource.ts';
import { type Row, Rows } from '#sandbox/engine/rows.ts';
import { Schedule } from '#sandbox/engine/schedule.ts';
import { Store } from '#sandbox/engine/store.ts';

interface Thing extends Stored {
  readonly object: 'thing';
  readonly color: string | null;
}

const thing = resource<Thing>('thing', {
  indexes: { color: ({ color }) => color },
  render: (kept) => ({ ...kept }),
});

const make = (id: string, color: string | null = null): Thing => ({ id, object: 'thing', color });

describe('rows', () => {
  test('are in order whatever is added and removed', () => {
    const change = fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 60 }));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 200 }), fc.integer({ min: 0, max: 70 }), (changes, from) => {
        const rows = new Rows<number>();
        const model = new Map<number, Row<number>>();
        for (const [isAdded, sequence] of changes) {
          const row = model.get(sequence);
          if (isAdded && row === undefined) {
            const added = { sequence, at: sequence * 10, object: sequence };
            model.set(sequence, added);
            rows.add(added);
          } else if (!isAdded && row !== undefined) {
            rows.remove(row);
            model.delete(sequence);
          }
        }
        const expected = [...model.keys()].sort((a, b) => a - b);
        expect([...rows.oldestFirst()]).toEqual(expected);
        expect([...rows.newestFirst()]).toEqual([...expected].reverse());
        expect([...rows.oldestFirst({ from })]).toEqual(expected.filter((one) => one >= from));
        expect([...rows.newestFirst({ to: from })]).toEqual(expected.filter((one) => one < from).reverse());
        expect(rows.sequenceAt(from * 10)).toBe(expected.find((one) => one >= from) ?? Infinity);
        expect(rows.size).toBe(expected.length);
      }),
    );
  });

  test('beyond one chunk are found, cut and emptied', () => {
    const rows = new Rows<number>();
    const all = Array.from({ length: 3_000 }, (_, sequence) => ({
      sequence,
      at: sequence,
      object: sequence,
    }));
    for (const row of all.filter(({ sequence }) => sequence % 3 !== 0)) {
      rows.add(row);
    }
    for (const row of all.filter(({ sequence }) => sequence % 3 === 0)) {
      rows.add(row);
    }
    expect([...rows.newestFirst({ from: 1_000, to: 2_000 })]).toEqual(
      Array.from({ length: 1_000 }, (_, index) => 1_999 - index),
    );
    for (const row of all) {
      rows.remove(row);
      rows.remove(row);
    }
    expect([...rows.oldestFirst(), rows.size]).toEqual([0]);
  });
});

describe('the store', () => {
  test('keeps indexes as objects change, and takes everything back when a request fails', () => {
    const journal = new Journal();
    const store = new Store(journal);
    const state = () => ({
      all: newest(store, thing, {}).map(({ id, color }) => `${id} ${color}`),
      red: newest(store, thing, { color: 'red' }).map(({ id }) => id),
      blue: newest(store, thing, { color: 'blue' }).map(({ id }) => id),
      deleted: store.wasDeleted(thing, 'a'),
    });
    journal.atomically(() => {
      store.insert(thing, make('a', 'red'), 1);
      store.insert(thing, make('b', 'red'), 1);
      store.insert(thing, make('c'), 2);
    });
    const before = state();
    expect(before).toEqual({ all: ['c null', 'b red', 'a red'], red: ['b', 'a'], blue: [], deleted: false });
    const change = () => {
      store.replace(thing, make('b', 'blue'));
      store.insert(thing, make('d', 'blue'), 3);
      store.remove(thing, make('a'));
      store.replace(thing, make('d', 'red'));
      store.insert(thing, make('a', 'blue'), 3);
      store.remove(thing, make('a'));
    };
    expect(() =>
      journal.atomically(() => {
        change();
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(state()).toEqual(before);
    const stands = cardError({ code: 'card_declined', message: 'no' }, { stands: true });
    expect(() =>
      journal.atomically(() => {
        change();
        throw stands;
      }),
    ).toThrow(stands);
    expect(state()).toEqual({ all: ['d red', 'c null', 'b blue'], red: ['d'], blue: ['b'], deleted: true });
  });

  test('keeps nothing of what it is told to forget', () => {
    const store = new Store(new Journal());
    store.insert(thing, make('a', 'red'), 1);
    store.forget(thing, make('a'));
    expect(store.save()).toMatchObject({ rows: [], deleted: { thing: [] } });
    expect(newest(store, thing, { color: 'red' })).toEqual([]);
  });

  test('is after a failed request what it was before, whatever was inserted, replaced and removed', () => {
    const ids = fc.constantFrom('a', 'b', 'c');
    const color = fc.constantFrom('red', 'blue', null);
    const changes = fc.array(fc.tuple(ids, fc.constantFrom('put', 'remove', 'forget'), color), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(changes, changes, (kept, undone) => {
        const journal = new Journal();
        const store = new Store(journal);
        let now = 0;
        const carryOut = (all: typeof kept) => {
          for (const [id, what, shade] of all) {
            now += 1;
            if (what === 'remove') {
              store.remove(thing, make(id));
            } else if (what === 'forget') {
              store.forget(thing, make(id));
            } else if (store.get(thing, id) === undefined) {
              store.insert(thing, make(id, shade), now);
            } else {
              store.replace(thing, make(id, shade));
            }
          }
        };
        const state = () => {
          const { rows, deleted } = structuredClone(store.save());
          const lists = ['red', 'blue'].map((key) =>
            newest(store, thing, { color: key }).map(({ id }) => id),
          );
          return { rows, deleted: deleted['thing']!.toSorted(), lists };
        };
        store.rows(thing);
        journal.atomically(() => carryOut(kept));
        const before = state();
        const failing = () =>
          journal.atomically(() => {
            carryOut(undone);
            throw new Error('no');
          });
        expect(failing).toThrow('no');
        expect(state()).toEqual(before);
      }),
      {
        examples: [
          [
            [
              ['a', 'put', null],
              ['a', 'remove', null],
            ],
            [['a', 'put', 'red']],
          ],
        ],
      },
    );
  });

  test('knows when its newest object was made, whatever comes after', () => {
    const store = new Store(new Journal());
    expect(store.latest).toBe(0);
    store.insert(thing, make('a'), 5);
    store.insert(thing, make('b'), 3);
    expect(store.latest).toBe(5);
  });

  test('lists by an index only what has a key there', () => {
    const store = new Store(new Journal());
    store.insert(thing, make('a'), 1);
    store.insert(thing, make('b', 'red'), 1);
    expect([...store.rows(thing, 'color', 'null').oldestFirst()]).toEqual([]);
    expect([...store.rows(thing, 'color', 'red').oldestFirst()]).toMatchObject([{ id: 'b' }]);
    expect(store.rows(thing, 'color').size).toBe(2);
  });

  test('lists what has all of several keys, whichever of their lists is the shorter', () => {
    const both = resource<Thing>('thing', {
      indexes: { color: ({ color }) => color, initial: ({ id }) => id.slice(0, 1) },
      render: (kept) => ({ ...kept }),
    });
    const store = new Store(new Journal());
    for (const [id, color] of [
      ['a1', 'red'],
      ['b1', 'red'],
      ['a2', 'blue'],
      ['a3', 'red'],
    ] as const) {
      store.insert(both, make(id, color), 1);
    }
    const idsBy = (by: object) => newest(store, both, by as Record<string, string>).map(({ id }) => id);
    expect(idsBy({ color: 'red', initial: 'a' })).toEqual(['a3', 'a1']);
    expect(idsBy({ color: 'blue', initial: 'a' })).toEqual(['a2']);
    expect(idsBy({ color: 'red', initial: 'b' })).toEqual(['b1']);
    expect(idsBy({ color: 'blue', initial: 'b' })).toEqual([]);
    expect(idsBy({ color: undefined, initial: 'a' })).toEqual(['a3', 'a2', 'a1']);
  });

  test('tells until the end of a request what an object was before it', () => {
    const journal = new Journal();
    const store = new Store(journal);
    store.insert(thing, make('a', 'red'), 1);
    journal.atomically(() => {
      expect(journal.before('a')).toBeUndefined();
      store.replace(thing, make('a', 'blue'));
      store.replace(thing, make('a', null));
      expect(journal.before('a')).toEqual(make('a', 'red'));
    });
    expect(journal.before('a')).toBeUndefined();
    store.replace(thing, make('a', 'red'));
    expect(journal.before('a')).toBeUndefined();
  });

  test('takes a refused request back, unless the error says that its changes stand', () => {
    const journal = new Journal();
    const store = new Store(journal);
    const refused = cardError({ code: 'card_declined', message: 'no' });
    const insert = (id: string, error: Error) => () =>
      journal.atomically(() => {
        store.insert(thing, make(id), 1);
        throw error;
      });
    expect(insert('a', refused)).toThrow(refused);
    expect(insert('b', Object.assign(new Error('a defect'), { stands: true }))).toThrow('a defect');
    expect(newest(store, thing, {})).toEqual([]);
  });

  test('refuses what cannot be, and requests within requests', () => {
    const journal = new Journal();
    const store = new Store(journal);
    store.insert(thing, make('a'), 1);
    expect(() => store.insert(thing, make('a'), 1)).toThrow('There is a thing a already.');
    expect(() => store.replace(thing, make('b'))).toThrow('There is no thing b.');
    const nested = () => journal.atomically(() => journal.atomically(() => 1));
    expect(nested).toThrow('A request is being carried out already.');
  });

  test('gives a page of very many objects at the price of the page', () => {
    const store = new Store(new Journal());
    for (let made = 0; made < 300_000; made += 1) {
      store.insert(thing, make(`t${made}`, made % 1000 === 0 ? 'red' : null), made);
    }
    // Time of this process, not of others that the machine is busy with.
    const start = process.cpuUsage();
    for (let page = 0; page < 1_000; page += 1) {
      newest(store, thing, {}, 10);
      newest(store, thing, { color: 'red' }, 10);
      const rows = store.rows(thing);
      rows
        .newestFirst({ from: rows.sequenceAt(page * 250), to: store.row(thing, `t${page * 250}`)!.sequence })
        .next();
    }
    // Two thousand pages take some milliseconds; looking at each object even once would take longer than this.
    expect(process.cpuUsage(start).user / 1000 / 3_000).toBeLessThan(0.5);
  });
});

describe('the schedule', () => {
  test('gives tasks by time, then by when they were planned; what was taken back is gone', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.boolean()), { maxLength: 60 }),
        (plans) => {
          const journal = new Journal();
          const schedule = new Schedule(journal);
          const expected: { at: number; id: string }[] = [];
          plans.forEach(([at, isKept], index) => {
            const id = String(index);
            try {
              journal.atomically(() => {
                schedule.add({ at, kind: 'k', id });
                if (!isKept) {
                  throw new Error('no');
                }
                expected.push({ at, id });
              });
            } catch (error) {
              expect((error as Error).message).toBe('no');
            }
          });
          expected.sort((a, b) => a.at - b.at);
          const due: { at: number; id: string }[] = [];
          for (let task = schedule.takeDue(10); task !== undefined; task = schedule.takeDue(10)) {
            due.push({ at: task.at, id: task.id });
          }
          expect(due).toEqual(expected.filter(({ at }) => at <= 10));
          expect(schedule.next).toBe(expected.find(({ at }) => at > 10)?.at ?? Infinity);
        },
      ),
    );
  });
});

describe('what is forgotten', () => {
  test('leaves nothing behind, unlike what is deleted, and comes back if the request fails', () => {
    const journal = new Journal();
    const store = new Store(journal);
    const [deleted, forgotten] = [make('thing_1'), make('thing_2', 'red')];
    for (const one of [deleted, forgotten]) {
      store.insert(thing, one, 1);
    }
    expect(() =>
      journal.atomically(() => {
        store.forget(thing, forgotten);
        throw new Error('It fails.');
      }),
    ).toThrow('It fails.');
    expect(store.get(thing, 'thing_2')).toBe(forgotten);
    expect(store.rows(thing, 'color', 'red').size).toBe(1);
    store.remove(thing, deleted);
    expect(store.forget(thing, forgotten)).toBe(true);
    expect(store.forget(thing, forgotten)).toBe(false);
    expect([deleted, forgotten].map(({ id }) => store.wasDeleted(thing, id))).toEqual([true, false]);
    expect(store.save()).toMatchObject({ rows: [], deleted: { [thing.collection]: ['thing_1'] } });
  });
});
