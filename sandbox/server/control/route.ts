/** Declares control routes. Like operations, they have validated and documented parameters. */
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

/** The parts of the sandbox that control routes use. */
export interface Controlled {
  readonly registry: ServedApi;
  readonly accounts: Accounts;
  readonly requests: RequestLog;
  readonly seeds: Seeds;
  /** The token that gives access to all accounts. */
  readonly token: string | undefined;
  runDueOf(account: Account): void;
  runNextDueOf(account: Account): boolean;
  perform(
    caller: { account: Account; publishable: boolean },
    raw: RawRequest,
    decoded: DecodedRequest,
  ): Promise<HttpResponse>;
}

/** The states that accounts had when the sandbox started. */
export interface Seeds {
  /**
   * Restores the initial state of an account, and returns the new account. Returns undefined if the account did not
   * exist then.
   */
  restore(account: Account): Account | undefined;
}

/** The caller of a control route. */
export class Context {
  readonly sandbox: Controlled;
  /**
   * The account of the key, or the one named by `Stripe-Account`; undefined if the caller uses the token and names no
   * account.
   */
  readonly asked: Account | undefined;
  /** The API version at which objects are rendered. */
  readonly version: string;

  constructor(sandbox: Controlled, asked: Account | undefined, version: string) {
    this.sandbox = sandbox;
    this.asked = asked;
    this.version = version;
  }

  /**
   * The account that the request is about.
   * @throws {StripeError} 400 if the caller uses the token without naming an account
   */
  get account(): Account {
    if (this.asked === undefined) {
      throw invalidRequest(
        `The token opens all accounts. Name one in the header Stripe-Account; GET ${PREFIX}/accounts lists them.`,
      );
    }
    return this.asked;
  }

  /** A call for the account, at its current time. */
  get call(): Call {
    const { account, sandbox } = this;
    return new Call(account, sandbox.registry, Math.max(account.clock.now(), account.store.latest));
  }

  /** Checks whether the caller may receive messages about an account. */
  hears({ account, platform }: { account: string | null; platform: string | null }): boolean {
    const { asked } = this;
    return (
      asked === undefined || account === asked.id || (asked.platform === undefined && platform === asked.id)
    );
  }
}

/** A streamed response. `begin` receives a writer and returns a function that ends the stream. */
export class Stream {
  readonly begin: (write: (text: string) => void) => () => void;

  constructor(begin: Stream['begin']) {
    this.begin = begin;
  }
}

type Reply = Json | Stream;

/** A control route and its handler. */
export interface Control {
  readonly operation: Operation;
  readonly run: (context: Context, values: Values<Parameters>) => Reply | Promise<Reply>;
}

/** Declares a control route. */
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

/** Returns a list in the API's format. */
export function listOf(data: readonly unknown[], has_more = false): Json {
  return { object: 'list', data, has_more };
}
