import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cardError } from '#sandbox/engine/errors.ts';
import { Journal } from '#sandbox/engine/journal.ts';
import { Ring } from '#sandbox/engine/ring.ts';

test('a ring keeps the latest items, newest first', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.array(fc.integer(), { maxLength: 40 }), (size, items) => {
      const ring = new Ring<number>(size);
      for (const item of items) {
        ring.add(item);
      }
      expect([...ring]).toEqual(items.toReversed().slice(0, size));
      expect(ring.length).toBe(Math.min(size, items.length));
    }),
  );
});

test('a journal runs what shall follow once changes are final, and not if they are undone', () => {
  const journal = new Journal();
  const ran: string[] = [];
  const work = (name: string, error?: Error) => () => {
    journal.afterwards(() => ran.push(name));
    expect(ran).not.toContain(name);
    if (error !== undefined) {
      throw error;
    }
  };
  journal.atomically(work('success'));
  expect(() => journal.atomically(work('failure', new Error('no')))).toThrow('no');
  const declined = cardError({ code: 'card_declined', message: 'no' }, { stands: true });
  expect(() => journal.atomically(work('declined', declined))).toThrow('no');
  journal.atomically(work('another success'));
  expect(ran).toEqual(['success', 'declined', 'another success']);
});
