/** Secrets that can be recognized wherever they turn up, made from what parameters declare. */
import { check } from '#lib/parameters/check.ts';
import type { Parameter } from '#lib/parameters/parameters.ts';

/** A value that holds secrets, and these. */
export interface Laden {
  readonly value: unknown;
  readonly secrets: readonly string[];
}

/** What stands in for examples: every one of a length and form that the example's parameter takes. */
const STAND_INS = [
  'tok_canary7Gh29xQ',
  '4012888888881881',
  '987605043',
  '7391',
  '739',
  'canary-7Gh29xQ-secret',
];

/** All forms of a parameter's value with secrets inside; none where the parameter declares none. */
export function ladenForms(parameter: Parameter): Laden[] {
  const { fields = {}, secret, example } = parameter;
  const scalar = typeof example === 'object' ? undefined : STAND_INS.find((text) => fits(parameter, text));
  const forms: Laden[] = secret && scalar !== undefined ? [{ value: scalar, secrets: [scalar] }] : [];
  for (const kind of kindsOf(fields)) {
    const laden = Object.entries(kind).map(([name, field]) => [name, inside(field)] as const);
    const value = Object.fromEntries(laden.map(([name, { value }]) => [name, value]));
    const secrets = laden.flatMap(([, { secrets }]) => secrets);
    if (secrets.length > 0 && fits(parameter, value)) {
      forms.push({ value, secrets });
    }
  }
  return forms;
}

/** A field with its secrets, or its example. */
function inside(field: Parameter): Laden {
  return ladenForms(field).at(-1) ?? { value: field.example, secrets: [] };
}

/** The fields of a dictionary; where it may be a card's or a bank account's, which both stand among them, those of each. */
function kindsOf(fields: Readonly<Record<string, Parameter>>): Readonly<Record<string, Parameter>>[] {
  const { object, number, account_number } = fields;
  if (object === undefined || number === undefined || account_number === undefined) {
    return Object.keys(fields).length > 0 ? [fields] : [];
  }
  const only = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, fields[name]!] as const));
  return [
    only(['number', 'exp_month', 'exp_year', 'cvc', 'name']),
    only(['country', 'currency', 'account_number', 'routing_number']),
  ];
}

function fits(parameter: Parameter, value: unknown): boolean {
  return check(parameter, value).problems === undefined;
}

/** Random ids, durations and places in a stack have any digits. */
const BY_CHANCE = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|(duration|stripe)_ms\W+[\d.]+|:\d+:\d+/g;

/** The secrets that are found in a text; short ones only where they stand by themselves. */
export function foundIn(text: string, secrets: readonly string[]): string[] {
  const words = new Set(text.replaceAll(BY_CHANCE, '').match(/\w+/g));
  return [...new Set(secrets)].filter((secret) =>
    secret.length < 6 ? words.has(secret) : text.includes(secret),
  );
}
