/**
 * The versions of the API. Everything inside speaks the newest; a gate says what one later change did, and how to turn
 * a reply into what it was before, and an older request into what it is now. No other place knows of versions.
 *
 * Every file of this folder whose name begins with a version is a gate, found by its name.
 */
import { readdir } from 'node:fs/promises';
import { isKnownAt, type Operation } from '#lib/stripe/operation.ts';
import type { Json } from '../define.ts';
import { invalidRequest, StripeError } from '../errors.ts';
import { DEFAULT_VERSION, OLDEST_VERSION } from './default.ts';
import type { Behaviour, Gate, Sight, VersionedRequest } from './gate.ts';

/** Reads the gates. */
export async function loadVersions(): Promise<Versions> {
  const folder = new URL('./', import.meta.url);
  const files = (await readdir(folder)).filter((file) => /^\d{4}-\d\d-\d\d-.*\.ts$/.test(file)).sort();
  const modules = await Promise.all(
    files.map((file) => import(new URL(file, folder).href) as Promise<{ gate?: Gate }>),
  );
  return new Versions(
    modules.map(({ gate }, index) => {
      const file = files[index]!;
      if (gate === undefined || !file.startsWith(gate.version)) {
        throw new Error(`sandbox/versions/${file} exports no gate of the version in its name.`);
      }
      return gate;
    }),
  );
}

/** The versions, and the way from each to the newest and back. */
export class Versions {
  /** From the newest change to the oldest. */
  readonly gates: readonly Gate[];
  /** The versions that can be asked for, oldest first. */
  readonly all: readonly string[];

  /** Of gates of one version, the last is nearest to today. */
  constructor(gates: readonly Gate[]) {
    this.gates = [...gates].reverse();
    this.all = [...new Set([OLDEST_VERSION, ...gates.map(({ version }) => version), DEFAULT_VERSION])].sort();
  }

  /** Whether a version can be asked for. */
  has(version: string): boolean {
    return this.all.includes(version);
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
  lacks(version: string): ReadonlySet<Behaviour> {
    return new Set(this.#since(version).flatMap(({ brings }) => (brings === undefined ? [] : [brings])));
  }

  /**
   * Looks for parameters that other versions know, and this one does not.
   * @throws {StripeError} 400 when there is one
   */
  checkNames(version: string, operation: Operation, parameters: Json): void {
    for (const name of Object.keys(parameters)) {
      const parameter = Object.hasOwn(operation.parameters, name) ? operation.parameters[name] : undefined;
      if (parameter !== undefined && !isKnownAt(version, parameter)) {
        throw invalidRequest(`Received unknown parameter: ${name}`, { param: name });
      }
    }
  }

  /** An older request as it would be made today. */
  requestIn(version: string, request: VersionedRequest, sight: Sight): VersionedRequest {
    return this.#since(version).reduceRight(
      (current, gate) => gate.requestIn?.(current, sight) ?? current,
      request,
    );
  }

  /** A reply as an older version would have had it. Events say which version they are of. */
  replyOut(version: string, reply: Json, sight: Sight): Json {
    const gates = this.#since(version);
    return gates.length === 0
      ? reply
      : gates.reduce((current, gate) => gate.replyOut?.(current, sight) ?? current, dated(reply, version));
  }

  /** An error as an older version would have had it; what is no error of the API stays what it is. */
  errorOut(version: string, error: unknown, operation: Operation | undefined): unknown {
    return this.#since(version).reduce(
      (current, gate) =>
        current instanceof StripeError ? (gate.errorOut?.(current, operation) ?? current) : current,
      error,
    );
  }

  #since(version: string): readonly Gate[] {
    return this.gates.filter((gate) => gate.version > version);
  }
}

function dated(reply: Json, version: string): Json {
  const one = (object: Json): Json =>
    object['object'] === 'event' ? { ...object, api_version: version } : object;
  const { object, data } = reply as { object?: unknown; data?: unknown };
  return object === 'list' && Array.isArray(data) ? { ...reply, data: data.map(one) } : one(reply);
}
