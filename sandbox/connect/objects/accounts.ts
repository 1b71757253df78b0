/** How connected accounts are indexed and rendered. */
import { resource } from '#sandbox/engine/resource.ts';
import { source } from '#sandbox/payments/objects/sources.ts';
import { accountStatus } from './account-status.ts';
import type { ConnectedAccount } from './connected-account.ts';
import { showEntity } from './legal-entities.ts';

export const account = resource<ConnectedAccount>('account', {
  id: { prefix: 'acct', length: 16 },
  indexes: { platform: ({ platform }) => platform },
  ofPlatform: true,
  render: (account, view) => {
    const external = view.sublist(
      source,
      { account: account.id },
      `/v1/accounts/${account.id}/external_accounts`,
    );
    const standing = accountStatus(account, external['total_count'] !== 0, view.now);
    return {
      id: account.id,
      object: 'account',
      business_logo: account.business_logo,
      business_name: account.business_name,
      ...(account.business_primary_color !== null && {
        business_primary_color: account.business_primary_color,
      }),
      business_url: account.business_url,
      charges_enabled: standing.charges_enabled,
      country: account.country,
      debit_negative_balances: account.debit_negative_balances,
      decline_charge_on: { ...account.decline_charge_on },
      default_currency: account.default_currency,
      details_submitted: standing.details_submitted,
      display_name: account.business_name,
      email: account.email,
      external_accounts: external,
      legal_entity: showEntity(account.entity, account.country),
      managed: account.managed,
      ...(account.managed && { metadata: { ...account.metadata } }),
      product_description: account.product_description,
      statement_descriptor: account.statement_descriptor,
      support_email: account.support_email,
      support_phone: account.support_phone,
      ...(account.support_url !== null && { support_url: account.support_url }),
      timezone: 'Etc/UTC',
      tos_acceptance: { ...account.tos_acceptance },
      transfer_schedule: { ...account.transfer_schedule },
      transfers_enabled: standing.transfers_enabled,
      verification: {
        disabled_reason: standing.disabled_reason,
        due_by: standing.due_by,
        fields_needed: [...standing.fields_needed],
      },
      ...(account.keys !== undefined && { keys: account.keys }),
    };
  },
});
