/** Country specs: what accounts in a country can do, and what must be known of their holders. */
import * as countrySpecs from '#lib/operations/country-specs.ts';
import { implement } from '#sandbox/engine/define.ts';
import { pageOf } from '#sandbox/engine/lists.ts';
import { resource, type Stored } from '#sandbox/engine/resource.ts';
import { COUNTRIES, CURRENCIES, countryOf } from '#sandbox/payments/countries.ts';

/** A country by its code; the rest of its spec is constant. */
interface CountrySpec extends Stored {
  readonly object: 'country_spec';
}

export const countrySpec = resource<CountrySpec>('country_spec', {
  noun: 'country_spec',
  render: ({ id }) => {
    const { currency, bankCurrencies, fields, paymentMethods } = countryOf(id)!;
    return {
      id,
      object: 'country_spec',
      default_currency: currency,
      supported_bank_account_currencies: bankCurrencies,
      supported_payment_currencies: [currency, ...CURRENCIES.filter((one) => one !== currency)],
      supported_payment_methods: paymentMethods,
      verification_fields: { individual: fields.individual, company: fields.company },
    };
  },
});

export const retrieve = implement(countrySpecs.retrieve, (call, { country }) =>
  countryOf(country) === undefined
    ? call.missing(countrySpec.noun, country, 'country')
    : { id: country.toUpperCase(), object: 'country_spec' },
);

export const list = implement(countrySpecs.list, (call, paging) =>
  pageOf(call, countrySpec, ALL, paging, call.request?.path ?? ''),
);

const ALL: readonly CountrySpec[] = COUNTRIES.map(({ id }) => ({ id, object: 'country_spec' }));
