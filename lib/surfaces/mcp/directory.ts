/** Finds operations by a description of the task: BM25 over names, descriptions and arguments. */
import { argumentsOfTool } from './arguments.ts';
import { STRIPE_TOOLS } from './tools/catalogue.ts';
import type { OperationTool } from './tools/tool.ts';

/** Common words and Stripe's words for them. */
const SYNONYMS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    create: 'make add new open issue start give grant set',
    retrieve: 'get show fetch read view look detail inspect see what',
    list: 'all find search which browse enumerate history recent every',
    update: 'change edit modify rename correct replace switch move attach',
    delete: 'remove erase drop',
    cancel: 'stop end terminate quit',
    charge: 'payment pay bill debit purchase sale transaction',
    capture: 'settle authorized authorised authorization hold',
    refund: 'return back reimburse reimbursement',
    customer: 'client user buyer member person payer subscriber',
    card: 'source visa mastercard wallet method instrument',
    subscription: 'subscribe subscribed membership recurring renewal renew',
    plan: 'price tier pricing rate',
    coupon: 'discount promo promotion voucher code rebate',
    dispute: 'chargeback complaint evidence contest',
    balance: 'fund money available pending cash',
    event: 'log webhook notification happened activity',
    transfer: 'payout send wire withdraw withdrawal',
    reversal: 'reverse undo',
    account: 'merchant connected platform seller vendor',
    external: 'bank iban',
    fee: 'commission',
    invoice: 'statement receipt due overdue unpaid',
    item: 'extra surcharge addition line',
    upcoming: 'preview next forecast',
    declined: 'fail failed failure decline rejected',
    product: 'good article merchandise',
    file: 'upload document attachment',
    country: 'supported region currency',
  }).flatMap(([word, others]) => others.split(' ').map((other) => [other, word])),
);

const IGNORED = new Set(
  'a an and are as at by for from how i in is it its me my of off on or our that the their this to up was with'.split(
    ' ',
  ),
);

/** The weight of a word, by field. */
const WEIGHTS = { name: 4, description: 2, argument: 1 };

/** The constants of BM25: the saturation of repeated words, and the influence of the length. */
const K1 = 1.2;
const B = 0.5;

interface Indexed {
  readonly tool: OperationTool;
  readonly counts: ReadonlyMap<string, number>;
  readonly length: number;
}

let index: readonly Indexed[] | undefined;

function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(/[a-z]+/g) ?? [])
    .filter((word) => !IGNORED.has(word))
    .map((word) => SYNONYMS[word] ?? SYNONYMS[stem(word)] ?? stem(word));
}

function stem(word: string): string {
  return word.length > 3 && /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}

function indexed(tool: OperationTool): Indexed {
  const counts = new Map<string, number>();
  const add = (text: string, weight: number) => {
    for (const word of wordsOf(text)) {
      counts.set(word, (counts.get(word) ?? 0) + weight);
    }
  };
  add(`${tool.name} ${tool.group}`.replaceAll('_', ' '), WEIGHTS.name);
  add(tool.description, WEIGHTS.description);
  for (const { name } of argumentsOfTool(tool)) {
    add(name.replaceAll('_', ' '), WEIGHTS.argument);
  }
  return { tool, counts, length: [...counts.values()].reduce((sum, count) => sum + count, 0) };
}

/**
 * Returns the operations that match a query best, best first.
 * @param isMeant selects the operations to search
 */
export function findTools(
  query: string,
  most: number,
  isMeant: (tool: OperationTool) => boolean = () => true,
): OperationTool[] {
  index ??= STRIPE_TOOLS.map(indexed);
  const all = index.filter(({ tool }) => isMeant(tool));
  const named = all.find(({ tool }) => tool.name === query.trim());
  if (named !== undefined) {
    return [named.tool];
  }
  const mean = all.reduce((sum, { length }) => sum + length, 0) / Math.max(1, all.length);
  const wanted = [...new Set(wordsOf(query))].map((word) => {
    const having = all.filter(({ counts }) => counts.has(word)).length;
    return [word, Math.log(1 + (all.length - having + 0.5) / (having + 0.5))] as const;
  });
  return all
    .map(({ tool, counts, length }) => {
      const score = wanted.reduce((sum, [word, rarity]) => {
        const count = counts.get(word) ?? 0;
        return sum + (rarity * count * (K1 + 1)) / (count + K1 * (1 - B + (B * length) / mean));
      }, 0);
      return { tool, score };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ tool }) => tool);
}
