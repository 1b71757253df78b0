/** Control routes: reset, save and load the state of an account. */
import * as v from 'valibot';
import { enumeration, lazily, type Parameter, required } from '#lib/parameters/parameters.ts';
import type { Account } from '#sandbox/engine/account.ts';
import type { Accounts, SavedFamily } from '#sandbox/engine/accounts.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import { FORMAT } from '#sandbox/engine/snapshot.ts';
import { DEMO_ACCOUNT, openDemo } from '#sandbox/server/demo/account.ts';
import type { ServedApi } from '#sandbox/server/load.ts';
import { type Context, type Control, route, type Seeds } from './route.ts';

const moment = v.pipe(v.number(), v.finite());
const texts = v.array(v.string());

/** The fields that are needed to load an account. The contents of objects are not validated. */
const saved = v.looseObject({
  format: v.literal(FORMAT),
  accounts: v.pipe(
    v.array(
      v.looseObject({
        id: v.pipe(v.string(), v.regex(/^acct_\w{1,100}$/)),
        platform: v.nullable(v.string()),
        locale: v.object({ country: v.string(), defaultCurrency: v.string(), delayDays: v.number() }),
        random: v.pipe(v.array(v.number()), v.length(4)),
        store: v.object({
          sequence: v.number(),
          latest: moment,
          rows: v.array(
            v.object({
              sequence: v.number(),
              at: moment,
              object: v.looseObject({ id: v.string(), object: v.string() }),
            }),
          ),
          deleted: v.record(v.string(), texts),
        }),
        idempotencyKeys: v.array(v.looseObject({ key: v.string(), request: v.string(), at: v.number() })),
      }),
    ),
    v.minLength(1),
  ),
  times: v.array(
    v.object({
      id: v.string(),
      clock: v.object({ offset: moment, last: moment }),
      tasks: v.array(v.object({ at: moment, kind: v.string(), id: v.string(), account: v.string() })),
    }),
  ),
  keys: v.array(v.tuple([v.string(), v.string(), v.nullable(v.string())])),
});

const stateParameter: Parameter<Json> = {
  type: 'object',
  schema: lazily(() => v.record(v.string(), v.unknown(), 'the reply of GET /_sandbox/state')),
  description: 'The reply of GET /_sandbox/state, of this account or another one.',
  example: {},
};

export const STATE: readonly Control[] = [
  route(
    'POST',
    '/reset',
    'Deletes everything in the account, and restores its state at the start of the sandbox.',
    {
      to: enumeration(
        ['seeded', 'empty'],
        'The state after the reset: that at the start of the sandbox, or empty.',
        { default: 'seeded', example: 'empty' },
      ),
    },
    ({ sandbox, account }, { to = 'seeded' }) => {
      const seeded = to === 'seeded' ? sandbox.seeds.restore(account) : undefined;
      const fresh = seeded ?? sandbox.accounts.reset(account);
      fresh.feed.tell('account', fresh, { replaced_by: seeded === undefined ? 'nothing' : 'seeds' });
      return { reset: true, to: seeded === undefined ? 'empty' : 'seeded' };
    },
  ),
  route(
    'GET',
    '/state',
    'Returns the state of the account and its connected accounts, except faults and webhooks.',
    {},
    (context) => ({ format: FORMAT, ...context.sandbox.accounts.saveOne(platformOf(context)) }),
  ),
  route(
    'POST',
    '/state',
    'Replaces the state of the account by a saved one. Send it as JSON: {"state": …}.',
    { state: required(stateParameter) },
    (context, { state }) => {
      const { accounts, registry } = context.sandbox;
      const loaded = load(accounts, platformOf(context), readable(state, registry), registry);
      loaded.feed.tell('account', loaded, { replaced_by: 'state' });
      return { loaded: true, account: loaded.id };
    },
  ),
];

/** Keeps the initial states of accounts, so that they can be reset. */
export class StartingSeeds implements Seeds {
  readonly #accounts: Accounts;
  readonly #registry: ServedApi;
  readonly #kept = new Map<string, string>();

  constructor(accounts: Accounts, registry: ServedApi) {
    this.#accounts = accounts;
    this.#registry = registry;
  }

  /** Records the current state of an account as its initial state, unless it is a connected account. */
  keep(account: Account): void {
    this.#kept.set(account.id, JSON.stringify(this.#accounts.saveOne(account)));
  }

  restore(account: Account): Account | undefined {
    const kept = this.#kept.get(account.id);
    if (kept !== undefined) {
      return load(this.#accounts, account, JSON.parse(kept), this.#registry);
    }
    if (account.id !== DEMO_ACCOUNT) {
      return undefined;
    }
    const fresh = this.#accounts.reset(account);
    openDemo(fresh, this.#registry);
    return fresh;
  }
}

/**
 * Returns the account.
 * @throws {StripeError} if it is a connected account, because those are saved and loaded with their platform
 */
function platformOf({ account }: Context): Account {
  if (account.platform !== undefined) {
    throw invalidRequest(
      `This account is connected to ${account.platform.id}. Save or load the state of that account, which includes this one.`,
    );
  }
  return account;
}

function readable(state: Json, { tasks }: ServedApi): SavedFamily {
  const { output, issues } = v.safeParse(saved, state);
  const unknown =
    issues === undefined && output.times.flatMap((time) => time.tasks).find(({ kind }) => !tasks.has(kind));
  if (issues !== undefined || unknown) {
    const where = issues === undefined ? 'a task' : v.getDotPath(issues[0]!) || 'it';
    throw invalidRequest(`Invalid state: must be the reply of GET /_sandbox/state; ${where} is not valid.`, {
      param: 'state',
    });
  }
  return output as unknown as SavedFamily;
}

function load(accounts: Accounts, account: Account, family: SavedFamily, registry: ServedApi): Account {
  try {
    return accounts.restoreOne(account, family, registry.resources);
  } catch (error) {
    throw invalidRequest(`Invalid state: ${(error as Error).message}.`, {
      param: 'state',
    });
  }
}
