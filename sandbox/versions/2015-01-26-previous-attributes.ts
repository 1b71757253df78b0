import { isObject } from '#lib/http/json-object.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import type { Gate } from './gate.ts';
import { mapField } from './objects.ts';

export const gate: Gate = {
  version: '2015-01-26',
  about:
    'previous_attributes hold of a changed dictionary only what changed; canceled_at is when the cancellation was asked for, also where the subscription ends later.',
  replyOut: {
    event: (event) => mapField(event, 'data', (data) => withWholeDictionaries(data as EventData)),
    subscription: (subscription) =>
      subscription['ended_at'] == null
        ? subscription
        : { ...subscription, canceled_at: subscription['ended_at'] },
  },
};

interface EventData {
  readonly object: Json;
  readonly previous_attributes?: Json;
}

function withWholeDictionaries({ object, previous_attributes: previous, ...rest }: EventData): Json {
  if (previous === undefined) {
    return { object, ...rest };
  }
  const whole = Object.entries(previous).map(([field, before]) => {
    const now = object[field];
    return [field, isObject(before) && isObject(now) ? { ...now, ...before } : before];
  });
  return { object, previous_attributes: Object.fromEntries(whole), ...rest };
}
