/** Requests that Stripe refuses, and how: one line each. */

/** One request and the refusal that it gets. */
export interface BadRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** What begins with `$` stands for something that exists. */
  readonly path: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number;
  readonly type: string;
  readonly code: string | undefined;
  readonly param: string | undefined;
  /** Stripe documents, or showed, that it refuses this; how in particular may be our choice. */
  readonly basis: 'documented' | 'our choice';
}

/** What is said of a refusal besides its status: the parameter, and what else is not as with most. */
type Told = Partial<Pick<BadRequest, 'type' | 'code' | 'param' | 'headers' | 'basis'>>;

function to(method: BadRequest['method']) {
  return (
    path: string,
    parameters: BadRequest['parameters'],
    status: number,
    { type = 'invalid_request_error', code, param, headers = {}, basis = 'documented' }: Told = {},
  ): BadRequest => ({ method, path, parameters, headers, status, type, code, param, basis });
}

/** A request, its parameters, the status of the refusal, and what it says. */
export const get = to('GET');
export const post = to('POST');
export const del = to('DELETE');

/** A refusal of the card: 402. */
export const card = (code: string, param?: string): Told => ({
  type: 'card_error',
  code,
  ...(param && { param }),
});

/** A refusal of which no document tells what it says. */
export const chosen = (param?: string): Told => ({ basis: 'our choice', ...(param && { param }) });
