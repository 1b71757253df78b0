/** Finds the operation for a method and a path. */
import type { Operation } from '#lib/operations/operation.ts';
import { unrecognizedUrl } from '#lib/stripe/error-messages.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';

/** An operation and the path parameters of a request. */
export interface Match {
  readonly operation: Operation;
  readonly inPath: Readonly<Record<string, string>>;
}

interface Route {
  readonly operation: Operation;
  readonly segments: readonly string[];
}

/** Finds the operation of a method and path. */
export interface Router {
  /** @throws {StripeError} 404 if there is none */
  (method: string, path: string): Match;
  find(method: string, path: string): Match | undefined;
}

/** Creates a router for operations. Paths without parameters take precedence. */
export function routerOf(operations: readonly Operation[]): Router {
  const routes = new Map<string, Route[]>();
  for (const operation of operations) {
    const segments = operation.path.split('/');
    const key = `${operation.method} ${segments.length}`;
    routes.set(key, [...(routes.get(key) ?? []), { operation, segments }]);
  }
  for (const alternatives of routes.values()) {
    alternatives.sort((a, b) => precedence(a).localeCompare(precedence(b)));
  }
  const find = (method: string, path: string): Match | undefined => {
    const segments = path.split('/');
    for (const { operation, segments: template } of routes.get(`${method} ${segments.length}`) ?? []) {
      const inPath = match(template, segments);
      if (inPath !== undefined) {
        return { operation, inPath };
      }
    }
    return undefined;
  };
  const route = (method: string, path: string): Match => {
    const match = find(method, path);
    if (match === undefined) {
      throw invalidRequest(unrecognizedUrl(method, path), { status: 404 });
    }
    return match;
  };
  return Object.assign(route, { find });
}

/** Returns a sort key, which compares paths segment by segment and puts fixed segments first. */
function precedence({ segments }: Route): string {
  return segments.map((segment) => (segment.startsWith('{') ? '1' : '0')).join('');
}

function match(template: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  const inPath: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const expected = template[index]!;
    if (!expected.startsWith('{')) {
      if (segment !== expected) {
        return undefined;
      }
      continue;
    }
    const value = decodeSegment(segment);
    if (value === undefined || value === '') {
      return undefined;
    }
    inPath[expected.slice(1, -1)] = value;
  }
  return inPath;
}

function decodeSegment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    // An invalid percent encoding cannot be the ID of an object.
    return undefined;
  }
}
