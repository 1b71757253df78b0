/** Control route: the balance of an account over time. */
import type { Json } from '#sandbox/engine/resource.ts';
import { balanceTransaction } from '#sandbox/payments/objects/balance-transactions.ts';
import { type Control, route } from './route.ts';

/** The maximum number of points per currency. */
const MOST_POINTS = 500;

/** A time in Unix seconds, and the balance from then on, in the smallest currency unit. */
type Point = readonly [at: number, total: number, available: number];

export const BALANCE: readonly Control[] = [
  route(
    'GET',
    '/balance',
    'Returns the balance over time for each currency, as points: time, total, available.',
    {},
    ({ account }) => {
      const now = account.clock.now();
      const moves = new Map<string, Map<number, [total: number, available: number]>>();
      for (const { currency, created, available_on, amount, fee } of account.store
        .rows(balanceTransaction)
        .oldestFirst()) {
        const ofCurrency = moves.get(currency) ?? new Map();
        moves.set(currency, ofCurrency);
        const at = (moment: number) => {
          const move = ofCurrency.get(moment) ?? [0, 0];
          ofCurrency.set(moment, move);
          return move;
        };
        at(created)[0] += amount - fee;
        if (available_on <= now) {
          at(Math.max(created, available_on))[1] += amount - fee;
        }
      }
      const currencies = [...moves].map(([currency, changes]) => [currency, pointsOf(changes, now)]);
      return { object: 'balance_history', now, currencies: Object.fromEntries(currencies) } satisfies Json;
    },
  ),
];

function pointsOf(changes: ReadonlyMap<number, readonly [number, number]>, now: number): Point[] {
  let [total, available] = [0, 0];
  const points = [...changes]
    .sort(([one], [other]) => one - other)
    .map(([at, [all, free]]): Point => {
      total += all;
      available += free;
      return [at, total, available];
    });
  const step = Math.ceil(points.length / MOST_POINTS);
  const kept = points.filter((_, index) => index % step === 0 || index === points.length - 1);
  return kept.at(-1)?.[0] === now ? kept : [...kept, [now, total, available]];
}
