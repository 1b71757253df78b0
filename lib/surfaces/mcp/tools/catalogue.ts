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

/** The tools that find and call any operation. */
export const DIRECTORY_TOOLS = ['find_operations', 'read_operation', 'write_operation'] as const;

/** The name of a directory tool. */
export type DirectoryTool = (typeof DIRECTORY_TOOLS)[number];

/** The names that select several tools, besides groups. */
export const MODES: readonly string[] = ['core', 'all', 'directory'];

/** The groups of tools. */
export const GROUPS: readonly string[] = [...new Set(STRIPE_TOOLS.map(({ group }) => group))];

const byName = new Map([...STRIPE_TOOLS, ...SANDBOX_TOOLS].map((tool) => [tool.name, tool]));

/** Returns the tool of an operation by its name. */
export function toolNamed(name: string): OperationTool | undefined {
  return byName.get(name);
}

/** Checks whether a tool exists, including those of the directory. */
export function isToolName(name: string): boolean {
  return byName.has(name) || isDirectoryTool(name);
}

/** Checks whether a tool is one of the directory's. */
export function isDirectoryTool(name: string): name is DirectoryTool {
  return (DIRECTORY_TOOLS as readonly string[]).includes(name);
}
