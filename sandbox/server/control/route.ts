/** How the sandbox's own routes are declared: like operations, with parameters that are checked and described. */
import { type Operation, operation } from '#lib/operations/operation.ts';
import type { Parameters, Values } from '#lib/parameters/parameters.ts';
import type { Account } from '#sandbox/engine/account.ts';
import type { Accounts } from '#sandbox/engine/accounts.ts';
import { Call } from '#sandbox/engine/call.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import type { HttpResponse } from '#sandbox/engine/response.ts';
import type { DecodedRequest, RawRequest } from '#sandbox/server/decode.ts';
import type { ServedApi } from '#sandbox/server/load.ts';
import type { RequestLog } from '#sandbox/server/request-log.ts';

export const PREFIX = '/_sandbox';

/** What of the sandbox can be controlled. */
export interface Controlled {
  readonly registry: ServedApi;
  readonly accounts: Accounts;
  readonly requests: RequestLog;
  readonly seeds: Seeds;
  /** What opens all accounts. */
  readonly token: string | undefined;
  runDueOf(account: Account): void;
  runNextDueOf(account: Account): boolean;
  perform(
    caller: { account: Account; publishable: boolean },
    raw: RawRequest,
    decoded: DecodedRequest,
  ): Promise<HttpResponse>;
}

/** What accounts held when the sandbox started. */
export interface Seeds {
  /** Puts it in the place of an account, if it held anything, and gives the account in its place. */
  restore(account: Account): Account | undefined;
}

/** Who asks, and for what. */
export class Context {
  readonly sandbox: Controlled;
  /** The account of the key, or the one of the token that `Stripe-Account` names. */
  readonly asked: Account | undefined;
  /** The version of the API that objects are shown at. */
  readonly version: string;

  constructor(sandbox: Controlled, asked: Account | undefined, version: string) {
    this.sandbox = sandbox;
    this.asked = asked;
    this.version = version;
  }

  /** @throws {StripeError} 400 when the token is given without an account */
  get account(): Account {
    if (this.asked === undefined) {
      throw invalidRequest(
        `The token opens all accounts: name one of them in the header Stripe-Account. GET ${PREFIX}/accounts lists them.`,
      );
    }
    return this.asked;
  }

  /** A call on the account, now. */
  get call(): Call {
    const { account, sandbox } = this;
    return new Call(account, sandbox.registry, Math.max(account.clock.now(), account.store.latest));
  }

  /** The ids of the accounts of which the caller may hear; undefined means all. */
  hears({ account, platform }: { account: string | null; platform: string | null }): boolean {
    const { asked } = this;
    return (
      asked === undefined || account === asked.id || (asked.platform === undefined && platform === asked.id)
    );
  }
}

/** An answer that goes on: `begin` is given what writes to it, and gives what ends it. */
export class Stream {
  readonly begin: (write: (text: string) => void) => () => void;

  constructor(begin: Stream['begin']) {
    this.begin = begin;
  }
}

type Reply = Json | Stream;

/** A route, and what it does. */
export interface Control {
  readonly operation: Operation;
  readonly run: (context: Context, values: Values<Parameters>) => Reply | Promise<Reply>;
}

/** Declares a route below `/_sandbox`. */
export function route<P extends Parameters>(
  method: Operation['method'],
  path: string,
  description: string,
  parameters: P,
  run: (context: Context, values: Values<P>) => Reply | Promise<Reply>,
): Control {
  return {
    operation: operation(method, `${PREFIX}${path}`, { description, returns: 'sandbox' }, parameters),
    run: run as Control['run'],
  };
}

/** A list as the API gives one. */
export function listOf(data: readonly unknown[], has_more = false): Json {
  return { object: 'list', data, has_more };
}
