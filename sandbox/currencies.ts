/** What differs from currency to currency. */

/** The smallest charge, in the smallest unit; other currencies have the default. https://stripe.com/docs/currencies */
const MINIMUM: Readonly<Record<string, number>> = {
  aed: 200,
  bgn: 100,
  czk: 1500,
  dkk: 250,
  gbp: 30,
  hkd: 400,
  huf: 17500,
  jpy: 50,
  mxn: 1000,
  myr: 200,
  nok: 300,
  pln: 200,
  ron: 200,
  sek: 300,
  thb: 1000,
};
const DEFAULT_MINIMUM = 50;

/** Eight digits. */
export const LARGEST_AMOUNT = 99_999_999;

const ZERO_DECIMAL = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));

/** The smallest amount that can be charged, in the currency's smallest unit. */
export function minimumCharge(currency: string): number {
  return MINIMUM[currency] ?? DEFAULT_MINIMUM;
}

/** An amount as people write it: `$0.50 usd`, `¥50 jpy`, `2.00 aed`. */
export function formatted(amount: number, currency: string): string {
  const symbol = { usd: '$', gbp: '£', eur: '€', jpy: '¥' }[currency] ?? '';
  return `${symbol}${ZERO_DECIMAL.has(currency) ? amount : (amount / 100).toFixed(2)} ${currency}`;
}
