/** The sandbox's own routes, under `/_sandbox`: what it is, and levers for tests. They concern the key's account. */
import { type Operation, operation } from '#lib/stripe/operation.ts';
import {
  boolean,
  decimal,
  describe,
  enumeration,
  id,
  integer,
  list,
  type Parameters,
  required,
  secret,
  text,
  url,
  type Values,
} from '#lib/stripe/parameters.ts';
import type { Account } from './account.ts';
import { advanceClock } from './advance.ts';
import { type Answer, toJson } from './answer.ts';
import { authenticate as identify, publishableRefusal } from './authenticate.ts';
import { Call } from './call.ts';
import { DAY } from './clock.ts';
import type { DecodedRequest } from './decode.ts';
import type { Json } from './define.ts';
import { invalidRequest } from './errors.ts';
import { authenticate } from './payments/confirm.ts';
import { authenticateSetup } from './payments/set-up.ts';
import { POLICIES } from './policies.ts';
import { paymentIntent } from './resources/payment-intents.ts';
import { setupIntent } from './resources/setup-intents.ts';
import { routerOf } from './route.ts';
import type { Sandbox } from './sandbox.ts';
import { validate } from './validate.ts';
import { isLater } from './versions/default.ts';

const PREFIX = '/_sandbox';

interface Context {
  readonly sandbox: Sandbox;
  readonly account: Account;
  /** The account as its key names it. */
  readonly name: string;
}

interface Control {
  readonly operation: Operation;
  readonly run: (context: Context, values: Values<Parameters>) => Json | Promise<Json>;
}

function route<P extends Parameters>(
  method: Operation['method'],
  path: string,
  description: string,
  parameters: P,
  run: (context: Context, values: Values<P>) => Json | Promise<Json>,
): Control {
  return {
    operation: operation(method, `${PREFIX}${path}`, { description, returns: 'sandbox' }, parameters),
    run: run as Control['run'],
  };
}

/** A step of the clock: long enough for the longest trial, short enough to end. */
const LONGEST_ADVANCE = 5 * 366 * DAY;

const CONTROLS: readonly Control[] = [
  route('GET', '', 'What the sandbox implements.', {}, ({ sandbox }) => describeSandbox(sandbox)),
  route(
    'POST',
    '/clock',
    'Advances the clock of the account; what falls due meanwhile happens, in order.',
    {
      advance: required(integer('By how many seconds.', { min: 0, max: LONGEST_ADVANCE, example: DAY })),
    },
    async ({ sandbox, account: { clock }, name }, { advance }) => {
      await advanceClock(sandbox, name, advance);
      return { now: clock.now() };
    },
  ),
  route(
    'POST',
    '/billing',
    'Sets how the account bills.',
    {
      after_retries: required(
        enumeration(
          ['canceled', 'unpaid', 'past_due'],
          'What becomes of a subscription when all attempts to collect its invoice have failed; canceled at first.',
          { example: 'unpaid' },
        ),
      ),
    },
    ({ account: { billing } }, { after_retries }) => {
      billing.afterRetries = after_retries;
      return { after_retries };
    },
  ),
  route(
    'POST',
    '/policies',
    'Sets what the account, and those connected to it, still accept of what Stripe has withdrawn.',
    {
      account: enumeration(
        ['existing', 'today'],
        'All policies at once: those of an account of long ago, or of one that is opened today.',
      ),
      card_tokens: boolean('Whether card tokens are accepted on charges and customers.'),
      raw_card_numbers: boolean('Whether card numbers are accepted.'),
      accounts_v1: boolean('Whether accounts can be connected by POST /v1/accounts.'),
      charges_create: boolean('Whether charges can be made without a payment intent.'),
      retired_operations: boolean('Whether orders, SKUs, recipients and Bitcoin receivers are served.'),
    },
    ({ account }, { account: kind, ...policies }) => {
      account.adopt({ ...(kind !== undefined && POLICIES[kind]), ...policies });
      return { ...account.policies };
    },
  ),
  route(
    'GET',
    '/policies',
    'What the account still accepts of what Stripe has withdrawn.',
    {},
    ({ account }) => ({
      ...account.policies,
    }),
  ),
  route(
    'POST',
    '/authentications',
    'Answers for the cardholder whom an intent asks to authenticate.',
    {
      intent: required(id('pi', 'The payment or setup intent.')),
      succeeds: boolean('Whether the cardholder is authenticated.', { default: true }),
    },
    ({ sandbox, account }, { intent, succeeds = true }) =>
      account.journal.atomically(() => {
        const call = new Call(account, sandbox.registry, account.clock.now());
        const setup = call.peek(setupIntent, intent);
        const answered =
          setup === undefined
            ? authenticate(call, call.find(paymentIntent, intent, 'intent'), succeeds)
            : authenticateSetup(call, setup, succeeds);
        return { id: answered.id, status: answered.status };
      }),
  ),
  route('POST', '/reset', 'Forgets everything of the account.', {}, ({ sandbox, name }) => {
    sandbox.accounts.reset(name);
    return { reset: true };
  }),
  route(
    'POST',
    '/faults',
    'Makes requests of the account go wrong.',
    {
      kind: required(
        enumeration(['drop_before', 'drop_after', 'delay', 'error', 'cut'], 'What goes wrong.', {
          example: 'drop_after',
        }),
      ),
      status: describe(
        enumeration(['429', '500', '502', '503', '504'], 'The status of an `error`.'),
        'The status of an `error`; needed with it.',
      ),
      delay: integer('Milliseconds of a `delay`.', { min: 0, max: 60_000, example: 100 }),
      method: enumeration(['GET', 'POST', 'DELETE'], 'Only requests with this method.'),
      path: text('Only requests to this path; * stands for any part of it.', { example: '/v1/charges*' }),
      rate: decimal('Which share of the requests.', { min: 0, max: 1, default: 1, example: 0.5 }),
      count: integer('How many requests at most. Default: no limit.', { min: 1 }),
      seed: text('The same seed hits the same requests.', { example: 'a' }),
    },
    ({ account }, { status, ...fault }) => {
      if (fault.kind === 'error' && status === undefined) {
        throw invalidRequest('Missing required param: status.', { param: 'status' });
      }
      account.faults.add({ ...fault, status: status === undefined ? undefined : Number(status) });
      return { armed: fault.kind };
    },
  ),
  route('GET', '/faults', 'Lists what is armed, and how many requests it has hit.', {}, ({ account }) => ({
    data: account.faults.report,
  })),
  route('DELETE', '/faults', 'Takes all faults back.', {}, ({ account }) => {
    account.faults.clear();
    return { deleted: true };
  }),
  route(
    'POST',
    '/webhooks',
    'Sends the events of the account to an address.',
    {
      url: required(url('Where to.')),
      secret: required(secret(text('What the signature is made with.', { example: 'whsec_example' }))),
      events: list(
        text('The name of an event; * stands for any part of it.', { example: 'charge.*' }),
        'Only these.',
      ),
      api_version: text('The version of the API that they are shown in. Default: 2016-07-06.', {
        example: '2013-08-13',
      }),
    },
    ({ sandbox, account }, { url: address, secret: key, events = ['*'], api_version }) => {
      const version = sandbox.registry.versions.of(api_version);
      if (isLater(version)) {
        account.askedAsLater();
      }
      const id = `we_${account.random.text(24)}`;
      account.webhooks.add({ id, url: address, secret: key, events, version });
      return { id, url: address, events, api_version: version };
    },
  ),
  route('DELETE', '/webhooks', 'Sends no events any more.', {}, ({ account }) => {
    account.webhooks.clear();
    return { deleted: true };
  }),
];

const router = routerOf(CONTROLS.map(({ operation }) => operation));

/** Whether a request is to the sandbox itself. */
export function isControl({ path }: DecodedRequest): boolean {
  return path === PREFIX || path.startsWith(`${PREFIX}/`);
}

/**
 * Answers a request to the sandbox itself.
 * @throws {StripeError} as the API does
 */
export async function control(sandbox: Sandbox, request: DecodedRequest): Promise<Answer> {
  const { name, publishable } = identify(request.headers['authorization']);
  if (publishable) {
    throw publishableRefusal();
  }
  const { operation } = router(request.method, request.path);
  const { values } = validate(operation, request.parameters);
  const { run } = CONTROLS.find((one) => one.operation === operation)!;
  const reply = await run({ sandbox, account: sandbox.accounts.get(name), name }, values);
  return { status: 200, headers: {}, body: toJson(reply) };
}

function describeSandbox({ registry }: Sandbox): Json {
  const one = ({ method, path, description }: Operation) => ({ method, path, description });
  const has = (operation: Operation) => registry.implementations.has(operation);
  return {
    object: 'sandbox',
    versions: registry.versions.all,
    implemented: registry.operations.filter(has).map(one),
    not_implemented: registry.operations.filter((operation) => !has(operation)).map(one),
    controls: CONTROLS.map(({ operation }) => one(operation)),
  };
}
