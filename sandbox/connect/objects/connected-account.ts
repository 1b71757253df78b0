/** A connected account as its platform stores it, and as a call reaches it. */
import type { Call } from '#sandbox/engine/call.ts';
import type { Stored } from '#sandbox/engine/resource.ts';
import type { LegalEntity } from './legal-entities.ts';

/** An account as its platform stores it. */
export interface ConnectedAccount extends Stored {
  readonly object: 'account';
  readonly created: number;
  /** The platform that it is connected to; null for a standalone account. */
  readonly platform: string | null;
  readonly business_logo: string | null;
  readonly business_name: string | null;
  readonly business_primary_color: string | null;
  readonly business_url: string | null;
  readonly country: string;
  readonly debit_negative_balances: boolean;
  readonly decline_charge_on: { readonly avs_failure: boolean; readonly cvc_failure: boolean };
  readonly default_currency: string;
  /** When its holder must be verified, in Unix seconds; set once it has taken money. */
  readonly due_by: number | null;
  readonly email: string | null;
  readonly entity: LegalEntity;
  readonly managed: boolean;
  readonly metadata: Readonly<Record<string, string>>;
  readonly product_description: string | null;
  /** Why the platform rejected it. */
  readonly rejected: string | null;
  readonly statement_descriptor: string | null;
  readonly support_email: string | null;
  readonly support_phone: string | null;
  readonly support_url: string | null;
  readonly tos_acceptance: {
    readonly date: number | null;
    readonly ip: string | null;
    readonly user_agent: string | null;
  };
  readonly transfer_schedule: TransferSchedule;
  /** Only in the response to its creation. */
  readonly keys?: { readonly secret: string; readonly publishable: string };
}

/** When funds are sent. */
export interface TransferSchedule {
  readonly delay_days: number;
  readonly interval: 'manual' | 'daily' | 'weekly' | 'monthly';
  readonly monthly_anchor?: number;
  readonly weekly_anchor?: string;
}

/** An account as a call reaches it. */
export interface Ownership {
  readonly owner: ConnectedAccount;
  /**
   * The call on the account that stores it, its bank accounts and its cards: the platform, or itself if it is
   * standalone.
   */
  readonly home: Call;
  /** The call on the account itself, which gets its events. */
  readonly itself: Call;
}
