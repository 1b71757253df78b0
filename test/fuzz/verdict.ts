/** What must hold of every reply, and of every request that reached Stripe, whatever was sent. */
import { deepEqual, match, ok } from 'node:assert/strict';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import { codesOf } from '#lib/http/errors.ts';
import { type Operation, pathParameters } from '#lib/operations/operation.ts';
import { check } from '#lib/parameters/check.ts';
import type { Received } from '../helpers/call.ts';
import type { Seen } from '../helpers/upstream.ts';
import { isOldWay } from '../helpers/ways.ts';
import type { Case } from './cases.ts';
import { callable } from './ways.ts';

/** The most CPU time that a case may take, in milliseconds. One that waits for something instead runs into Jest's time limit. */
const TIME_LIMIT = 2_000;

/**
 * Checks how much CPU time this process has used since the beginning of a case. What goes by on the clock says nothing on a
 * busy machine.
 */
export function judgeTime(since: NodeJS.CpuUsage): void {
  const { user, system } = process.cpuUsage(since);
  const took = Math.round((user + system) / 1000);
  ok(took < TIME_LIMIT, `it took ${took} ms of CPU time`);
}

const REPLY_HEADERS = [
  'cache-control',
  'content-security-policy',
  'strict-transport-security',
  'x-content-type-options',
];

/** Checks a reply. */
export function judgeReply(entry: Entry, { changed }: Case, { status, headers, body }: Received): void {
  ok(status < 500, `${status}: ${JSON.stringify(body).slice(0, 500)}`);
  for (const [name, value] of Object.entries(headers)) {
    match(value, /^[\t\x20-\x7e\xa0-\xff]*$/, `the header ${name}`);
  }
  deepEqual(
    REPLY_HEADERS.filter((name) => headers[name] === undefined),
    [],
  );
  const refusal = stripeErrorIn(status, body);
  if (refusal === undefined) {
    return;
  }
  const { message, names, code, codes } = refusal;
  ok(code !== 'INTERNAL_PACKAGE_ERROR', message);
  ok(typeof message === 'string' && message.length > 0, 'a refusal has a message');
  if (headers['request-id'] !== undefined || isOfBridge(message)) {
    return; // It is Stripe's own, or in Stripe's words.
  }
  // A card that is declined has a code of Stripe's.
  if (status !== 402) {
    ok(codes.length > 0 || code === 'REQUIRED_FIELDS', `a refusal has a code: ${message}`);
    for (const one of codes) {
      ok(
        documented(entry).has(one),
        `the code ${one} is in no table of ${entry.endpoint.surface}: ${message}`,
      );
    }
  }
  if (names.length === 0) {
    return;
  }
  // A card that is wrong is told of in Stripe's words, which do not name the parameter.
  const isStripesForm = entry.endpoint.surface === 'rest' || status === 402;
  const known = ['apiKey', 'API Key', 'args', ...entry.endpoint.arguments.map(({ name }) => name)];
  for (const name of names) {
    ok(
      known.includes(name) || isStripesForm,
      `a refusal names ${JSON.stringify(name)}, which is no argument: ${message}`,
    );
    ok(message.includes(name) || isStripesForm, `the message does not name ${name}: ${message}`);
  }
  const [meant] = changed;
  if (meant !== undefined && changed.length === 1 && !FOUND_LATER.test(message)) {
    ok(message.includes(meant) || names.includes(meant), `the refusal does not name ${meant}: ${message}`);
  }
}

/** How Stripe of 2016 rejected what only a bridge can reject today. */
const OF_BRIDGE =
  /^(Must provide source or customer\.$|No such (source|customer): |Customer .* does not have a linked (source|card) |You may only specify one of these parameters: capture, uncaptured$|An uncaptured charge can only be refunded in full|Charge .* has already been captured|Cannot charge a customer that has no active card$|Your card was declined)/s;

const isOfBridge = (message: string) => !isOldWay() && OF_BRIDGE.test(message);

/** What can be wrong with examples, which no example knows: that they do not belong to what is at Stripe, or here. */
const FOUND_LATER =
  /Nothing was changed\.$|match the card of stripeToken|cursor that a page of the same query/;

/** The codes of our own that a surface's documentation lists; webhooks are documented with the cards. */
function documented({ endpoint: { surface } }: Entry): ReadonlySet<string> {
  return new Set(codesOf(surface === 'webhook' ? 'card' : surface).map(({ code }) => code));
}

interface Refusal {
  readonly message: string;
  /** The arguments that are at fault, without what is inside of them. */
  readonly names: readonly string[];
  readonly code: string | undefined;
  /** The codes of what was wrong. */
  readonly codes: readonly string[];
}

function stripeErrorIn(status: number, body: Received['body']): Refusal | undefined {
  if (body?.callback === 'error') {
    const [written] = Object.values<Received['body']>(body.contextWrites);
    const told = written.to ?? written;
    const fields: (string | { name: string; code: string })[] = [
      ...(told.fields ?? []),
      ...(told.invalid_fields ?? []),
    ];
    const names = fields.map((field) => (typeof field === 'string' ? field : field.name));
    const ofFields = fields.flatMap((field) => (typeof field === 'string' ? [] : [field.code]));
    const codes = told.code === undefined ? ofFields : [told.code, ...ofFields];
    return { message: told.status_msg, names: roots(names), code: told.status_code, codes };
  }
  if (status < 400) {
    return undefined;
  }
  const { message, param, code, errors } = body.error ?? {};
  const names =
    errors?.map((error: { param: string }) => error.param) ?? (param === undefined ? [] : [param]);
  const codes = errors?.map((error: { code: string }) => error.code) ?? [code].filter(Boolean);
  return { message, names: roots(names), code: undefined, codes };
}

const roots = (names: readonly string[]) => [...new Set(names.map((name) => name.replace(/\[.*$/s, '')))];

const SENT_HEADERS = new Set([
  'accept',
  'authorization',
  'connection',
  'content-length',
  'content-type',
  'host',
  'idempotency-key',
  'stripe-account',
  'stripe-version',
  'transfer-encoding',
  'user-agent',
  'x-stripe-client-user-agent',
]);

/** The form of those headers that hold what a caller said. */
const HEADER_FORMS: Record<string, RegExp> = {
  'idempotency-key': /^[\x20-\x7e]{1,255}$/,
  'stripe-account': /^\w{1,255}$/,
  'stripe-version': /^\d{4}-\d{2}-\d{2}(\.\w+)?$/,
};

/**
 * Checks a request that reached Stripe.
 * @param keys what the caller gave as a key; Stripe must see one of them
 */
export function judgeRequest(
  { endpoint }: Entry,
  { method, url, headers, body }: Seen,
  keys: readonly string[],
): void {
  const [path = '', query = ''] = url.split(/\?(.*)/s);
  const own = [endpoint.operation, ...endpoint.otherOperations].filter((one) => one !== undefined);
  const operations = callable(own);
  const operation = operations.find((one) => one.method === method && valuesIn(one, path) !== undefined);
  ok(operation !== undefined, `${method} ${url} is no call that the endpoint makes`);
  for (const [name, value] of Object.entries(valuesIn(operation, path)!)) {
    deepEqual(check(operation.parameters[name]!, value).problems, undefined, `${name} in the path ${path}`);
  }
  ok(!keys.some((key) => url.includes(key)), 'the key is in the URL');
  for (const name of Object.keys(headers)) {
    ok(SENT_HEADERS.has(name), `the header ${name} was sent`);
  }
  for (const [name, form] of Object.entries(HEADER_FORMS)) {
    if (headers[name] !== undefined) {
      match(String(headers[name]), form, `the header ${name}`);
    }
  }
  ok(keys.includes(`${headers.authorization}`.replace(/^Bearer /, '')), `${headers.authorization} is sent`);
  const isForm = headers['content-type'] === 'application/x-www-form-urlencoded';
  if (method === 'POST') {
    deepEqual(query, '');
    deepEqual(
      isForm ? strangersIn(operation, endpoint, body) : filesIn(body),
      isForm ? [] : ['file', 'purpose'],
    );
  } else {
    deepEqual(strangersIn(operation, endpoint, query), []);
    deepEqual(body, '');
  }
}

/** The values in a path that an operation's template fits; every one must be encoded so that it stays in its place. */
function valuesIn(operation: Operation, path: string): Record<string, string> | undefined {
  const form = operation.path.replace(/\{\w+\}/g, "((?:[\\w.!~*'()-]|%[0-9A-F]{2})+)");
  const found = new RegExp(`^${form}$`).exec(path);
  const values = found?.slice(1).map((value) => decodeURIComponent(value));
  if (values?.some((value) => /^\.{1,2}$/.test(decodedWhole(value)) || /\p{Cc}/u.test(value))) {
    return undefined;
  }
  return (
    values && Object.fromEntries(pathParameters(operation.path).map((name, index) => [name, values[index]!]))
  );
}

/** What somebody could make of a text who decodes it again and again. */
function decodedWhole(text: string): string {
  try {
    const decoded = decodeURIComponent(text);
    return decoded === text ? text : decodedWhole(decoded);
  } catch {
    return text;
  }
}

/** The names in a form that neither the operation nor the endpoint declares, or that stand in the path. */
function strangersIn(
  { parameters, additions = {}, path }: Operation,
  endpoint: Entry['endpoint'],
  form: string,
): string[] {
  const names = roots([...new URLSearchParams(form).keys()]);
  const inPath = pathParameters(path);
  const declared = new Set([
    ...Object.keys(parameters),
    ...Object.keys(additions),
    ...endpoint.arguments.map(({ to }) => to),
  ]);
  return names.filter((name) => !declared.has(name) || inPath.includes(name));
}

/** The names of the parts of an upload. */
function filesIn(body: string): string[] {
  return [
    ...body.matchAll(/^Content-Disposition: form-data; name="([^"\r\n]*)"(; filename="[^"\r\n]*")?\r$/gim),
  ]
    .map((part) => part[1]!)
    .sort();
}

const GUARDED = [Object.prototype, Array.prototype, String.prototype, Number.prototype, Function.prototype];
const BEFORE = GUARDED.map((prototype) => Reflect.ownKeys(prototype).length);

/** Checks that no prototype was changed. */
export function judgePrototypes(): void {
  deepEqual(
    GUARDED.map((prototype) => Reflect.ownKeys(prototype).length),
    BEFORE,
    'a prototype was changed',
  );
}
