/** The definitions of tools that clients receive: generated (`manifest/tools.ts`), and selected by the settings. */
import { readFile } from 'node:fs/promises';
import type { Tool } from '@modelcontextprotocol/server';
import type { McpConfig } from './settings.ts';
import { isDirectoryTool, SANDBOX_TOOLS, toolNamed } from './tools/catalogue.ts';

/** The contents of `tools.json`. */
export interface Definitions {
  /** The version of this project. */
  readonly version: string;
  /** The instructions about the whole server, for models. */
  readonly instructions: string;
  readonly tools: readonly Tool[];
}

/** Reads `tools.json`. */
export async function readDefinitions(file: URL): Promise<Definitions> {
  return JSON.parse(await readFile(file, 'utf8'));
}

/**
 * Returns the available tools in the order of the definitions: those that the settings name, without those that write
 * if only reading is allowed.
 * @param sandbox whether Stripe is the sandbox, which has additional tools
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
