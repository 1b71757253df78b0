/** Endpoints that serve the guide of a surface: how its callers migrate, and what it does. */
import type { Handler } from '#lib/endpoint/endpoint.ts';
import { document } from '#lib/surfaces/shared/document.ts';
import { toStripeErrorResponse } from '#lib/surfaces/shared/stripe-errors.ts';

/** Where the guide of a surface is served. */
export const guidePath = (surface: string): string => `/guides/${surface}`;

/** Makes an endpoint, named for a surface, that serves the README of that surface. */
export function guide(file: URL): Handler {
  return document({
    surface: 'none',
    path: guidePath,
    description: 'How to migrate, and what is supported, as Markdown.',
    toErrorResponse: toStripeErrorResponse,
    file,
    type: 'text/markdown',
  });
}
