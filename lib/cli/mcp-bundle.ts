/** `npm run mcp:bundle`: writes the MCP server as a bundle for clients, and its entry for the registry. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '#lib/config/root.ts';
import { bundleMcp } from '#lib/deploy/mcp-bundle.ts';
import { CommandError, command } from './command.ts';

const usage = `npm run mcp:bundle -- [--name com.example/stripe-socket] [--url https://example.com/stripe-socket.mcpb]

Writes dist/stripe-socket-<version>.mcpb, which clients such as Claude Desktop install, and dist/server.json, by which it is
published in the registry of MCP servers: --name is the server's name there, --url where you put the bundle. A build of the
functions removes both.`;

const options = {
  name: { type: 'string', default: 'com.example/stripe-socket' },
  url: { type: 'string', default: 'https://example.com/stripe-socket.mcpb' },
} as const;

await command({ usage, options }, async ({ flags }) => {
  const { name, url } = flags as { name: string; url: string };
  if (!/^[a-zA-Z\d.-]+\/[\w.-]+$/.test(name)) {
    throw new CommandError('--name must be a domain backwards and a name, e.g. com.example/stripe-socket.');
  }
  if (!URL.canParse(url) || !url.startsWith('https://')) {
    throw new CommandError('--url must be an https URL.');
  }
  const { version, archive, entry } = await bundleMcp({ name, url });
  const dist = join(ROOT, 'dist');
  await mkdir(dist, { recursive: true });
  const file = `stripe-socket-${version}.mcpb`;
  await writeFile(join(dist, file), archive);
  await writeFile(join(dist, 'server.json'), `${JSON.stringify(entry, undefined, 2)}\n`);
  console.log(`Wrote dist/${file} (${Math.round(archive.byteLength / 1024)} KiB) and dist/server.json.`);
});
