/** The sandbox without its HTTP server: turns request values into response values. */
import { setTimeout as sleep } from 'node:timers/promises';
import { maskForms, maskFormsIn } from '#lib/parameters/secret-forms.ts';
import type { Account, Environment } from '#sandbox/engine/account.ts';
import { Accounts } from '#sandbox/engine/accounts.ts';
import { DEFAULT_VERSION, isLater } from '#sandbox/engine/api-version.ts';
import { Call } from '#sandbox/engine/call.ts';
import { runNextDue } from '#sandbox/engine/due.ts';
import { apiError, notImplemented, StripeError } from '#sandbox/engine/errors.ts';
import { type Fault, faultError } from '#sandbox/engine/faults.ts';
import type { Page } from '#sandbox/engine/lists.ts';
import { checkRetired } from '#sandbox/engine/policies.ts';
import { Random } from '#sandbox/engine/random.ts';
import type { Json, Stored } from '#sandbox/engine/resource.ts';
import { type HttpResponse, toJson } from '#sandbox/engine/response.ts';
import type { VersionedRequest } from '#sandbox/engine/versions.ts';
import { authenticate, publishableKeyError } from './authenticate.ts';
import { control, isControl } from './control/control.ts';
import { StartingSeeds } from './control/state.ts';
import { type DecodedRequest, decode, type RawRequest } from './decode.ts';
import { DEMO_ACCOUNT, openDemo } from './demo/account.ts';
import { expand } from './expand.ts';
import { isFromBrowser } from './guard.ts';
import type { ServedApi } from './load.ts';
import { requireMultipart } from './multipart.ts';
import { isForPublishable, PUBLISHABLE_KEYS, withoutFingerprints } from './publishable-keys.ts';
import { type Answered, RequestLog } from './request-log.ts';
import type { Match } from './route.ts';
import { type Checked, validate } from './validate.ts';

export class Sandbox {
  readonly registry: ServedApi;
  readonly accounts: Accounts;
  readonly token: string | undefined;
  /** The latest API requests. */
  readonly requests: RequestLog;
  /** The states that accounts are reset to. */
  readonly seeds: StartingSeeds;
  readonly #log: (error: unknown) => void;
  readonly #random: Random;

  /**
   * @param log receives unexpected errors
   * @param token gives access to all accounts below `/_sandbox`; if undefined, no token does
   */
  constructor(registry: ServedApi, world: Environment, log: (error: unknown) => void, token?: string) {
    this.registry = registry;
    this.token = token;
    this.accounts = new Accounts(world, (account) => {
      if (account.id === DEMO_ACCOUNT) {
        openDemo(account, registry);
      }
    });
    this.requests = new RequestLog(this.accounts.feed);
    this.seeds = new StartingSeeds(this.accounts, registry);
    this.#log = log;
    this.#random = new Random(`${world.seed} requests`);
  }

  /** Runs all due tasks of all accounts. */
  runDue(): void {
    for (const account of this.accounts) {
      this.runDueOf(account);
    }
  }

  /** Runs all due tasks of an account, including those that they schedule. */
  runDueOf(account: Account): void {
    const now = account.clock.now();
    while (runNextDue(account, this.registry, now, this.#log));
  }

  /** Runs the first due task of an account. Returns whether there was one. */
  runNextDueOf(account: Account): boolean {
    return runNextDue(account, this.registry, account.clock.now(), this.#log);
  }

  /** Handles a request; it never throws. */
  async handle(raw: RawRequest): Promise<HttpResponse> {
    const id = `req_${this.#random.text(14)}`;
    let decoded: DecodedRequest;
    let caller: Caller;
    try {
      decoded = await decode(raw);
      if (isControl(decoded)) {
        const answer = await control(this, decoded);
        return { ...answer, headers: { ...this.#headersOf(raw, id), ...answer.headers } };
      }
      caller = this.#callerOf(decoded);
    } catch (error) {
      const answer = this.#failed(error, raw);
      if (!isControl({ path: raw.url.split('?', 1)[0]! })) {
        this.#note({ id, account: undefined, raw, parameters: {}, answer }, Date.now());
      }
      return { ...answer, headers: { ...this.#headersOf(raw, id), ...answer.headers } };
    }
    return this.perform(caller, raw, decoded);
  }

  /** Handles an API request of an authenticated caller; it never throws. */
  async perform(
    { account, publishable }: Caller,
    raw: RawRequest,
    decoded: DecodedRequest,
  ): Promise<HttpResponse> {
    const id = `req_${account.random.text(14)}`;
    const received = Date.now();
    let answer: HttpResponse;
    try {
      answer = await this.#serve(account, decoded, id, publishable);
      answer = { ...answer, headers: { Date: httpDate(account.clock.now()), ...answer.headers } };
      setImmediate(() => this.runDueOf(account));
    } catch (error) {
      answer = this.#failed(error, raw);
    }
    this.#note({ id, account, raw, parameters: decoded.parameters, answer }, received);
    return { ...answer, headers: { ...this.#headersOf(raw, id), ...answer.headers } };
  }

  #callerOf({ headers }: DecodedRequest): Caller {
    const { name, publishable } = authenticate(headers['authorization']);
    return { account: this.accounts.get(name, headers['stripe-account']), publishable };
  }

  #note(answered: Omit<Answered, 'operation' | 'received' | 'duration'>, received: number): void {
    const { method, url } = answered.raw;
    const operation = this.registry.router.find(method, url.split('?', 1)[0]!)?.operation;
    this.requests.add({ ...answered, operation, received, duration: Date.now() - received });
  }

  async #serve(
    account: Account,
    request: DecodedRequest,
    id: string,
    publishable: boolean,
  ): Promise<HttpResponse> {
    const { method, path, headers, parameters } = request;
    const { versions } = this.registry;
    const version = versions.of(headers['stripe-version']);
    const lacks = versions.flagsMissingAt(version);
    const key = headers['idempotency-key'];
    const faults = account.faults.match({ method, path, idempotencyKey: key });
    if (faults.some(({ kind }) => kind === 'drop_before')) {
      return { status: 0, headers: {}, body: '', fault: 'drop' };
    }
    const match = this.registry.router(method, path);
    if (publishable && !isForPublishable(match, lacks)) {
      throw publishableKeyError();
    }
    versions.checkOperation(version, match.operation);
    versions.checkNames(version, match.operation, parameters);
    const run = () => this.#execute({ account, match, request, id, version, publishable, faults });
    const isLenient = lacks.has('reused idempotency keys are errors');
    let answer: HttpResponse;
    try {
      answer =
        key === undefined || method !== 'POST'
          ? await run()
          : await account.idempotencyKeys.once(
              { key, method, path, parameters, id, isLenient },
              () => account.clock.now(),
              run,
            );
    } catch (error) {
      throw versions.errorOut(version, error, { operation: match.operation, parameters });
    }
    const fault = faults.some(({ kind }) => kind === 'drop_after')
      ? 'drop'
      : faults.some(({ kind }) => kind === 'cut')
        ? 'cut'
        : undefined;
    return fault === undefined ? answer : { ...answer, fault };
  }

  /** Validates a request and executes it if it is valid. */
  async #execute(execution: Execution): Promise<HttpResponse> {
    const { account, match, faults, version } = execution;
    const { versions } = this.registry;
    for (const { kind, delay = 0 } of faults) {
      if (kind === 'delay') {
        await sleep(delay);
      }
    }
    const status = faults.find(({ kind }) => kind === 'error')?.status;
    if (status !== undefined && status !== 500) {
      throw faultError(status);
    }
    const implementation = this.registry.implementations.get(match.operation);
    if (implementation === undefined) {
      const { method, path } = match.operation;
      throw notImplemented(`${method} ${path}`);
    }
    checkRetired(account.policies, match.operation, execution.request.path);
    requireMultipart(match.operation, execution.request.headers);
    const request = {
      operation: match.operation,
      parameters: { ...execution.request.parameters, ...match.inPath },
    };
    const asked = versions.requestIn(version, request, this.#call(execution).sight());
    const checked = validate(match.operation, asked.parameters, { version, sentAs: asked.sentAs });
    if (isLater(version)) {
      account.askedAsLater();
    }
    this.runDueOf(account);
    try {
      const reply = account.journal.atomically(() => {
        if (status === 500) {
          throw faultError(status);
        }
        const call = this.#call(execution, asked);
        return this.#reply(execution, call, checked, implementation.behave(call, checked.values));
      });
      return { status: 200, headers: {}, body: toJson(reply) };
    } catch (error) {
      return this.#failed(versions.errorOut(version, error, request), execution.request);
    }
  }

  #call({ account, match, request, id, version }: Execution, asked?: VersionedRequest): Call {
    const { operation } = match;
    const facts = {
      id,
      path: request.path,
      operation,
      idempotencyKey: request.headers['idempotency-key'],
      version,
      offsetPaging: asked?.offsetPaging,
    };
    return new Call(account, this.registry, account.clock.now(), facts);
  }

  #reply({ version, publishable }: Execution, call: Call, checked: Checked, result: object): Json {
    const reply = expand(call, this.registry, this.#show(call, result), checked.expand);
    const shown = publishable && call.hasFlag(PUBLISHABLE_KEYS) ? withoutFingerprints(reply) : reply;
    return this.registry.versions.replyOut(version, shown, call.sight(), checked.expand.length > 0);
  }

  /** Renders stored objects and pages of them as the API does. Other JSON is already rendered. */
  #show(call: Call, result: object): Json {
    const { object, data } = result as Partial<Page>;
    if (object === 'list' && data !== undefined) {
      return { ...result, data: data.map((item) => this.#show(call, item)) };
    }
    return this.registry.resources.has(String(object)) ? call.show(result as Stored) : (result as Json);
  }

  /** Returns the echoed request headers and the request ID. */
  #headersOf({ headers }: RawRequest, id: string): Record<string, string> {
    const version = headers['stripe-version'] ?? DEFAULT_VERSION;
    const account = headers['stripe-account'];
    const echoed = {
      'Stripe-Account': account === undefined ? undefined : maskForms(account).replaceAll('…', '****'),
      'Idempotency-Key': headers['idempotency-key'],
    };
    const present = Object.entries(echoed).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    return {
      'Content-Type': 'application/json',
      'Request-Id': id,
      'Stripe-Version': this.registry.versions.has(version) ? version : DEFAULT_VERSION,
      ...Object.fromEntries(present),
    };
  }

  #failed(error: unknown, request: Pick<RawRequest, 'headers'>): HttpResponse {
    if (!(error instanceof StripeError)) {
      this.#log(error);
      const failure = apiError('The sandbox could not process this request. See its log for the cause.');
      return this.#failed(failure, request);
    }
    // A browser would ask its user for a key, and then send it with all later requests, including those that other
    // websites trigger.
    const asks = error.status === 401 && !isFromBrowser(request);
    return {
      status: error.status,
      headers: asks ? { 'WWW-Authenticate': 'Basic realm="Stripe"' } : {},
      body: maskFormsIn(toJson(error)),
    };
  }
}

/** An authenticated caller. */
interface Caller {
  readonly account: Account;
  /** Publishable keys can only create tokens. */
  readonly publishable: boolean;
}

interface Execution {
  readonly account: Account;
  readonly match: Match;
  readonly request: DecodedRequest;
  readonly id: string;
  readonly version: string;
  readonly publishable: boolean;
  readonly faults: readonly Fault[];
}

/**
 * Formats the account's time for HTTP. Callers that synchronize with Stripe's clock then follow the account's clock.
 */
function httpDate(now: number): string {
  return new Date(now * 1000).toUTCString();
}
