import { mcp } from '#lib/surfaces/mcp/mcp.ts';
import tools from './tools.json' with { type: 'json' };

export const handler = mcp(tools);
