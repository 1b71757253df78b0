/** Lists of Stripe's, all their pages. */
import { ifThere } from './session.ts';

/** Asks for a page of a list. */
type AskForPage = (paging: { limit: number; starting_after?: string }) => Promise<Record<string, unknown>>;

const PAGE = 100;

/** What a list holds, in its order; nothing where Stripe says that there is no such list, or no more. */
export async function* listed<T extends { readonly id: string }>(ask: AskForPage): AsyncGenerator<T> {
  for (let after: string | undefined; ; ) {
    const page = await ifThere(ask({ limit: PAGE, ...(after !== undefined && { starting_after: after }) }));
    const data = (page?.['data'] ?? []) as T[];
    yield* data;
    after = data.at(-1)?.id;
    if (page?.['has_more'] !== true || after === undefined) {
      return;
    }
  }
}

/** The first of a list that was made with some metadata. */
export async function firstMadeWith<T extends { readonly id: string }>(
  [name, value]: readonly [string, string],
  ask: AskForPage,
): Promise<T | undefined> {
  for await (const object of listed<T & { metadata?: Record<string, string> }>(ask)) {
    if (object.metadata?.[name] === value) {
      return object;
    }
  }
  return undefined;
}
