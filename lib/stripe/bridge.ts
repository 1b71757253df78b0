/**
 * Runs bridges, which replace an old operation by calls of today's API. A bridge is declared with its operation and
 * may make several calls. Callers of an operation do not notice whether it has a bridge.
 */
import { randomUUID } from 'node:crypto';
import type { Config } from '#lib/config/config.ts';
import { type BridgeCalls, type Operation, TODAY } from '#lib/operations/operation.ts';
import type { Parameters, Values } from '#lib/parameters/parameters.ts';
import { checkedAnswer } from './bridge-answers.ts';
import { StripeApiError, StripeConnectionError } from './errors.ts';
import { keyOfStep } from './idempotency-keys.ts';
import { errorForCaller, errorForVersion } from './past-errors.ts';
import type { StripeResponse } from './response.ts';
import type { RequestOptions, Send } from './send.ts';

/** The settings that affect bridges. */
export type BridgeSettings = Pick<Config, 'CARD_PAYMENTS' | 'SAVED_CARD_PAYER'>;

/** Wraps `plain` so that operations with a bridge use it, unless CARD_PAYMENTS is `charges`. */
export function withBridges(plain: Send, settings: () => BridgeSettings): Send {
  return async (operation, values, options) => {
    const { CARD_PAYMENTS, SAVED_CARD_PAYER } = settings();
    if (operation.bridge !== undefined && CARD_PAYMENTS === 'payment_intents') {
      return cross(plain, operation, values, options, SAVED_CARD_PAYER);
    }
    try {
      return await plain(operation, values, options);
    } catch (error) {
      throw error instanceof StripeApiError ? errorForCaller(error, options.apiVersion) : error;
    }
  };
}

/** Runs the bridge of an operation. Its errors are reported as those of a single call with the caller's own key. */
async function cross<P extends Parameters>(
  plain: Send,
  operation: Operation<P>,
  values: Values<P>,
  options: RequestOptions,
  savedCardPayer: Config['SAVED_CARD_PAYER'],
): Promise<StripeResponse> {
  const key = options.idempotencyKey ?? randomUUID();
  let lastCall: StripeResponse | undefined;
  let lastWrite: StripeResponse | undefined;
  const ofToday = new WeakSet<object>();
  async function send(called: Operation, its: object, apiVersion: string, idempotencyKey: string) {
    const answer = await plain(called, its as Values<Parameters>, { ...options, apiVersion, idempotencyKey });
    lastCall = checkedAnswer(called, answer);
    lastWrite = called.method === 'POST' ? answer : lastWrite;
    return answer;
  }
  async function sendToday(called: Operation, its: object, idempotencyKey: string) {
    try {
      return await send(called, its, TODAY, idempotencyKey);
    } catch (error) {
      if (error instanceof StripeApiError) {
        ofToday.add(error);
      }
      throw error;
    }
  }
  const calls: BridgeCalls = {
    version: options.apiVersion,
    savedCardPayer,
    deadline: options.deadline,
    today: async (called, its, name) => {
      if (called.method === 'POST' && name === undefined) {
        throw new Error(`The bridge step POST ${called.path} has no name.`);
      }
      return sendToday(called, its, keyOfStep(key, name));
    },
    once: (called, its, spent) => sendToday(called, its, keyOfStep(spent, called.path)),
    legacy: (called, its, name) => send(called, its, options.apiVersion, keyOfStep(key, name)),
  };
  const ofCaller = operation.method === 'GET' ? undefined : key;
  try {
    const answer = await operation.bridge!(calls, values, (its = values) =>
      send(operation, its, options.apiVersion, key),
    );
    return {
      ...answer,
      headers: headersOfCall(
        { ...lastCall?.headers, ...answer.headers },
        options,
        ofCaller,
        lastWrite?.headers,
      ),
    };
  } catch (error) {
    if (error instanceof StripeApiError) {
      const { status, error: body, parameter, requestId, retryable } = error;
      const headers = headersOfCall(error.headers, options, ofCaller);
      throw errorForVersion(
        new StripeApiError(status, body, {
          parameter,
          requestId,
          retryable,
          headers,
          idempotencyKey: ofCaller,
        }),
        options.apiVersion,
        ofToday.has(error),
      );
    }
    throw error instanceof StripeConnectionError ? error.withKey(ofCaller) : error;
  }
}

/** The response headers: those of a step, without the ones that only concern that step. */
function headersOfCall(
  { 'idempotency-key': _, ...headers }: Readonly<Record<string, string>>,
  { apiVersion }: RequestOptions,
  key: string | undefined,
  ofLastWrite: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const { 'idempotent-replayed': replayed, 'original-request': original } = ofLastWrite;
  return {
    ...headers,
    ...('stripe-version' in headers && { 'stripe-version': apiVersion }),
    ...(key !== undefined && { 'idempotency-key': key }),
    ...(replayed !== undefined && { 'idempotent-replayed': replayed }),
    ...(original !== undefined && { 'original-request': original }),
  };
}
