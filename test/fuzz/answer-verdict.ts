/**
 * What must hold of every reply, whatever the calls behind it were answered with. An answer is a success where it is a
 * 2xx with a JSON object; of one call that is made several times, the last answer counts.
 */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { validateHeaderValue } from 'node:http';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import type { HttpResponse } from '#lib/http/response.ts';
import * as charges from '#lib/operations/charges.ts';
import { isOldWay } from '../helpers/ways.ts';
import type { Exchange } from './answer-stage.ts';
import { isTooLarge } from './answers.ts';

/** How often a call is made again, as the environment of these cases says. */
export const MAX_RETRIES = 1;

/** How long a call may take in all, in milliseconds, as the environment of these cases says. */
export const CALL_BUDGET = 3_000;

/** The most that AWS Lambda gives back, in bytes. */
const LARGEST_REPLY = 6 * 1024 * 1024;

/** What a reply says, in whatever form its surface has. */
export interface Told {
  readonly hasFailed: boolean;
  readonly status: number;
  readonly message: string;
  readonly code: string | undefined;
  /** The key to repeat the call with. */
  readonly key: string | undefined;
}

/** What a case is known by to who judges it. */
export interface Judged {
  readonly entry: Entry;
  readonly exchanges: readonly Exchange[];
  /** The caller's own idempotency key. */
  readonly givenKey: string | undefined;
  /** What must not be shown: the caller's key, and the numbers of cards. */
  readonly secrets: readonly string[];
}

/** Checks a reply against what the calls behind it were answered with; gives what it says. */
export function judgeAnswered(judged: Judged, reply: HttpResponse): Told {
  judgeWire(reply, judged);
  const told = toldBy(judged.entry, reply);
  ok(told.code !== 'internal_error', `a defect: ${told.message}`);
  const calls = callsIn(judged.exchanges);
  for (const call of calls) {
    judgeRetries(call);
  }
  const failed = calls.filter((call) => last(call).nature !== 'success' && !isTolerated(judged, call, calls));
  if (!told.hasFailed) {
    deepEqual(failed.map(describe), [], 'a success although a call has failed');
    judgePayment(judged);
    return told;
  }
  for (const secret of judged.secrets) {
    ok(!`${reply.body} ${JSON.stringify(reply.headers)}`.includes(secret), `${secret} is shown`);
  }
  if (failed.length === 0) {
    const others = judged.exchanges.filter(({ nature }) => nature !== 'success');
    if (!others.some((one) => statusesOf(judged.entry, [one]).includes(told.status))) {
      judgeContent(judged, told);
    }
    return told;
  }
  ok(
    failed.some((call) => statusesOf(judged.entry, call).includes(told.status)),
    `the status ${told.status} after ${failed.map(describe).join(' and ')}`,
  );
  judgeKey(judged, failed, calls, told);
  return told;
}

/** Of a payment that is told as made, Stripe says that it succeeded or is held. */
function judgePayment({ entry, exchanges }: Judged): void {
  const ofPayments = exchanges.filter(
    ({ seen, nature }) => nature === 'success' && seen.url.startsWith('/v1/payment_intents'),
  );
  if (entry.endpoint.operation === charges.create && ofPayments.length > 0) {
    const { status } = JSON.parse(ofPayments.at(-1)!.delivered.body!.toString());
    ok(['succeeded', 'requires_capture'].includes(status), `a payment that is ${status} is told as made`);
  }
}

/** What holds of any reply. */
function judgeWire(reply: HttpResponse, { entry }: Judged): void {
  const size = Buffer.byteLength(JSON.stringify(reply));
  ok(size <= LARGEST_REPLY, `the reply has ${size} bytes`);
  for (const [name, value] of Object.entries(reply.headers)) {
    validateHeaderValue(name, value);
    match(value, /^[\t\x20-\x7e\xa0-\xff]*$/, `the header ${name}`);
  }
  if (reply.statusCode !== 204) {
    match(reply.headers['Content-Type'] ?? '', /^application\/json\b/, `${entry.path} answers JSON`);
  }
}

/** Reads a reply in the form of its surface. */
function toldBy({ endpoint: { surface } }: Entry, { statusCode, headers, body }: HttpResponse): Told {
  const value = statusCode === 204 ? {} : JSON.parse(body);
  ok(typeof value === 'object' && value !== null, 'a reply is an object');
  if (surface === 'block') {
    return toldByBlock(statusCode, value);
  }
  const hasFailed = statusCode >= 400;
  ok(hasFailed || (statusCode >= 200 && statusCode < 300), `the status ${statusCode}`);
  if (!hasFailed) {
    return { hasFailed, status: statusCode, message: '', code: undefined, key: undefined };
  }
  const { error } = value;
  ok(typeof error?.type === 'string' && error.type !== '', 'an error has a type');
  // What Stripe itself said is passed on by the REST API as it is, even without one.
  ok(typeof error.message === 'string' || surface === 'rest', 'an error has a message');
  if (surface === 'connector') {
    equal(value.status, statusCode);
    ok(typeof value.message === 'string' && value.message !== '');
  }
  return {
    hasFailed,
    status: statusCode,
    message: typeof error.message === 'string' ? error.message : '',
    code: error.code,
    key: surface === 'rest' ? headers['Idempotency-Key'] : error.idempotency_key,
  };
}

// biome-ignore lint/suspicious/noExplicitAny: it is looked into by name, and fails where a name is missing.
function toldByBlock(statusCode: number, { callback, contextWrites }: any): Told {
  equal(statusCode, 200);
  const { to } = contextWrites['#'];
  ok(['success', 'error'].includes(callback), `the callback ${callback}`);
  if (callback === 'success') {
    return { hasFailed: false, status: 200, message: '', code: undefined, key: undefined };
  }
  ok(typeof to.status_code === 'string' && to.status_code !== '');
  ok(typeof to.status_msg === 'string' && to.status_msg !== '');
  const isArgument = ['INVALID_FIELDS', 'REQUIRED_FIELDS'].includes(to.status_code);
  return {
    hasFailed: true,
    status: isArgument ? 400 : to.http_status,
    message: to.status_msg,
    code: to.code,
    key: to.idempotency_key,
  };
}

/** One call, with all the attempts at it. */
type Call = readonly Exchange[];

const last = (call: Call) => call.at(-1)!;

/** Attempts at one call ask for the same under the same key. */
function callsIn(exchanges: readonly Exchange[]): Call[] {
  const calls: Exchange[][] = [];
  for (const exchange of exchanges) {
    // With PaymentIntents, the cards of several customers are asked for at once.
    const open = isOldWay() ? calls.slice(-1) : calls;
    const current = open.findLast((call) => last(call).nature !== 'success' && isSame(last(call), exchange));
    if (current !== undefined) {
      current.push(exchange);
    } else {
      calls.push([exchange]);
    }
  }
  return calls;
}

function isSame({ seen: a }: Exchange, { seen: b }: Exchange): boolean {
  const key = 'idempotency-key';
  const isBody = a.body === b.body || String(a.headers['content-type']).startsWith('multipart/');
  return a.method === b.method && a.url === b.url && isBody && a.headers[key] === b.headers[key];
}

/** What passes is asked for again, under the same key, and what does not is not. */
function judgeRetries(call: Call): void {
  const { seen } = call[0]!;
  equal(seen.headers['idempotency-key'] !== undefined, seen.method === 'POST', 'who writes has a key');
  const counted = call.filter((exchange, index) => !isWaitedFor(exchange, call.slice(0, index)));
  const isRead = seen.method !== 'POST';
  ok(counted.length <= MAX_RETRIES + 1 || isRead, `${counted.length} attempts: ${describe(call)}`);
  const isWaiting = isWaitedFor(last(call), call.slice(0, -1));
  if (counted.length <= MAX_RETRIES && last(call).nature !== 'success' && !isWaiting) {
    ok(!mustBeRepeated(last(call)), `it was not asked for again: ${describe(call)}`);
  }
  for (const exchange of isRead ? [] : call.slice(0, -1)) {
    ok(mayBeRepeated(exchange), `it was asked for again: ${describe(call)}`);
  }
}

/** Whether what is in the way is an earlier attempt, of which it is not known what became. */
function isWaitedFor(exchange: Exchange, before: Call): boolean {
  const isUncertain = before.some(
    ({ nature, delivered: { status } }) => nature !== 'refusal' || (status >= 500 && status < 600),
  );
  return isUncertain && exchange.delivered.status === 409 && codeOf(exchange) === IN_FLIGHT;
}

const IN_FLIGHT = 'idempotency_key_in_use';

/** What Stripe itself says in its error. */
function errorOf({ nature, delivered }: Exchange): Record<string, unknown> {
  return nature === 'refusal' ? JSON.parse(delivered.body!.toString()).error : {};
}

const codeOf = (exchange: Exchange) => errorOf(exchange)['code'];

function mayBeRepeated(exchange: Exchange): boolean {
  const { status, headers, body } = exchange.delivered;
  if (body === undefined) {
    return true;
  }
  if (exchange.nature !== 'refusal' && status >= 200 && status < 300) {
    return !isTooLarge(body);
  }
  const isPassing = status === 429 || (status >= 500 && status < 600);
  if (exchange.nature !== 'refusal' && !isPassing) {
    return false;
  }
  if (headers['idempotent-replayed'] === 'true') {
    return false;
  }
  const advice = headers['stripe-should-retry'];
  if (advice !== undefined && advice !== '') {
    return advice === 'true';
  }
  const code = codeOf(exchange);
  return isPassing || (status === 409 && code === IN_FLIGHT) || (status === 400 && code === 'rate_limit');
}

/** Who asks for more time than a call has left is not asked again. */
function mustBeRepeated(exchange: Exchange): boolean {
  const wait = exchange.delivered.headers['retry-after'] ?? '';
  return mayBeRepeated(exchange) && !(/^\d+$/.test(wait) && Number(wait) > 1);
}

/** Whether Stripe itself says that there is no such object. */
function saysMissing(exchange: Exchange): boolean {
  const { type, code } = errorOf(exchange);
  const isMissing = code === undefined || typeof code !== 'string' || code === '' || MISSING.includes(code);
  return exchange.delivered.status === 404 && type === 'invalid_request_error' && isMissing;
}

const MISSING = ['resource_missing', 'missing'];

/** Whether the call may go on although one of its calls has failed. */
function isTolerated({ entry }: Judged, call: Call, calls: readonly Call[]): boolean {
  const { seen, nature } = last(call);
  const { surface } = entry.endpoint;
  if (nature !== 'refusal') {
    return false;
  }
  if (seen.method === 'DELETE' && call.length > 1 && saysMissing(last(call))) {
    return true;
  }
  if (isBridged(entry) && isHandledByBridge(last(call))) {
    return true;
  }
  if (entry.path === '/stripe/delete-card') {
    return seen.method === 'GET' && saysMissing(last(call));
  }
  if (entry.path.startsWith('/connector/triggers/')) {
    const { param, code } = errorOf(last(call));
    return (
      seen.url.includes('ending_before') &&
      (param === 'ending_before' || (typeof param !== 'string' && code === MISSING[0]))
    );
  }
  if (surface !== 'card' && surface !== 'webhook') {
    return false;
  }
  // Of its own steps the card service looks up what became of them.
  return seen.method === 'POST' ? call !== calls.at(-1) : saysMissing(last(call));
}

/** Whether a bridge goes on after a rejection, or finds out otherwise what became of the call. */
function isHandledByBridge(exchange: Exchange): boolean {
  const { seen, delivered } = exchange;
  const isSaid = (form: RegExp) => form.test(`${seen.method} ${seen.url.split('?')[0]}`);
  const { message } = errorOf(exchange);
  const isDetached = delivered.status === 400 && /not attached/i.test(String(message));
  const isCertain = !mayBeRepeated(exchange);
  return (
    (isSaid(/^GET .*\/payment_methods\/[^/]+$/) && saysMissing(exchange)) ||
    (isSaid(/^(POST .*\/detach|DELETE .*\/(sources|cards)\/[^/]+)$/) &&
      (saysMissing(exchange) || isDetached)) ||
    (isSaid(/^POST \/v1\/(payment_intents\/[^/]+(\/cancel)?|invoices\/[^/]+\/pay)$/) && isCertain) ||
    (isSaid(/^POST .*(\/capture|\/v1\/payment_methods)$/) && delivered.status >= 500 && isCertain) ||
    (isSaid(/^POST .*\/(refund|refunds)$/) && delivered.status === 400 && isCertain)
  );
}

/** The statuses that tell the truth of a call that has failed. */
function statusesOf(entry: Entry, call: Call): number[] {
  const { surface } = entry.endpoint;
  const { nature, delivered } = last(call);
  const { status, body } = delivered;
  if (nature === 'refusal') {
    const isOfOurKey = ['card', 'webhook'].includes(surface) && (status === 401 || status === 403);
    // What is a parameter to the caller is in the path of today's call, and the other way round.
    const isOfBridge = isBridged(entry) && errorOf(last(call))['type'] === 'invalid_request_error';
    const others = isOfBridge && (status === 400 || status === 404) ? [400, 404] : [];
    return [isOfOurKey ? 502 : status, ...others, ...(codeOf(last(call)) === IN_FLIGHT ? [504] : [])];
  }
  const isKept = body !== undefined && (status === 429 || (status >= 500 && status < 600));
  return isKept ? [status] : [502, 504];
}

/** A call whose calls all went well can fail for what it was told only: what is not what it should be. */
function judgeContent({ exchanges }: Judged, { status, code, message }: Told): void {
  if (status === 404 && code === 'resource_missing') {
    return; // Nobody has the card of the example.
  }
  const isAsItShouldBe = exchanges.every(({ fault }) => fault.kind === 'none');
  ok(!isAsItShouldBe, `it failed with ${status} although every answer was as it should be: ${message}`);
  ok([400, 404, 409, 502].includes(status), `the status ${status} for what an answer says: ${message}`);
}

/** What may have been written says so, with the key under which it is safe to repeat. */
function judgeKey({ entry, givenKey }: Judged, failed: Call[], calls: Call[], { key, code }: Told): void {
  const written = calls.filter(([first]) => first!.seen.method === 'POST');
  if (['card', 'webhook'].includes(entry.endpoint.surface)) {
    equal(key, undefined, 'the card service’s own keys are not told');
    return;
  }
  if (written.length === 0) {
    // A bridge that only read so far would have written.
    const isEchoed =
      isBridged(entry) || failed.some((call) => last(call).delivered.headers['idempotency-key'] === key);
    ok(key === undefined || isEchoed, 'a call that only reads has no key');
    return;
  }
  const deciding = last(failed[0]!);
  const isCertain = deciding.nature === 'refusal' && !mayBeRepeated(deciding);
  if (isCertain) {
    return;
  }
  const used = written.map(([first]) => String(first!.seen.headers['idempotency-key']));
  ok(typeof key === 'string' && key !== '', `the key of ${describe(failed[0]!)} is not told`);
  equal(key, givenKey ?? key);
  ok(
    used.some((one) => isDerived(one, key)),
    `the key ${key} was not used`,
  );
  if (deciding.nature !== 'refusal') {
    match(code ?? '', /^stripe_/);
  }
}

/** The steps of endpoints that have several. */
const STEPS = ['default source'];

/** The steps of bridges. */
const BRIDGE_STEPS = [
  'attach',
  'before',
  'cancel',
  'capture',
  'copy',
  'default',
  'default before',
  'detach',
  'detach new',
  'intent',
  'metadata',
  'payment method',
  'receipt',
  'update',
];

/** Whether a key is that of a step, or one that is made of it, or of a token that can be spent once. */
function isDerived(used: string, key: string): boolean {
  const own = [key, ...STEPS.map((step) => derived(key, step))];
  const spent = derived('tok_visa', '/v1/payment_methods');
  const ofBridges = own.flatMap((one) => BRIDGE_STEPS.map((step) => derived(one, step)));
  return own.includes(used) || (!isOldWay() && [...ofBridges, spent].includes(used));
}

const isBridged = ({ endpoint: { operation, otherOperations } }: Entry): boolean =>
  !isOldWay() && [operation, ...otherOperations].some((one) => one?.bridge !== undefined);

const derived = (key: string, step: string) => createHash('sha256').update(`${key}\n${step}`).digest('hex');

/** A call in short. */
function describe(call: Call): string {
  const { seen } = call[0]!;
  const answers = call.map(({ nature, delivered: { status, body } }) => {
    const text = body === undefined ? 'broken' : JSON.stringify(body.toString().slice(0, 200));
    return `${status} ${text} (${nature})`;
  });
  return `${seen.method} ${seen.url}: ${answers.join(', then ')}`;
}
