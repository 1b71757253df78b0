/** Endpoints that serve the guide of a surface: how callers migrate, and what it supports. */
import type { Handler } from '#lib/endpoint/endpoint.ts';
import { document } from '#lib/surfaces/shared/document.ts';
import { toStripeErrorResponse } from '#lib/surfaces/shared/stripe-errors.ts';

/** Returns the path of a surface's guide. */
export const guidePath = (surface: string): string => `/guides/${surface}`;

/** Creates an endpoint that serves the README of a surface and is named after it. */
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
