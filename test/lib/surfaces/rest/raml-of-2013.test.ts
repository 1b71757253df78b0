/** The description in RAML 0.8 against that of 2013, where it is at hand. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { documentText } from '../../../helpers/documents.ts';
import type { Loose } from './client.ts';

const folder = process.env['STRIPE_SPEC_DIR'];
const title = 'the parameters of RAML 0.8 and those of the RAML of 2013';

if (folder === undefined) {
  console.info(
    `Not compared: ${title}. STRIPE_SPEC_DIR can name the folder that has the latter, as raml.json.`,
  );
  describe(title, () => {
    test.todo('are compared only where STRIPE_SPEC_DIR names the folder of the latter');
  });
} else {
  const old = JSON.parse(readFileSync(`${folder}/raml.json`, 'utf8')) as { operations: Loose[] };
  const ours: Loose = parse(await documentText('functions/rest/api-0.8.raml'));

  /** A resource by its path, whatever the names in braces. */
  const resourceAt = (path: string): Loose =>
    path
      .slice(1)
      .split('/')
      .reduce<Loose>((node, part) => {
        const isName = /^\{/.test(part);
        const key = Object.keys(node).find((name) => name === `/${part}` || (isName && /^\/\{/.test(name)));
        return node[key!];
      }, ours);

  test(title, () => {
    const differences: string[] = [];
    for (const { method, path, form, query } of old.operations) {
      const operation = resourceAt(path)[method.toLowerCase()];
      const body = operation.body?.['application/x-www-form-urlencoded'].formParameters ?? {};
      for (const [known, expected] of [
        [body, form],
        [operation.queryParameters ?? {}, query],
      ]) {
        for (const { name, type, typeStated = true } of expected) {
          const place = `${method} ${path} ${name}`;
          if (known[name] === undefined) {
            differences.push(`${place} is missing`);
          } else if (typeStated && known[name].type !== type) {
            differences.push(`${place}: ${type} → ${known[name].type}`);
          }
        }
      }
    }
    expect(differences.sort()).toEqual([
      // Booleans and numbers that were said to be text, and a time that may be the word `now`.
      'GET /recipients verified: string → boolean',
      'POST /charges capture: string → boolean',
      'POST /charges/{CHARGE_ID}/capture refund_application_fee: string → integer',
      'POST /charges/{CHARGE_ID}/refund refund_application_fee: string → boolean',
      'POST /coupons redeem_by: string → integer',
      'POST /customers trial_end: integer → string',
      'POST /customers/{CUSTOMER_ID}/subscription application_fee_percent: string → integer',
      'POST /customers/{CUSTOMER_ID}/subscription prorate: string → boolean',
      'POST /invoices/{INVOICE_ID} closed: string → boolean',
      'POST /plans trial_period_days: string → integer',
    ]);
  });
}
