/**
 * The countries that Stripe served in 2016: their currencies, and what must be known about account holders there. The
 * required fields are recorded for the US and documented for Canada; for other countries they are our best knowledge
 * of what Stripe required.
 */

/** Fields by their names in `verification.fields_needed`. */
export interface NeededFields {
  /** Required of every account. */
  readonly minimum: readonly string[];
  /** Required if the minimum does not verify the identity. */
  readonly additional: readonly string[];
}

export interface Country {
  /** Two letters. */
  readonly id: string;
  readonly currency: string;
  /** The countries that bank accounts in each currency can be in. */
  readonly bankCurrencies: Readonly<Record<string, readonly string[]>>;
  readonly paymentMethods: readonly string[];
  readonly fields: Readonly<Record<'individual' | 'company', NeededFields>>;
  /** The minimum number of days before funds are sent. */
  readonly minimumDelay: number;
}

/** The currencies that charges can be made in. */
export const CURRENCIES: readonly string[] = (
  'aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bif bmd bnd bob brl bsd bwp bzd cad cdf chf clp cny cop crc ' +
  'cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl hrk htg huf idr ils inr isk jmd jpy ' +
  'kes kgs khr kmf krw kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mro mur mvr mwk mxn myr mzn nad ngn nio ' +
  'nok npr nzd pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sll sos srd std svc szl thb tjs ' +
  'top try ttd twd tzs uah ugx usd uyu uzs vnd vuv wst xaf xcd xof xpf yer zar zmw'
).split(' ');

const EURO_COUNTRIES = 'AT BE CY DE EE ES FI FR GR IE IT LT LU LV MT NL PT SI SK'.split(' ');
/** European accounts can be paid in each other's currencies. */
const EUROPEAN_BANKS = {
  eur: EURO_COUNTRIES,
  chf: ['CH'],
  dkk: ['DK'],
  gbp: ['GB'],
  nok: ['NO'],
  sek: ['SE'],
  usd: ['US'],
};

const of = (parent: string, ...names: string[]) => names.map((name) => `${parent}.${name}`);
const ADDRESS = of('address', 'city', 'line1', 'postal_code');
const PERSONAL_ADDRESS = of('personal_address', 'city', 'line1', 'postal_code');
const BIRTH = of('dob', 'day', 'month', 'year');
const NAME = ['first_name', 'last_name'];
const COMPANY = ['business_name', 'business_tax_id'];
const DOCUMENT = ['verification.document'];
const JAPANESE = ['city', 'line1', 'postal_code', 'state', 'town'];

/**
 * What must be known, besides the bank account and the accepted terms: of individuals, and additionally of companies.
 */
function fields(
  person: readonly string[],
  company: readonly string[],
  additional: readonly string[] = DOCUMENT,
) {
  const all = (names: readonly string[]) => [
    'external_account',
    ...of('legal_entity', ...[...names, 'type'].sort()),
    ...of('tos_acceptance', 'date', 'ip'),
  ];
  return {
    individual: { minimum: all(person), additional: of('legal_entity', ...additional) },
    company: { minimum: all([...person, ...company]), additional: of('legal_entity', ...additional) },
  };
}

const EUROPE = fields(
  [...ADDRESS, ...BIRTH, ...NAME],
  ['additional_owners', ...COMPANY, ...PERSONAL_ADDRESS],
);
const WITH_STATE = [...ADDRESS, 'address.state', ...BIRTH, ...NAME];

function country(
  id: string,
  currency: string,
  needed: Country['fields'],
  {
    bankCurrencies = { [currency]: [id] },
    minimumDelay = 7,
    paymentMethods = ['card', 'stripe'],
  }: Partial<Country> = {},
): Country {
  return { id, currency, bankCurrencies, paymentMethods, fields: needed, minimumDelay };
}

const european = (id: string, currency = 'eur') =>
  country(id, currency, EUROPE, { bankCurrencies: EUROPEAN_BANKS });

/** Sorted by name. */
export const COUNTRIES: readonly Country[] = [
  european('AT'),
  country('AU', 'aud', fields(WITH_STATE, COMPANY), { minimumDelay: 2 }),
  european('BE'),
  country('CA', 'cad', fields([...WITH_STATE, 'personal_id_number'], COMPANY), {
    bankCurrencies: { cad: ['CA'], usd: ['US', 'CA'] },
  }),
  european('CH', 'chf'),
  european('DE'),
  european('DK', 'dkk'),
  european('ES'),
  european('FI'),
  european('FR'),
  european('GB', 'gbp'),
  country(
    'HK',
    'hkd',
    fields([...of('address', 'city', 'line1'), ...BIRTH, ...NAME, 'personal_id_number'], COMPANY),
  ),
  european('IE'),
  european('IT'),
  country(
    'JP',
    'jpy',
    fields(
      [
        ...of('address_kana', ...JAPANESE),
        ...of('address_kanji', ...JAPANESE),
        ...BIRTH,
        ...['business_name', 'business_name_kana', 'business_name_kanji'],
        ...['first_name_kana', 'first_name_kanji', 'last_name_kana', 'last_name_kanji'],
        ...['gender', 'phone_number'],
      ],
      [
        'business_tax_id',
        ...of('personal_address_kana', ...JAPANESE),
        ...of('personal_address_kanji', ...JAPANESE),
      ],
    ),
  ),
  european('LU'),
  european('NL'),
  european('NO', 'nok'),
  country('NZ', 'nzd', fields([...ADDRESS, ...BIRTH, ...NAME], COMPANY)),
  european('PT'),
  european('SE', 'sek'),
  country(
    'SG',
    'sgd',
    fields(
      [...of('address', 'line1', 'postal_code'), ...BIRTH, ...NAME, 'personal_id_number'],
      ['additional_owners', ...COMPANY],
    ),
  ),
  country('US', 'usd', fields([...WITH_STATE, 'ssn_last_4'], COMPANY, ['personal_id_number', ...DOCUMENT]), {
    minimumDelay: 2,
    paymentMethods: ['alipay', 'card', 'stripe'],
  }),
];

const BY_ID = new Map(COUNTRIES.map((one) => [one.id, one]));

/** Finds a country by its two letters, in either case. */
export function countryOf(id: string): Country | undefined {
  return BY_ID.get(id.toUpperCase());
}
