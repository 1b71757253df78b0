import { isObject } from '#lib/http/json-object.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import type { VersionedRequest } from '#sandbox/engine/versions.ts';
import type { Gate, ObjectChange } from './gate.ts';
import { mapField, moved, renameFields } from './objects.ts';

const STATUSES: Readonly<Record<string, string>> = {
  requires_payment_method: 'requires_source',
  requires_action: 'requires_source_action',
};

const beforeIntent: ObjectChange = (intent) => {
  const named = renameFields(intent, {
    next_action: 'next_source_action',
    payment_method_types: 'allowed_source_types',
    setup_future_usage: 'save_source_to_customer',
  });
  const status = mapField(named, 'status', (value) => STATUSES[String(value)] ?? value);
  return mapField(status, 'save_source_to_customer', (usage) => usage !== null);
};

/** Before this version, what are now payment methods were sources. */
export const gate: Gate = {
  version: '2019-02-11',
  about:
    'A payment intent requires a payment method and an action instead of a source and a source action, and its fields are named so.',
  requestIn: (request) =>
    request.operation.path.startsWith('/v1/payment_intents') ? renamedRequest(request) : request,
  replyOut: { payment_intent: beforeIntent },
};

function renamedRequest(request: VersionedRequest): VersionedRequest {
  const parameters = moved(request.parameters, {
    allowed_source_types: 'payment_method_types',
    save_source_to_customer: 'setup_future_usage',
  });
  return { ...request, parameters: isObject(parameters) ? saving(parameters) : parameters };
}

function saving(parameters: Json): Json {
  const { setup_future_usage: usage, ...others } = parameters;
  if (usage === 'false') {
    return others;
  }
  return usage === 'true' ? { ...others, setup_future_usage: 'off_session' } : parameters;
}
