/** Which of what the tests send is secret: what the parameters declare, and what of a person stands in their words. */
import { readdir } from 'node:fs/promises';
import type { Argument } from '#lib/arguments.ts';
import { holdsSecret } from '#lib/secrets.ts';
import { check } from '#lib/stripe/check.ts';
import { decodeForm, FormError } from '#lib/stripe/form.ts';
import type { Operation } from '#lib/stripe/operation.ts';
import type { Parameter } from '#lib/stripe/parameters.ts';
import type { Asked } from './recording.ts';

/** A value that must not be seen. */
export interface Secret {
  /** The name of what it was sent as, e.g. `account_number`. */
  readonly name: string;
  readonly value: string;
  /** It may stand in replies, as Stripe's objects do: a name, an address. */
  readonly isPersonal: boolean;
}

const OPERATIONS = new URL('../../../lib/stripe/', import.meta.url);

/** The parameters of Stripe's operations that hold secrets; of one name there may be several. */
export async function declaredSecrets(): Promise<Argument[]> {
  const files = (await readdir(OPERATIONS)).filter((file) => file.endsWith('.ts'));
  const modules = await Promise.all(
    files.map((file) => import(new URL(file, OPERATIONS).href) as Promise<object>),
  );
  const parameters = modules
    .flatMap((module) => Object.values(module) as unknown[])
    .filter(isOperation)
    .flatMap((operation) => Object.entries(operation.parameters));
  const found = new Map<Parameter, Argument>();
  for (const [name, parameter] of parameters) {
    if (holdsSecret(parameter)) {
      found.set(parameter, { name, parameter } as Argument);
    }
  }
  return [...found.values()];
}

function isOperation(value: unknown): value is Operation {
  return typeof value === 'object' && value !== null && 'parameters' in value && 'path' in value;
}

/** Shorter texts of a dictionary that is secret as a whole say nothing: `US`, `card`. */
const SAYS_SOMETHING = 6;

/** Reads the secrets in requests; those in a body that came before are known. */
export function reader(declared: readonly Argument[]): (asked: Asked) => readonly Secret[] {
  const read = new Map<readonly Argument[], (body: string) => readonly Secret[]>();
  return ({ authorization, body, known = declared }) => {
    const inBody = read.get(known) ?? bodyReader(known);
    read.set(known, inBody);
    const credentials = credentialsIn(authorization);
    return [
      ...inBody(body),
      ...credentials.map((value) => ({ name: 'Authorization', value, isPersonal: false })),
    ];
  };
}

function bodyReader(known: readonly Argument[]): (body: string) => readonly Secret[] {
  const names = Map.groupBy(known, ({ name }) => name);
  const read = new Map<string, readonly Secret[]>([['', []]]);
  return (body) => {
    const secrets = read.get(body) ?? [...within(decoded(body), names)];
    read.set(body, secrets);
    return secrets;
  };
}

/** What is said after `Bearer` or, in base64, after `Basic`; publishable keys are no secret. */
function credentialsIn(authorization = ''): string[] {
  const [, scheme = '', value = ''] = /^(\w+) +(\S+)$/.exec(authorization) ?? [];
  const said =
    scheme.toLowerCase() === 'basic' ? Buffer.from(value, 'base64').toString().split(':') : [value];
  return said.filter((part) => part !== '' && !part.startsWith('pk_'));
}

function decoded(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // No JSON: a form, or what the code under test will refuse.
  }
  try {
    return decodeForm(body);
  } catch (error) {
    if (error instanceof FormError) {
      return undefined;
    }
    throw error;
  }
}

/** What tells of a person, wherever it stands. */
const PERSONAL =
  /^(email|receipt_email|phone|phone_number|name|first_name|last_name|account_holder_name|(address_)?line[12])$/;

/** What is nested more deeply is refused, and may be nested too deeply to be looked into. */
const DEPTH = 12;

/** The secrets in the arguments of a call, in whatever they are wrapped. */
function* within(
  value: unknown,
  declared: ReadonlyMap<string, readonly Argument[]>,
  depth = 0,
): Generator<Secret, void> {
  if (typeof value !== 'object' || value === null || depth > DEPTH) {
    return;
  }
  for (const [name, inner] of Object.entries(value)) {
    if (PERSONAL.test(name) && typeof inner === 'string' && inner.length >= SAYS_SOMETHING) {
      yield { name, value: inner, isPersonal: true };
    }
    for (const { parameter } of declared.get(name) ?? []) {
      yield* ofParameter(parameter, name, inner);
    }
    yield* within(inner, declared, depth + 1);
  }
}

/** The secrets in a value, as far as it is one that the parameter takes. */
function* ofParameter(parameter: Parameter, name: string, value: unknown): Generator<Secret, void> {
  const { fields = {}, secret = false } = parameter;
  if (typeof value !== 'object' || value === null) {
    if (secret && !isIdOfObject(String(value)) && check(parameter, value).problems === undefined) {
      yield { name, value: String(value), isPersonal: false };
    }
    return;
  }
  for (const [field, inner] of Object.entries(value)) {
    if (Object.hasOwn(fields, field) && holdsSecret(fields[field]!)) {
      yield* ofParameter(fields[field]!, field, inner);
    } else if (secret) {
      yield* ofPerson(field, inner);
    }
  }
}

/** What only says of which kind something is. */
const KIND = /^(object|type|.*_type|currency|country)$/;

function* ofPerson(name: string, value: unknown, depth = 0): Generator<Secret, void> {
  if (typeof value === 'object' && value !== null) {
    for (const [field, inner] of depth > DEPTH ? [] : Object.entries(value)) {
      yield* ofPerson(field, inner, depth + 1);
    }
  } else if (String(value).length >= SAYS_SOMETHING && !KIND.test(name)) {
    yield { name, value: String(value), isPersonal: true };
  }
}

/** What may be paid with besides a token, `card_…` for one, is named wherever it is found. */
function isIdOfObject(value: string): boolean {
  return /^[a-z]+_\w+$/.test(value) && !/^[a-z]*tok_/.test(value);
}
