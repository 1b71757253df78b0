/**
 * The versions of the API. Everything inside speaks the newest; a gate says what one later change did, and how to turn
 * a reply into what it was before, and an older request into what it is now. No other place knows of versions.
 */
import type { Json } from '../define.ts';
import { invalidRequest } from '../errors.ts';

/** A request before it is routed. */
export interface VersionedRequest {
  readonly method: string;
  readonly path: string;
  readonly parameters: Json;
}

/** One change to the API. Callers of older versions pass through it, both ways. */
export interface Gate {
  /** The version that brought the change. */
  readonly version: string;
  readonly about: string;
  readonly requestIn?: (request: VersionedRequest) => VersionedRequest;
  readonly replyOut?: (reply: Json) => Json;
}

/** What accounts of the sandbox are on; it is spoken inside. */
export const DEFAULT_VERSION = '2016-07-06';

/** The versions that can be asked for. */
export const VERSIONS: readonly string[] = [DEFAULT_VERSION];

/** From the newest change to the oldest. */
const GATES: readonly Gate[] = [];

/** Whether a version can be asked for. */
export function isKnown(version: string): boolean {
  return VERSIONS.includes(version);
}

/** The version that a request asks for by its header. */
export function versionOf(header: string | undefined): string {
  const version = header ?? DEFAULT_VERSION;
  if (!isKnown(version)) {
    throw invalidRequest(
      `Invalid Stripe API version: ${version.slice(0, 40)}. The sandbox knows ${VERSIONS.join(' and ')}.`,
    );
  }
  return version;
}

/** An older request as it would be made today. */
export function requestIn(version: string, request: VersionedRequest): VersionedRequest {
  return GATES.filter((gate) => gate.version > version).reduceRight(
    (current, gate) => gate.requestIn?.(current) ?? current,
    request,
  );
}

/** A reply as an older version would have had it. */
export function replyOut(version: string, reply: Json): Json {
  return GATES.filter((gate) => gate.version > version).reduce(
    (current, gate) => gate.replyOut?.(current) ?? current,
    reply,
  );
}
