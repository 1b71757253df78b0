/** All tools, by name. */
import { billingTools } from './billing.ts';
import { connectTools } from './connect.ts';
import { paymentTools } from './payments.ts';
import { sandboxTools } from './sandbox.ts';
import type { OperationTool } from './tool.ts';

/** The tools that call operations of Stripe. */
export const STRIPE_TOOLS: readonly OperationTool[] = [...paymentTools, ...billingTools, ...connectTools];

/** The tools that call the sandbox. */
export const SANDBOX_TOOLS: readonly OperationTool[] = sandboxTools;

/** The tools that find an operation and call it, whichever it is. */
export const DIRECTORY_TOOLS = ['find_operations', 'read_operation', 'write_operation'] as const;

/** A tool of the directory. */
export type DirectoryTool = (typeof DIRECTORY_TOOLS)[number];

/** What a list of tools can name beside groups and tools. */
export const MODES: readonly string[] = ['core', 'all', 'directory'];

/** The groups of tools. */
export const GROUPS: readonly string[] = [...new Set(STRIPE_TOOLS.map(({ group }) => group))];

const byName = new Map([...STRIPE_TOOLS, ...SANDBOX_TOOLS].map((tool) => [tool.name, tool]));

/** The tool of an operation by its name. */
export function toolNamed(name: string): OperationTool | undefined {
  return byName.get(name);
}

/** Whether there is a tool of that name, one of the directory included. */
export function isToolName(name: string): boolean {
  return byName.has(name) || isDirectoryTool(name);
}

/** Whether a tool is one of the directory. */
export function isDirectoryTool(name: string): name is DirectoryTool {
  return (DIRECTORY_TOOLS as readonly string[]).includes(name);
}
