/**
 * Documents the errors of the surfaces whose READMEs are not generated: their format, and this project's own error
 * codes.
 */
import * as connector from '#lib/surfaces/connector/manifest/errors.ts';
import * as rest from '#lib/surfaces/rest/manifest/errors.ts';
import { type Document, GENERATED } from '#lib/surfaces/shared/manifest/documents.ts';
import * as socket from '#lib/surfaces/socket/manifest/errors.ts';

const INTRODUCTION = `# Errors

The errors of [blocks](block/README.md#error-codes) and [cards](card/README.md#error-codes) are in their own READMEs.`;

/** Creates `functions/ERRORS.md`. */
export function documents(): Document[] {
  const sections = [socket, connector, rest].map(({ errors }) => errors());
  const text = [`<!-- ${GENERATED} -->`, INTRODUCTION, ...sections].join('\n\n');
  return [{ file: 'functions/ERRORS.md', text: `${text}\n` }];
}
