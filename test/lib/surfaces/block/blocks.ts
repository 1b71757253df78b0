/** What the tests of the blocks share: the blocks, how they are called, and what reached Stripe. */
import { type Entry, readCatalogue } from '#lib/endpoint/catalogue.ts';
import type { Operation } from '#lib/operations/operation.ts';
import type { Reply } from '../../../helpers/api.ts';
import { call, type Received, type Sent } from '../../../helpers/call.ts';
import type { Seen } from '../../../helpers/upstream.ts';

/** All blocks, by name. */
export async function readBlocks(): Promise<Map<string, Block>> {
  const blocks = (await readCatalogue()).filter(
    ({ endpoint }) => endpoint.surface === 'block' && endpoint.operation !== undefined,
  );
  return new Map(blocks.map((entry) => [entry.name, entry as Block]));
}

/** A block. */
export type Block = Entry & { readonly endpoint: { readonly operation: Operation } };

/** What a block answered. */
export interface Answered {
  readonly callback: 'success' | 'error';
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it by name, and fail where a name is missing.
  readonly to: any;
  readonly received: Received;
}

/** Calls a block with a key, and gives what is in the envelope; the argument `to` names where that is. */
export async function ask(
  { handler, name: block }: Pick<Block, 'handler' | 'name'>,
  args: object,
  more: Sent = {},
): Promise<Answered> {
  const sent = { key: 'sk_test_blocks', body: { args }, path: `/api/Stripe/${block}`, ...more };
  const received = await call(handler, sent);
  const { callback, contextWrites } = received.body;
  const { to: name } = args as { to?: unknown };
  const named = typeof name === 'string' && name !== '';
  return { callback, to: named ? contextWrites?.[name] : contextWrites?.['#']?.to, received };
}

/** Calls a block, which must succeed, and gives Stripe's object. */
export type Run = (name: string, args?: object, headers?: Readonly<Record<string, string>>) => Promise<Reply>;

/** Calls blocks with a key; a refusal is thrown with what was called and what was said. */
export function runWith(blocks: ReadonlyMap<string, Block>, key: string): Run {
  return async (name, args = {}, headers = {}) => {
    const { callback, to } = await ask(blocks.get(name)!, args, { key, headers });
    if (callback !== 'success') {
      throw new Error(`${name} ${JSON.stringify(args)} was refused: ${JSON.stringify(to)}`);
    }
    return to;
  };
}

/** The names and values that a request carried in its query or body. */
export function parametersOf({ url, body }: Seen): Record<string, string> {
  const query = url.split('?')[1] ?? '';
  return Object.fromEntries(new URLSearchParams(body === '' ? query : body));
}

/** A value as a form has it: `{a: {b: [1]}}` is `a[b][0]=1`. */
export function flatten(value: unknown, name: string): [name: string, value: string][] {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, item]) => flatten(item, `${name}[${key}]`))
    : [[name, String(value)]];
}
