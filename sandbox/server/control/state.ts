/** All that an account holds: emptied, put back to what it was at the start, saved and loaded. */
import * as v from 'valibot';
import { enumeration, lazily, type Parameter, required } from '#lib/parameters/parameters.ts';
import type { Account } from '#sandbox/engine/account.ts';
import type { Accounts, SavedFamily } from '#sandbox/engine/accounts.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import { FORMAT } from '#sandbox/engine/snapshot.ts';
import type { ServedApi } from '#sandbox/server/load.ts';
import { type Context, type Control, route, type Seeds } from './route.ts';

const moment = v.pipe(v.number(), v.finite());
const texts = v.array(v.string());

/** What must be there for an account to be opened; what objects hold besides is as the sandbox itself wrote it. */
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
  schema: lazily(() => v.record(v.string(), v.unknown(), 'what GET /_sandbox/state gave')),
  description: 'What GET /_sandbox/state gave, of this account or of another one.',
  example: {},
};

export const STATE: readonly Control[] = [
  route(
    'POST',
    '/reset',
    'Forgets everything of the account, and puts back what it held when the sandbox started.',
    {
      to: enumeration(
        ['seeded', 'empty'],
        'What to put it back to: what the account held when the sandbox started, or nothing.',
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
    'Gives all that the account and those connected to it hold, but for faults and webhooks, to be loaded later.',
    {},
    (context) => ({ format: FORMAT, ...context.sandbox.accounts.saveOne(platformOf(context)) }),
  ),
  route(
    'POST',
    '/state',
    'Puts what GET /_sandbox/state gave in the place of what the account holds. Send it as JSON: {"state": …}.',
    { state: required(stateParameter) },
    (context, { state }) => {
      const { accounts, registry } = context.sandbox;
      const loaded = load(accounts, platformOf(context), readable(state, registry), registry);
      loaded.feed.tell('account', loaded, { replaced_by: 'state' });
      return { loaded: true, account: loaded.id };
    },
  ),
];

/** What accounts held at a moment, to put them back to it. */
export class StartingSeeds implements Seeds {
  readonly #accounts: Accounts;
  readonly #registry: ServedApi;
  readonly #kept = new Map<string, string>();

  constructor(accounts: Accounts, registry: ServedApi) {
    this.#accounts = accounts;
    this.#registry = registry;
  }

  /** Remembers what an account holds now. It must not be connected to another one. */
  keep(account: Account): void {
    this.#kept.set(account.id, JSON.stringify(this.#accounts.saveOne(account)));
  }

  restore(account: Account): Account | undefined {
    const kept = this.#kept.get(account.id);
    return kept === undefined ? undefined : load(this.#accounts, account, JSON.parse(kept), this.#registry);
  }
}

/** A connected account shares time and changes with its platform, so they are saved and loaded as a whole. */
function platformOf({ account }: Context): Account {
  if (account.platform !== undefined) {
    throw invalidRequest(
      `This account is connected to ${account.platform.id}: save and load the state of that one, which holds it.`,
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
    throw invalidRequest(
      `Invalid state: must be what GET /_sandbox/state of this sandbox gave; ${where} is not.`,
      {
        param: 'state',
      },
    );
  }
  return output as unknown as SavedFamily;
}

function load(accounts: Accounts, account: Account, family: SavedFamily, registry: ServedApi): Account {
  try {
    return accounts.restoreOne(account, family, registry.resources);
  } catch (error) {
    throw invalidRequest(`Invalid state: its parts do not fit together (${(error as Error).message}).`, {
      param: 'state',
    });
  }
}
