/** Changing objects within replies and parameters within requests, wherever they stand. */
import type { Operation } from '#lib/stripe/operation.ts';
import type { Json } from '../define.ts';
import { StripeError } from '../errors.ts';
import type { Gate, Sight, VersionedRequest } from './gate.ts';

/**
 * Changes the fields of an object. It is also given what an event says of fields as they were before, which is a part of
 * an object, so it changes what is there.
 */
export type Change = (object: Json, sight: Sight) => Json;

/** Makes a gate's `replyOut`: changes every object of the kinds named, in depth, those within events included. */
export function changing(changes: Readonly<Record<string, Change>>): NonNullable<Gate['replyOut']> {
  const walk = (value: unknown, sight: Sight): unknown => {
    if (Array.isArray(value)) {
      return value.map((item) => walk(item, sight));
    }
    if (!isObject(value)) {
      return value;
    }
    const { object: kind } = value;
    const inner =
      kind === 'event'
        ? { ...value, data: dataOf(value as unknown as EventLike, sight) }
        : within(value, sight);
    return changes[String(kind)]?.(inner, sight) ?? inner;
  };
  const within = (object: Json, sight: Sight): Json =>
    Object.fromEntries(Object.entries(object).map(([field, value]) => [field, walk(value, sight)]));
  const dataOf = ({ data: { object, previous_attributes, ...rest } }: EventLike, sight: Sight): Json => {
    const change = changes[String(object['object'])] ?? ((one: Json) => one);
    return {
      object: walk(object, sight),
      ...(previous_attributes !== undefined && {
        previous_attributes: change(within(previous_attributes, sight), sight),
      }),
      ...rest,
    };
  };
  return (reply, sight) => walk(reply, sight) as Json;
}

interface EventLike {
  readonly data: { readonly object: Json; readonly previous_attributes?: Json };
}

/** The object with other names for some of its fields, in their places. */
export function renamed(object: Json, names: Readonly<Record<string, string>>): Json {
  return Object.fromEntries(Object.entries(object).map(([field, value]) => [names[field] ?? field, value]));
}

/** The object without some of its fields. */
export function without(object: Json, ...fields: readonly string[]): Json {
  return Object.fromEntries(Object.entries(object).filter(([field]) => !fields.includes(field)));
}

/** The object with one field, where it has it, made anew from its value. */
export function made(object: Json, field: string, make: (value: unknown) => unknown): Json {
  return field in object ? { ...object, [field]: make(object[field]) } : object;
}

/** The object with a field, where it has it, in place of which others stand. */
export function inPlaceOf(object: Json, field: string, make: (value: unknown) => Json): Json {
  return Object.fromEntries(
    Object.entries(object).flatMap(([name, value]) =>
      name === field ? Object.entries(make(value)) : [[name, value] as const],
    ),
  );
}

/** A part of an object that an event says was so before has no kind. */
export function isWhole(object: Json): boolean {
  return object['object'] !== undefined;
}

/** Makes a gate that leaves out fields that were added without a version of their own. */
export function withoutFields(
  fields: Readonly<Record<string, readonly string[]>>,
): NonNullable<Gate['replyOut']> {
  return changing(
    Object.fromEntries(
      Object.entries(fields).map(([kind, names]) => [kind, (object: Json) => without(object, ...names)]),
    ),
  );
}

/** The request with other names for those of its parameters that went; what is still called so stays. */
export function renamedParameters(
  request: VersionedRequest,
  names: Readonly<Record<string, string>>,
): VersionedRequest {
  const gone = Object.entries(names).filter(
    ([name]) => request.operation.parameters[name]?.until !== undefined,
  );
  return { ...request, parameters: renamed(request.parameters, Object.fromEntries(gone)) };
}

/** The event with the type that it had before, by the beginnings of types: `customer.card.` and what it became. */
export function renamedEvents(event: Json, names: Readonly<Record<string, string>>): Json {
  return made(event, 'type', (type) => {
    const [before, since] = Object.entries(names).find(([, since]) => String(type).startsWith(since)) ?? [];
    return since === undefined ? type : before + String(type).slice(since.length);
  });
}

/** The request for events, asking for the types that they have since; `*` may stand for any part of them. */
export function renamedEventsInRequest(
  request: VersionedRequest,
  names: Readonly<Record<string, string>>,
): VersionedRequest {
  if (!isOf(request.operation, 'GET /v1/events')) {
    return request;
  }
  const today = (type: unknown) => {
    const [before, since] = Object.entries(names).find(([before]) => String(type).startsWith(before)) ?? [];
    return before === undefined ? type : since + String(type).slice(before.length);
  };
  const types = (given: unknown) => (Array.isArray(given) ? given.map(today) : given);
  return { ...request, parameters: made(made(request.parameters, 'type', today), 'types', types) };
}

/** The error about a parameter that was called otherwise before it came by its name. */
export function renamedInError(
  error: StripeError,
  operation: Operation | undefined,
  names: Readonly<Record<string, string>>,
): StripeError {
  const [first = '', ...rest] = error.body.param?.split(/(?=\[)/) ?? [];
  const before = names[first];
  if (before === undefined || operation?.parameters[first]?.since === undefined) {
    return error;
  }
  const message = error.body.message.replace(new RegExp(`\\b${first}\\b`, 'g'), before);
  return new StripeError(
    error.status,
    { ...error.body, message, param: [before, ...rest].join('') },
    { stands: error.stands },
  );
}

/** Whether a call is of an operation, by its method and path: `POST /v1/charges`. */
export function isOf(operation: Operation | undefined, ...calls: readonly string[]): boolean {
  return operation !== undefined && calls.includes(`${operation.method} ${operation.path}`);
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
