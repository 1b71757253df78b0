/** A business in the sandbox for the model: a platform, its connected account, and what is expected of them. */
import { encodeForm } from '#lib/http/form.ts';
import type { RawRequest } from '#sandbox/server/decode.ts';
import type { ServedApi } from '#sandbox/server/load.ts';
import { Sandbox } from '#sandbox/server/sandbox.ts';
import type { Api, Reply } from '../helpers/api.ts';

/** The key of the platform. */
const KEY = 'sk_test_model';
/** When every sequence begins, in Unix seconds: the last day of a month, 2016-01-31. */
const START = 1_454_234_400;

export const DAY = 86_400;

/** What a step works with; `expected` is what the sandbox does not know. */
export interface Business {
  readonly sandbox: Sandbox;
  readonly platform: Api;
  readonly account: Api;
  /** The id of the connected account. */
  readonly accountId: string;
  /** A bank account of the connected account that sends all money back. */
  readonly closedBank: string;
  readonly expected: Expected;
}

/** What the steps note of what they did. */
export interface Expected {
  /** By how much the balance of each customer was changed by hand. */
  readonly adjusted: Map<string, number>;
  /** The prices of SKUs and how many there were at first. */
  readonly skus: Map<string, { readonly price: number; readonly quantity: number | null }>;
  /** Returns of goods that were never sent. */
  readonly unsent: Set<string>;
  /** Subscriptions that were changed without a proration. */
  readonly unprorated: Set<string>;
}

/** A refusal of the sandbox; anything but 400, 402 and 404 is a defect. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, body: string) {
    super(`${status}: ${body}`);
    this.status = status;
  }
}

/** Opens a business of its own, in a sandbox of its own. */
export async function openBusiness(registry: ServedApi): Promise<Business> {
  const defects: unknown[] = [];
  const sandbox = new Sandbox(registry, { now: () => START, seed: 'model' }, (error) => defects.push(error));
  const platform = apiIn(sandbox, defects);
  const { id: accountId } = await platform.post('/v1/accounts', { managed: true });
  const bank = (account_number: string) =>
    platform.post(`/v1/accounts/${accountId}/external_accounts`, {
      external_account: {
        object: 'bank_account',
        country: 'US',
        currency: 'usd',
        account_number,
        routing_number: '110000000',
      },
    });
  await bank('000123456789');
  const { id: closedBank } = await bank('000111111113');
  const expected = {
    adjusted: new Map(),
    skus: new Map(),
    unsent: new Set<string>(),
    unprorated: new Set<string>(),
  };
  return { sandbox, platform, account: platform.on(accountId), accountId, closedBank, expected };
}

/** Calls of the platform without HTTP in between; what the sandbox logs as its own defect fails the call. */
interface As {
  readonly account?: string | undefined;
  readonly version?: string | undefined;
}

function apiIn(sandbox: Sandbox, defects: unknown[], as: As = {}): Api {
  const send = async (method: string, path: string, parameters: object): Promise<Reply> => {
    const form = encodeForm(parameters as Record<string, unknown>);
    const isPost = method === 'POST';
    const request: RawRequest = {
      method,
      url: isPost || form === '' ? path : `${path}?${form}`,
      headers: {
        authorization: `Bearer ${KEY}`,
        'stripe-account': as.account,
        'stripe-version': as.version,
        ...(isPost && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      body: Buffer.from(isPost ? form : ''),
    };
    const { status, body } = await sandbox.handle(request);
    if (defects.length > 0) {
      throw defects[0];
    }
    if (status !== 200) {
      throw new Refused(status, body);
    }
    return JSON.parse(body);
  };
  return {
    key: KEY,
    get: (path, parameters = {}) => send('GET', path, parameters),
    post: (path, parameters = {}) => send('POST', path, parameters),
    del: (path, parameters = {}) => send('DELETE', path, parameters),
    on: (account) => apiIn(sandbox, defects, { ...as, account }),
    at: (version) => apiIn(sandbox, defects, { ...as, version }),
  };
}
