/** The metadata of the block package, in the package's original format. */
import { readFile } from 'node:fs/promises';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import { type Block, blocksOf } from './blocks.ts';

const CALLBACKS = [
  { name: 'error', info: 'What was wrong: status_code and status_msg say it.' },
  { name: 'success', info: 'Stripe’s object.' },
];

/** Creates the metadata. */
export async function metadata(catalogue: readonly Entry[]): Promise<string> {
  const icon = await readFile(new URL('../../../../functions/connector/icon.png', import.meta.url), 'base64');
  return JSON.stringify({
    package: 'Stripe',
    name: 'Stripe',
    tagline: 'Charges, customers, subscriptions, orders and connected accounts with Stripe',
    description: 'Calls Stripe’s API. Each block makes one call and returns Stripe’s object or an error.',
    image: `data:image/png;base64,${icon}`,
    keywords: ['stripe', 'payments', 'charges', 'customers', 'subscriptions', 'invoices', 'orders'],
    // Webhooks are configured at Stripe; the package forwards none.
    events: [],
    accounts: { domain: 'stripe.com', credentials: ['apiKey'] },
    blocks: blocksOf(catalogue).map(describe),
  });
}

function describe({ name, description, operation: { retired }, arguments: known }: Block): object {
  return {
    name,
    description: retired === undefined ? description : `${description} Retired: ${retired}`,
    args: known.map(({ name, type, options, structure, info, required, beyondTable }) => ({
      name,
      type,
      ...(options && { options }),
      ...(structure && { structure }),
      info: beyondTable ? `${info} Beyond the table of the original package.` : info,
      required,
    })),
    callbacks: CALLBACKS,
  };
}
