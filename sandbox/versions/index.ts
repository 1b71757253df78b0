/**
 * The versions of the API. All other code uses the default version, and the newest version of what was added after
 * it. A gate describes one change and converts requests to the newer form and replies to the older one. No other code
 * knows about versions.
 *
 * Every file in this folder whose name begins with a version is a gate.
 */
import { importFolder } from '#lib/operations/import-folder.ts';
import { isKnownAt, type Operation } from '#lib/operations/operation.ts';
import type { Parameters } from '#lib/parameters/parameters.ts';
import { DEFAULT_VERSION, isLater, NEWEST_VERSION, OLDEST_VERSION } from '#sandbox/engine/api-version.ts';
import { invalidRequest, StripeError } from '#sandbox/engine/errors.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import type { GateContext, VersionedRequest, VersionFlag, VersionRules } from '#sandbox/engine/versions.ts';
import type { Gate, ObjectChange } from './gate.ts';
import { inCallersNames, withNewerNames } from './names.ts';
import { OPERATIONS_OF_TODAY } from './operations-of-today.ts';
import { changeObjects, type ObjectChanges } from './reply.ts';

/** Loads the gates. */
export async function loadVersions(): Promise<Versions> {
  const modules = await importFolder('sandbox/versions', (file) => GATE.test(file));
  return new Versions(
    modules.map(([file, { gate }]) => {
      if (gate === undefined || !file.startsWith((gate as Gate).version)) {
        throw new Error(`sandbox/versions/${file} exports no gate of the version in its name.`);
      }
      return gate as Gate;
    }),
  );
}

/** The files of this folder that are named after a version. */
const GATE = /^\d{4}-\d\d-\d\d[-.][^/\\]*\.ts$/;

/** Everything between a version and today. */
interface Past {
  /** From newest to oldest. */
  readonly gates: readonly Gate[];
  readonly flagsMissing: ReadonlySet<VersionFlag>;
  /** Older and newer prefixes of event types, newest first. */
  readonly eventTypes: readonly (readonly [before: string, since: string])[];
  readonly changes: ObjectChanges;
}

/** The versions, and the conversions between each of them and the newest. */
export class Versions implements VersionRules {
  /** From the newest change to the oldest. */
  readonly gates: readonly Gate[];
  /** The supported versions, oldest first. */
  readonly all: readonly string[];
  readonly #pasts: ReadonlyMap<string, Past>;

  /** If several gates belong to one version, the last one is nearest to today. */
  constructor(gates: readonly Gate[]) {
    this.gates = [...gates].reverse();
    const named = gates.map(({ version }) => version);
    this.all = [...new Set([OLDEST_VERSION, ...named, DEFAULT_VERSION, NEWEST_VERSION])].sort();
    this.#pasts = new Map(this.all.map((version) => [version, this.#pastOf(version)]));
  }

  /** Whether a version is supported. */
  has(version: string): boolean {
    return this.#pasts.has(version);
  }

  /**
   * Returns the version that the header of a request selects.
   * @throws {StripeError} 400 when there is no such version
   */
  of(header: string | undefined): string {
    const version = header ?? DEFAULT_VERSION;
    if (!this.has(version)) {
      throw invalidRequest(
        `Invalid Stripe API version: ${version.slice(0, 40)}. The sandbox knows ${this.all.join(', ')}.`,
      );
    }
    return version;
  }

  /** Returns the behaviours that this version does not have yet. */
  flagsMissingAt(version: string): ReadonlySet<VersionFlag> {
    return this.#past(version).flagsMissing;
  }

  /**
   * Checks that the sandbox has an operation at a version. At versions later than the default it has only operations
   * whose current form it knows.
   * @throws {StripeError} 400 when it does not
   */
  checkOperation(version: string, operation: Operation): void {
    if (!isLater(version) || operation.version !== undefined) {
      return;
    }
    const today = OPERATIONS_OF_TODAY.has(operation);
    if (version !== NEWEST_VERSION || !today) {
      const { method, path } = operation;
      const where = `up to ${DEFAULT_VERSION}${today ? ` and at ${NEWEST_VERSION}` : ''}`;
      throw invalidRequest(`The sandbox has ${method} ${path} ${where}, not at ${version}.`);
    }
  }

  /**
   * Checks that a version has all parameters of a request.
   * @throws {StripeError} 400 when a parameter exists only at other versions
   */
  checkNames(version: string, operation: Operation, parameters: Json): void {
    const declared: Parameters = { ...operation.parameters, ...operation.additions };
    for (const name of Object.keys(parameters)) {
      const parameter = Object.hasOwn(declared, name) ? declared[name] : undefined;
      if (parameter !== undefined && !isKnownAt(version, parameter)) {
        throw invalidRequest(`Received unknown parameter: ${name}`, {
          param: name,
          ...(isLater(version) && { code: 'parameter_unknown' }),
        });
      }
    }
  }

  /** Converts a request of an older version to today's form. */
  requestIn(version: string, request: VersionedRequest, sight: GateContext): VersionedRequest {
    return this.#past(version).gates.reduceRight(
      (current, gate) => gate.requestIn?.(current, sight) ?? current,
      withNewerNames(request),
    );
  }

  /**
   * Converts a reply to the form of an older version. Events say which version they have. `isExpanded` says whether
   * IDs in the reply were replaced by objects.
   */
  replyOut(version: string, reply: Json, sight: GateContext, isExpanded = false): Json {
    const { gates, changes } = this.#past(version);
    const isConcerned = version !== DEFAULT_VERSION || isExpanded || holds(reply, changes);
    return gates.length > 0 && isConcerned ? changeObjects(reply, changes, sight) : reply;
  }

  /**
   * Converts an error to the form of an older version, with the parameter names that the caller sent. Errors that are
   * not the API's are returned unchanged.
   */
  errorOut(version: string, error: unknown, { operation, parameters }: VersionedRequest): unknown {
    const worded = this.#past(version).gates.reduce(
      (current, gate) =>
        current instanceof StripeError ? (gate.errorOut?.(current, operation) ?? current) : current,
      error,
    );
    return worded instanceof StripeError ? inCallersNames(worded, operation, version, parameters) : worded;
  }

  /** Returns a version's name of an event type. */
  eventTypeOut(version: string, type: string): string {
    return this.#past(version).eventTypes.reduce(
      (current, [before, since]) => beginningOtherwise(current, since, before),
      type,
    );
  }

  /** Returns today's name of a version's event type. */
  eventTypeIn(version: string, type: string): string {
    return this.#past(version).eventTypes.reduceRight(
      (current, [before, since]) => beginningOtherwise(current, before, since),
      type,
    );
  }

  #past(version: string): Past {
    return this.#pasts.get(version)!;
  }

  /** Collects the changes since a version, once for all requests at that version. */
  #pastOf(version: string): Past {
    const gates = this.gates.filter((gate) => gate.version > version);
    // Kinds without a form of today are rendered at the default version, and the event says so.
    const isOfDefault = (event: Json) => isLater(version) && event['api_version'] === DEFAULT_VERSION;
    const dated: ObjectChange = (event) => ({
      ...event,
      api_version: isOfDefault(event) ? DEFAULT_VERSION : version,
      type: this.eventTypeOut(version, String(event['type'])),
    });
    const changes = new Map<string, ObjectChange[]>([['event', [dated]]]);
    for (const [kind, change] of gates.flatMap(({ replyOut = {} }) => Object.entries(replyOut))) {
      changes.set(kind, [...(changes.get(kind) ?? []), change]);
    }
    return {
      gates,
      flagsMissing: new Set(gates.flatMap(({ flag }) => (flag === undefined ? [] : [flag]))),
      eventTypes: gates.flatMap(({ eventTypes = {} }) => Object.entries(eventTypes)),
      changes,
    };
  }
}

/**
 * Whether a reply at the default version can contain something that has changed since. Only intents have, and they
 * occur in lists, in events and in place of expanded IDs. All other replies, nearly all of them, need not be walked.
 */
function holds({ object, data }: Json, changes: ObjectChanges): boolean {
  if (object === 'list') {
    return (data as Json[]).some((item) => holds(item, changes));
  }
  return changes.has(object === 'event' ? (data as { object: Json }).object['object'] : object);
}

function beginningOtherwise(type: string, from: string, to: string): string {
  return type.startsWith(from) ? to + type.slice(from.length) : type;
}
