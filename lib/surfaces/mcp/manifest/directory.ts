/** The definitions of the tools that find an operation and call it. */
import type { Tool } from '@modelcontextprotocol/server';

const operation = { type: 'string', description: 'The name of the operation, e.g. create_transfer.' };

const its = {
  type: 'object',
  description: 'The arguments of the operation, as find_operations describes them.',
  additionalProperties: true,
};

const output = { type: 'object', properties: { id: { type: 'string' }, error: { type: 'object' } } } as const;

/** The tools of the directory, in their order. */
export const directoryDefinitions: readonly Tool[] = [
  {
    name: 'find_operations',
    title: 'Find operations',
    description:
      'Finds operations of Stripe that no other tool here offers, by what you want to do or by name. Gives for each what it does, its arguments, and the tool to call it with. If nothing fits, gives all names.',
    inputSchema: {
      type: 'object',
      properties: {
        query: { type: 'string', description: 'What you want to do, e.g. "pay out the balance to a bank".' },
      },
      required: ['query'],
    },
    outputSchema: {
      type: 'object',
      properties: {
        found: { type: 'array', items: { type: 'object' } },
        operations: { type: 'array', items: { type: 'string' } },
        error: { type: 'object' },
      },
    },
    annotations: {
      title: 'Find operations',
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
  },
  {
    name: 'read_operation',
    title: 'Read by an operation',
    description: 'Calls an operation that only reads, by its name. Use find_operations first.',
    inputSchema: { type: 'object', properties: { operation, arguments: its }, required: ['operation'] },
    outputSchema: output,
    annotations: {
      title: 'Read by an operation',
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: true,
    },
  },
  {
    name: 'write_operation',
    title: 'Write by an operation',
    description:
      'Calls an operation that changes something, by its name. It may move money or be irreversible: find_operations tells. Use that first.',
    inputSchema: { type: 'object', properties: { operation, arguments: its }, required: ['operation'] },
    outputSchema: output,
    annotations: {
      title: 'Write by an operation',
      readOnlyHint: false,
      destructiveHint: true,
      idempotentHint: false,
      openWorldHint: true,
    },
  },
] as readonly Tool[];
