/** Checks the settings of an account, everything except the data about its holder. */
import type { ConnectedAccount, TransferSchedule } from '#sandbox/connect/objects/connected-account.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { DAY } from '#sandbox/engine/clock.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { countryOf } from '#sandbox/payments/countries.ts';
import { fileUpload } from '#sandbox/payments/objects/file-uploads.ts';

type Plain =
  | 'business_logo'
  | 'business_name'
  | 'business_primary_color'
  | 'business_url'
  | 'debit_negative_balances'
  | 'default_currency'
  | 'email'
  | 'product_description'
  | 'statement_descriptor'
  | 'support_email'
  | 'support_phone'
  | 'support_url';

/** Settings as a caller sends them. */
export type GivenSettings = { readonly [name in Plain]?: NonNullable<ConnectedAccount[name]> } & {
  readonly decline_charge_on?: { readonly avs_failure?: boolean; readonly cvc_failure?: boolean };
  readonly tos_acceptance?: { readonly date: number; readonly ip: string; readonly user_agent?: string };
  readonly transfer_schedule?: Partial<Omit<TransferSchedule, 'delay_days'>> & {
    readonly delay_days?: number | 'minimum';
  };
};

/**
 * Merges the settings that were sent with the current ones.
 * @throws {StripeError} 400 when one of them is invalid
 */
export function checkedSettings(
  call: Call,
  given: GivenSettings & { readonly country?: string; readonly metadata?: unknown },
  country: string,
  current?: ConnectedAccount,
): Partial<ConnectedAccount> {
  const { country: _, metadata: __, decline_charge_on, tos_acceptance, transfer_schedule, ...plain } = given;
  const { business_logo, default_currency } = plain;
  if (default_currency !== undefined && !(default_currency in countryOf(country)!.bankCurrencies)) {
    throw invalidRequest(`Accounts in ${country} cannot have the currency ${default_currency}.`, {
      param: 'default_currency',
    });
  }
  if (business_logo !== undefined && call.lookUp(fileUpload, business_logo)?.purpose !== 'business_logo') {
    call.missing(fileUpload.noun, business_logo, 'business_logo');
  }
  return {
    ...plain,
    ...(decline_charge_on && {
      decline_charge_on: { ...(current?.decline_charge_on ?? LENIENT), ...decline_charge_on },
    }),
    ...(tos_acceptance && { tos_acceptance: acceptance(call.now, tos_acceptance) }),
    ...(transfer_schedule && {
      transfer_schedule: scheduleOf(country, transfer_schedule, current?.transfer_schedule),
    }),
  };
}

const LENIENT = { avs_failure: false, cvc_failure: false };

/** Stripe's terms date from 2009 at the earliest. Stripe checks this since 2015-08-07. */
const FIRST_TERMS = Date.UTC(2009, 0, 1) / 1000;

function acceptance(
  now: number,
  { date, ip, user_agent = null }: TermsGiven,
): ConnectedAccount['tos_acceptance'] {
  if (date < FIRST_TERMS || date > now + DAY) {
    throw invalidRequest('The terms were accepted neither before 2009 nor in the future.', {
      param: 'tos_acceptance[date]',
    });
  }
  return { date, ip, user_agent };
}

interface TermsGiven {
  readonly date: number;
  readonly ip: string;
  readonly user_agent?: string | null;
}

/** Anchors belong to an interval; those of another interval are dropped. */
function scheduleOf(
  country: string,
  given: NonNullable<GivenSettings['transfer_schedule']>,
  current: TransferSchedule = { delay_days: 7, interval: 'daily' },
): TransferSchedule {
  const { minimumDelay } = countryOf(country)!;
  const { interval = current.interval } = given;
  const delay_days = given.delay_days === 'minimum' ? minimumDelay : (given.delay_days ?? current.delay_days);
  if (delay_days < minimumDelay) {
    throw invalidRequest(`Funds of accounts in ${country} wait for at least ${minimumDelay} days.`, {
      param: 'transfer_schedule[delay_days]',
    });
  }
  const anchor = ANCHORS[interval];
  if (anchor === undefined) {
    return { delay_days, interval };
  }
  const value = given[anchor] ?? current[anchor];
  if (value === undefined) {
    throw invalidRequest(`Missing required param: transfer_schedule[${anchor}].`, {
      param: `transfer_schedule[${anchor}]`,
    });
  }
  return { delay_days, interval, [anchor]: value };
}

const ANCHORS: Readonly<Partial<Record<TransferSchedule['interval'], 'monthly_anchor' | 'weekly_anchor'>>> = {
  monthly: 'monthly_anchor',
  weekly: 'weekly_anchor',
};
