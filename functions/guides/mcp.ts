import { guide } from '#lib/surfaces/root/guide.ts';

export const handler = guide(new URL('../mcp/README.md', import.meta.url));
