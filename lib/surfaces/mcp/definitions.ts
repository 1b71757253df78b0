/** The definitions of tools, as clients are sent them: generated (`manifest/tools.ts`), and chosen by the settings. */
import { readFile } from 'node:fs/promises';
import type { Tool } from '@modelcontextprotocol/server';
import type { McpConfig } from './settings.ts';
import { isDirectoryTool, SANDBOX_TOOLS, toolNamed } from './tools/catalogue.ts';

/** What `tools.json` holds. */
export interface Definitions {
  /** The version of this project. */
  readonly version: string;
  /** What a model is told of the server as a whole. */
  readonly instructions: string;
  readonly tools: readonly Tool[];
}

/** Reads `tools.json`. */
export async function readDefinitions(file: URL): Promise<Definitions> {
  return JSON.parse(await readFile(file, 'utf8'));
}

/**
 * The tools that are offered, in the order of the definitions: those that the settings name, less those that do more than
 * read where only that is allowed.
 * @param sandbox whether Stripe is the sandbox, which has tools of its own
 */
export function offered(
  { tools }: Definitions,
  { STRIPE_MCP_TOOLS: named, STRIPE_MCP_READ_ONLY: readOnly }: McpConfig,
  sandbox: boolean,
): Tool[] {
  const isNamed = (name: string) => {
    const tool = toolNamed(name);
    if (tool === undefined) {
      return [name, 'core', 'directory'].some((one) => named.includes(one));
    }
    return SANDBOX_TOOLS.includes(tool)
      ? sandbox
      : [name, tool.group, 'all', tool.core && 'core'].some((one) => one && named.includes(one));
  };
  return tools.filter(({ name }) => isNamed(name) && (readOnly === 'false' || reads(name)));
}

function reads(name: string): boolean {
  return isDirectoryTool(name) ? name !== 'write_operation' : toolNamed(name)?.effect === 'read';
}
