/** The currencies and their limits. */
import { invalidRequest } from '#sandbox/engine/errors.ts';

/** The currencies that accounts in the US can charge in, their own first. https://stripe.com/docs/currencies */
export const CURRENCIES: readonly string[] = `
  usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bif bmd bnd bob brl bsd bwp bzd cad cdf chf clp cny cop crc
  cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl hrk htg huf idr ils inr isk jmd jpy kes
  kgs khr kmf krw kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mnt mop mro mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd
  pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sll sos srd std svc szl thb tjs top try ttd twd
  tzs uah ugx uyu uzs vef vnd vuv wst xaf xcd xof xpf yer zar zmw`
  .trim()
  .split(/\s+/);

const KNOWN = new Set(CURRENCIES);

/** @throws {StripeError} 400 when charges cannot be made in a currency */
export function checkCurrency(currency: string, param = 'currency'): void {
  if (!KNOWN.has(currency)) {
    throw invalidRequest(
      `Invalid currency: ${currency}. Stripe currently supports these currencies: ${CURRENCIES.join(', ')}`,
      { param },
    );
  }
}

/**
 * The smallest charge, in the smallest currency unit; other currencies have the default.
 * https://stripe.com/docs/currencies
 */
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

/** Formats an amount for people: `$0.50 usd`, `¥50 jpy`, `2.00 aed`. */
export function formatted(amount: number, currency: string): string {
  const symbol = { usd: '$', gbp: '£', eur: '€', jpy: '¥' }[currency] ?? '';
  return `${symbol}${ZERO_DECIMAL.has(currency) ? amount : (amount / 100).toFixed(2)} ${currency}`;
}

/** @throws {StripeError} 400 when an amount is too small or too large to be charged, or its currency is unknown */
export function checkAmount(amount: number, currency: string): void {
  checkCurrency(currency);
  const minimum = minimumCharge(currency);
  if (amount < minimum) {
    throw invalidRequest(`Amount must be at least ${formatted(minimum, currency)}`, {
      param: 'amount',
      code: 'amount_too_small',
    });
  }
  if (amount > LARGEST_AMOUNT) {
    throw invalidRequest(`Amount must be no more than ${formatted(LARGEST_AMOUNT, currency)}`, {
      param: 'amount',
      code: 'amount_too_large',
    });
  }
}
