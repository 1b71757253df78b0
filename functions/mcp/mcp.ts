import { mcp } from '#lib/surfaces/mcp/mcp.ts';

export const handler = mcp(new URL('./tools.json', import.meta.url));
