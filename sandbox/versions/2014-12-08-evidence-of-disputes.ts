import { isObject } from '#lib/http/json-object.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import type { Gate } from './gate.ts';
import { mapField, replaceField } from './objects.ts';

/** Before this version, evidence was a single string. */
export const gate: Gate = {
  version: '2014-12-08',
  about: 'Evidence of disputes has fields; when it is due is among its details.',
  requestIn: (request) =>
    typeof request.parameters['evidence'] === 'string'
      ? {
          ...request,
          parameters: { ...request.parameters, evidence: inOneText(request.parameters['evidence']) },
        }
      : request,
  replyOut: {
    dispute: (dispute) =>
      replaceField(mapField(dispute, 'evidence', asOneText), 'evidence_details', (details) => ({
        evidence_due_by: (details as Json)['due_by'],
      })),
  },
};

function inOneText(text: string): Json {
  return { uncategorized_text: text };
}

function asOneText(evidence: unknown): string | null {
  const texts = isObject(evidence)
    ? Object.values(evidence).filter((value) => typeof value === 'string')
    : [];
  return texts.length === 0 ? null : texts.join('\n');
}
