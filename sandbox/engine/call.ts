/** What an operation works with: the objects of its account, the time, and methods to change, list and announce. */
import { type Operation, pathParameters } from '#lib/operations/operation.ts';
import type { Account } from './account.ts';
import { DEFAULT_VERSION, isLater, NEWEST_VERSION } from './api-version.ts';
import { invalidRequest, withoutNumbers } from './errors.ts';
import { makeId } from './ids.ts';
import { type ListParameters, newest, type Page, page } from './lists.ts';
import { type Port, type Provision, port } from './port.ts';
import type { Form, Json, Keys, Kind, Resource, Stored, View } from './resource.ts';
import type { GateContext, OffsetPaging, VersionFlag, VersionRules } from './versions.ts';
import type { WebhookEndpoint } from './webhooks.ts';

/** The request that a call belongs to. */
export interface RequestFacts {
  /** `req_…` */
  readonly id: string;
  /** The requested path without the query: the `url` of lists. */
  readonly path: string;
  readonly operation: Operation;
  readonly idempotencyKey?: string | undefined;
  /** The API version of the request. */
  readonly version: string;
  /** How to find the page of a list that is paged by numbers. */
  readonly offsetPaging?: OffsetPaging | undefined;
}

/** The definitions of the domains that a call needs. */
export interface Definitions {
  /** By the field `object`. */
  readonly resources: ReadonlyMap<string, Resource>;
  /** How objects of the default version are rendered at the newest one, by the field `object`. */
  readonly forms: ReadonlyMap<string, Form>;
  readonly tasks: { has(name: string): boolean };
  /** By the names of their ports. */
  readonly provisions: ReadonlyMap<string, Provision>;
  readonly versions: VersionRules;
}

/** Announces events; see {@link Call.announce}. */
export const announcing = port<{ announce(call: Call, type: string, object: Stored): void }>('events');

/** The fields that an object is created with. */
export type Fields<T extends Stored> = Omit<T, 'id' | 'object' | 'created'> & { id?: string };

export class Call implements View {
  readonly account: Account;
  /** The time of the call, in Unix seconds. */
  readonly now: number;
  /** Undefined if a task runs without a request. */
  readonly request: RequestFacts | undefined;
  readonly #registry: Definitions;
  /** The version that objects are rendered at, if not that of the request. */
  readonly #shownAt: string | undefined;

  constructor(
    account: Account,
    registry: Definitions,
    now: number,
    request?: RequestFacts,
    shownAt?: string,
  ) {
    this.account = account;
    this.now = now;
    this.request = request;
    this.#registry = registry;
    this.#shownAt = shownAt;
  }

  /** Returns the same call, which renders objects at another version. */
  at(version: string): Call {
    return new Call(this.account, this.#registry, this.now, this.request, version);
  }

  /** Returns the same call on another account of the same platform; its changes are undone together with the rest. */
  on(account: Account): Call {
    const now = Math.max(this.now, account.store.latest);
    return new Call(account, this.#registry, now, this.request, this.#shownAt);
  }

  /** Whether a behaviour that differs by version is on; without a request it is. */
  hasFlag(behaviour: VersionFlag): boolean {
    return !this.#registry.versions.flagsMissingAt(this.request?.version ?? NEWEST_VERSION).has(behaviour);
  }

  /** Returns the name of an event type at the request's version. */
  eventType(type: string): string {
    return this.#registry.versions.eventTypeOut(this.#version, type);
  }

  /** Returns today's name of an event type of the request's version. */
  currentEventType(type: string): string {
    return this.#registry.versions.eventTypeIn(this.#version, type);
  }

  /** Without a request, the default version applies. */
  get #version(): string {
    return this.#shownAt ?? this.request?.version ?? DEFAULT_VERSION;
  }

  /** Whether the request's operation or version is later than the default one. */
  get isOfToday(): boolean {
    return this.isLater || this.request?.operation.version !== undefined;
  }

  /** Whether objects are rendered in their form of today. */
  get isLater(): boolean {
    return isLater(this.#version);
  }

  /**
   * Returns this call, and the calls on other accounts that an object with this ID may belong to: the platform, or a
   * connected account.
   */
  platformAndSelf(id: string): Call[] {
    const { platform } = this.account;
    const other = platform ?? this.account.connectedOf(id);
    return other === undefined ? [this] : [this, this.on(other)];
  }

  /** Finds an object by its ID, in this account or in the one that it is connected with. */
  lookUp<T extends Stored>(resource: Resource<T>, id: string): T | undefined {
    return this.platformAndSelf(id)
      .map((call) => call.peek(resource, id))
      .find((found) => found !== undefined);
  }

  /** Stores a new object. `id` is generated unless it is given; `object` and `created` are filled in. */
  create<T extends Stored>(resource: Resource<T>, fields: Fields<T>): T {
    const id = fields.id ?? this.newId(resource);
    const object = { ...fields, id, object: resource.object, created: this.now } as unknown as T;
    return this.account.store.insert(resource, object, this.now);
  }

  /** Generates an ID for an object that is stored later. */
  newId<T extends Stored>(resource: Resource<T>): string {
    if (resource.id === undefined) {
      throw new Error(`The id of a ${resource.object} is chosen by its owner.`);
    }
    const { id, chosenIds, random } = this.account;
    return chosenIds.take(resource.object) ?? makeId(resource.id, id, this.now, random);
  }

  /** Changes fields of a stored object and returns the new object. Fields that are undefined keep their value. */
  change<T extends Stored>(resource: Resource<T>, { id }: T, changes: Partial<T>): T {
    const current = this.account.store.get(resource, id);
    if (current === undefined) {
      throw new Error(`There is no ${resource.object} ${id}.`);
    }
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    return this.account.store.replace(resource, { ...current, ...Object.fromEntries(given) });
  }

  remove<T extends Stored>(resource: Resource<T>, object: T): void {
    this.account.store.remove(resource, object);
  }

  wasDeleted<T extends Stored>(resource: Resource<T>, id: string): boolean {
    return this.account.store.wasDeleted(resource, id);
  }

  peek<T extends Stored>(kind: Kind<T>, id: string | null): T | undefined {
    return id === null ? undefined : this.account.store.get(this.#resourceOf(kind), id);
  }

  /**
   * Finds the object that a parameter names.
   * @throws {StripeError} "No such …": 404 when the parameter is in the path, otherwise 400
   */
  find<T extends Stored>(resource: Resource<T>, id: string, parameter: string = resource.object): T {
    return this.account.store.get(resource, id) ?? this.missing(resource.noun, id, parameter);
  }

  /** Throws because there is no such object. Stripe calls the last parameter of a path `id`. */
  missing(noun: string, id: string, parameter: string): never {
    const { path = '', parameters } = this.request?.operation ?? {};
    const inPath = pathParameters(path);
    const shown = parameters?.[parameter]?.secret ? `${id.slice(0, 4)}****` : withoutNumbers(id);
    if (this.isOfToday) {
      throw invalidRequest(`No such ${noun}: '${shown}'`, {
        code: 'resource_missing',
        param: inPath.includes(parameter) && !NAMED_IN_PATHS.includes(parameter) ? 'id' : parameter,
        status: inPath.includes(parameter) ? 404 : 400,
      });
    }
    throw invalidRequest(`No such ${noun}: ${shown}`, {
      param: parameter === inPath.at(-1) ? 'id' : parameter,
      status: inPath.includes(parameter) ? 404 : 400,
    });
  }

  /** Returns a page of a list, as the list parameters request it. `by` uses indexes, `where` checks each object. */
  page<T extends Stored>(
    resource: Resource<T>,
    parameters: ListParameters,
    by: Keys<T> = {},
    where?: (object: T) => boolean,
  ): Page {
    const { path = '', offsetPaging } = this.request ?? {};
    return page(this, resource, { ...parameters, offsetPaging }, { by, where, url: path });
  }

  /** Returns all objects with these keys, oldest first. */
  all<T extends Stored>(resource: Resource<T>, by: Keys<T>): T[] {
    return newest(this.account.store, resource, by).reverse();
  }

  /** Returns the newest objects with these keys, newest first. */
  newest<T extends Stored>(resource: Resource<T>, by: Keys<T>, limit = Infinity): T[] {
    return newest(this.account.store, resource, by, limit);
  }

  sublist<T extends Stored>(kind: Kind<T>, by: Keys<T>, url: string): Json {
    const { data, has_more, total_count } = page(
      this,
      this.#resourceOf(kind),
      { limit: 10, include: ['total_count'] },
      { by, url },
    );
    return { object: 'list', data: data.map((object) => this.show(object)), has_more, total_count, url };
  }

  show(object: Stored): Json {
    const resource = this.#registry.resources.get(object.object);
    if (resource === undefined) {
      throw new Error(`Nothing says how a ${object.object} is shown.`);
    }
    const { platform } = this.account;
    const view = resource.ofPlatform && platform !== undefined ? this.on(platform) : this;
    if (!this.isLater || resource.isOfToday) {
      return resource.render(object, view);
    }
    const form = this.#registry.forms.get(object.object);
    if (form === undefined) {
      throw invalidRequest(
        `The sandbox knows the form of a ${resource.noun} up to ${DEFAULT_VERSION}, not at ${this.#version}.`,
      );
    }
    return form.show(object, view) as Json;
  }

  /** Whether the sandbox knows today's form of an object. */
  hasToday({ object }: Stored): boolean {
    return this.#registry.forms.has(object) || this.#registry.resources.get(object)?.isOfToday === true;
  }

  /** Returns the provider of a port; see {@link Port}. */
  use<T extends object>(port: Port<T>): T {
    const provision = this.#registry.provisions.get(port.name);
    if (provision === undefined) {
      throw new Error(`Nothing provides ${port.name}.`);
    }
    return provision.methods as T;
  }

  #resourceOf<T extends Stored>(kind: Kind<T>): Resource<T> {
    const resource = typeof kind === 'string' ? this.#registry.resources.get(kind) : kind;
    if (resource === undefined) {
      throw new Error(`Nothing declares the kind ${kind}.`);
    }
    return resource as Resource<T>;
  }

  /** Renders an object at one of the API's versions. */
  showAt(version: string, object: Stored): Json {
    const call = this.at(version);
    return this.#registry.versions.replyOut(version, call.show(object), call.sight());
  }

  /** Renders an object for the caller of the request. */
  showToCaller(object: Stored): Json {
    return this.showAt(this.#version, object);
  }

  /** What version gates can see: objects in their current form. */
  sight(): GateContext {
    return {
      operation: this.request?.operation,
      show: (kind, id) => {
        const resource = this.#registry.resources.get(kind);
        const found = resource && typeof id === 'string' ? this.lookUp(resource, id) : undefined;
        return found?.object === kind ? this.show(found) : undefined;
      },
      list: (kind, by) => {
        const resource = this.#registry.resources.get(kind);
        return resource === undefined ? [] : this.newest(resource, by).map((one) => this.show(one));
      },
    };
  }

  /** Returns the webhooks that receive events of a type. */
  endpointsFor(type: string): WebhookEndpoint[] {
    const { versions } = this.#registry;
    return this.account.webhooks.endpointsFor((version) => versions.eventTypeOut(version, type));
  }

  /**
   * Stores the event of a change and sends it to the account's webhooks. The event contains the object as it is now,
   * so call this when the change is complete; `previous_attributes` are derived.
   */
  announce(type: string, object: Stored): void {
    this.use(announcing).announce(this, type, object);
  }

  /** Schedules a task at a time in Unix seconds. It runs even if its object has been deleted by then. */
  schedule(at: number, kind: string, id: string): void {
    if (!this.#registry.tasks.has(kind)) {
      throw new Error(`Nothing says what to do when ${kind} falls due.`);
    }
    this.account.schedule.add({ at, kind, id, account: this.account });
  }

  /** Merges metadata: an empty value removes its key, an empty string removes all keys. */
  metadata(
    given: Readonly<Record<string, string>> | '' | undefined,
    current: Readonly<Record<string, string>> = {},
  ): Readonly<Record<string, string>> {
    if (given === '') {
      return {};
    }
    const merged = Object.entries({ ...current, ...given }).filter(([, value]) => value !== '');
    if (merged.length > MAX_METADATA_KEYS) {
      throw invalidRequest(`Metadata can have at most ${MAX_METADATA_KEYS} keys.`, { param: 'metadata' });
    }
    return Object.fromEntries(merged);
  }
}

/** Path parameters that errors call by their own names. */
const NAMED_IN_PATHS = ['intent', 'payment_method'];

/** Stripe's limit today; the limit in 2016 is not recorded. */
const MAX_METADATA_KEYS = 50;

/** Turns the empty value of a parameter into null; undefined stays undefined. */
export function orNull<T>(value: T | '' | undefined): T | null | undefined {
  return value === '' ? null : value;
}
