/**
 * The versions of the API. Everything inside speaks the default one, and of what came after it the newest; a gate says what one later change did, and how to turn
 * a reply into what it was before, and an older request into what it is now. No other place knows of versions.
 *
 * Every file of this folder whose name begins with a version is a gate, found by its name.
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

/** Reads the gates. */
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

/** A file of this folder that is named after a version. */
const GATE = /^\d{4}-\d\d-\d\d[-.][^/\\]*\.ts$/;

/** What lies between a version and today. */
interface Past {
  /** From the newest to the oldest. */
  readonly gates: readonly Gate[];
  readonly flagsMissing: ReadonlySet<VersionFlag>;
  /** How types of events began before, and how they have begun since; the newest first. */
  readonly eventTypes: readonly (readonly [before: string, since: string])[];
  readonly changes: ObjectChanges;
}

/** The versions, and the way from each to the newest and back. */
export class Versions implements VersionRules {
  /** From the newest change to the oldest. */
  readonly gates: readonly Gate[];
  /** The versions that can be asked for, oldest first. */
  readonly all: readonly string[];
  readonly #pasts: ReadonlyMap<string, Past>;

  /** Of gates of one version, the last is nearest to today. */
  constructor(gates: readonly Gate[]) {
    this.gates = [...gates].reverse();
    const named = gates.map(({ version }) => version);
    this.all = [...new Set([OLDEST_VERSION, ...named, DEFAULT_VERSION, NEWEST_VERSION])].sort();
    this.#pasts = new Map(this.all.map((version) => [version, this.#pastOf(version)]));
  }

  /** Whether a version can be asked for. */
  has(version: string): boolean {
    return this.#pasts.has(version);
  }

  /**
   * The version that a request asks for by its header.
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

  /** What the sandbox does today and did not do then. */
  flagsMissingAt(version: string): ReadonlySet<VersionFlag> {
    return this.#past(version).flagsMissing;
  }

  /**
   * Looks whether the sandbox has an operation at a version. Of those that it has at the default version, it has at later
   * ones only what it knows today's form of.
   * @throws {StripeError} 400 when it has not
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
   * Looks for parameters that other versions know, and this one does not.
   * @throws {StripeError} 400 when there is one
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

  /** An older request as it would be made today. */
  requestIn(version: string, request: VersionedRequest, sight: GateContext): VersionedRequest {
    return this.#past(version).gates.reduceRight(
      (current, gate) => gate.requestIn?.(current, sight) ?? current,
      withNewerNames(request),
    );
  }

  /**
   * A reply as an older version would have had it. Events say which version they are of. `isExpanded` says whether ids in it
   * became objects.
   */
  replyOut(version: string, reply: Json, sight: GateContext, isExpanded = false): Json {
    const { gates, changes } = this.#past(version);
    const isConcerned = version !== DEFAULT_VERSION || isExpanded || holds(reply, changes);
    return gates.length > 0 && isConcerned ? changeObjects(reply, changes, sight) : reply;
  }

  /**
   * An error as an older version would have had it, about parameters by the names that they were sent by. What is no error
   * of the API stays what it is.
   */
  errorOut(version: string, error: unknown, { operation, parameters }: VersionedRequest): unknown {
    const worded = this.#past(version).gates.reduce(
      (current, gate) =>
        current instanceof StripeError ? (gate.errorOut?.(current, operation) ?? current) : current,
      error,
    );
    return worded instanceof StripeError ? inCallersNames(worded, operation, version, parameters) : worded;
  }

  /** What a version calls a type of event. */
  eventTypeOut(version: string, type: string): string {
    return this.#past(version).eventTypes.reduce(
      (current, [before, since]) => beginningOtherwise(current, since, before),
      type,
    );
  }

  /** What the type of event is called today that a version calls so. */
  eventTypeIn(version: string, type: string): string {
    return this.#past(version).eventTypes.reduceRight(
      (current, [before, since]) => beginningOtherwise(current, before, since),
      type,
    );
  }

  #past(version: string): Past {
    return this.#pasts.get(version)!;
  }

  /** Sorts what the gates since a version say, once for all requests that ask for it. */
  #pastOf(version: string): Past {
    const gates = this.gates.filter((gate) => gate.version > version);
    // What has no form of today is shown as inside, and says so.
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
 * Whether a reply at the default version holds what has changed since. Only intents have, and they stand in lists and in
 * events, or where an id was expanded; so the other replies, which are nearly all, need not be walked.
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
