/** The MCP server as a bundle that clients install by themselves (MCPB), and its entry for the registry of servers. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import * as esbuild from 'esbuild';
import { type Zippable, zipSync } from 'fflate';
import * as v from 'valibot';
import { ROOT } from '#lib/config/root.ts';
import { mcpSettings } from '#lib/surfaces/mcp/settings.ts';

/** Where the code lies in the bundle. */
const INSIDE = 'server';

/** The command that clients start. */
const ENTRY = 'lib/cli/mcp.ts';

/** What the sandbox finds by reading folders, and so nothing imports. */
const FOUND = ['sandbox', 'lib/operations'];

/** What is read besides code. */
const DATA = ['functions/mcp/tools.json'];

/** How the bundle is told of in the registry. */
export interface Published {
  /** The server's name there: a domain backwards, and a name. */
  readonly name: string;
  /** Where the bundle can be fetched. */
  readonly url: string;
}

/** What was made. */
export interface McpBundle {
  readonly version: string;
  /** The bundle, a ZIP archive. */
  readonly archive: Uint8Array;
  /** `server.json`. */
  readonly entry: object;
}

/** Bundles the command with the sandbox, and just the files of packages that they import. */
export async function bundleMcp({ name, url }: Published): Promise<McpBundle> {
  const { version, license, imports } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  const described = { name: 'stripe-socket', version, license };
  const files = await neededFiles();
  const contents: Zippable = {
    'manifest.json': json(manifestOf(described)),
    LICENSE: await readFile(join(ROOT, 'LICENSE')),
    [`${INSIDE}/package.json`]: json({ ...described, private: true, type: 'module', imports }),
  };
  for (const file of files) {
    contents[`${INSIDE}/${file}`] = await readFile(join(ROOT, file));
  }
  // The same files make the same archive.
  const archive = zipSync(contents, { level: 9, mtime: '2000-01-01' });
  return { version, archive, entry: entryOf({ name, url, version }, archive) };
}

/** The files that run when the command does, from the project's root. */
async function neededFiles(): Promise<string[]> {
  const found = (await Promise.all(FOUND.map(filesIn))).flat();
  const isCode = (file: string) => file.endsWith('.ts') && !file.endsWith('.d.ts');
  const { metafile } = await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: [ENTRY, ...found.filter(isCode)],
    outdir: ROOT,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const inputs = Object.keys(metafile.inputs);
  const packages = new Set(inputs.flatMap((file) => /^node_modules\/(@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []));
  const besides = await Promise.all([...packages].map(aboutPackage));
  const data = found.filter((file) => !/\.(ts|md)$/.test(file));
  return [...new Set([...inputs, ...besides.flat(), ...data, ...DATA])].sort();
}

/** The files in a folder and those below it, from the project's root. */
async function filesIn(folder: string): Promise<string[]> {
  const all = await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true });
  return all.filter((one) => one.isFile()).map((one) => relative(ROOT, join(one.parentPath, one.name)));
}

/** What a package needs beside its code: how it is found, and its licence. */
async function aboutPackage(folder: string): Promise<string[]> {
  const names = await readdir(join(ROOT, folder));
  const about = names.filter((name) => name === 'package.json' || /^licen[cs]e/i.test(name));
  return about.map((name) => join(folder, name));
}

/** What clients are told of the bundle: https://github.com/modelcontextprotocol/mcpb, version 0.3. */
function manifestOf({ name, version, license }: { name: string; version: string; license: string }): object {
  const text = (title: string, description: string, value = '') => ({
    type: 'string',
    title,
    description,
    default: value,
    required: false,
  });
  return {
    manifest_version: '0.3',
    name,
    display_name: 'Stripe Socket',
    version,
    description: DESCRIPTION,
    author: { name: 'Stripe Socket' },
    license,
    server: {
      type: 'node',
      entry_point: `${INSIDE}/${ENTRY}`,
      mcp_config: {
        command: 'node',
        args: [`\${__dirname}/${INSIDE}/${ENTRY}`],
        env: Object.fromEntries(
          Object.entries(USER_CONFIG).map(([option, variable]) => [variable, `\${user_config.${option}}`]),
        ),
      },
    },
    tools_generated: true,
    compatibility: { platforms: ['darwin', 'win32', 'linux'], runtimes: { node: '>=24.0.0' } },
    user_config: {
      stripe_api_base: text(
        'Stripe',
        'https://api.stripe.com for the real Stripe. Leave it empty for the embedded sandbox.',
      ),
      stripe_secret_key: {
        ...text('Stripe key', 'A secret or restricted key for test mode; not needed for the sandbox.'),
        sensitive: true,
      },
      tools: text('Tools', v.getDescription(mcpSettings.STRIPE_MCP_TOOLS) ?? '', 'core'),
      read_only: {
        type: 'boolean',
        title: 'Read only',
        description: v.getDescription(mcpSettings.STRIPE_MCP_READ_ONLY),
        default: false,
        required: false,
      },
    },
  };
}

const DESCRIPTION = 'Tools for a Stripe account, with an embedded sandbox to try them in.';

/** What users of the bundle configure, by the variables that the command reads. */
const USER_CONFIG = {
  stripe_api_base: 'STRIPE_API_BASE',
  stripe_secret_key: 'STRIPE_SECRET_KEY',
  tools: 'STRIPE_MCP_TOOLS',
  read_only: 'STRIPE_MCP_READ_ONLY',
};

/** The entry for the registry: https://github.com/modelcontextprotocol/registry. */
function entryOf({ name, url, version }: Published & { version: string }, archive: Uint8Array): object {
  return {
    $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
    name,
    title: 'Stripe Socket',
    description: DESCRIPTION,
    version,
    packages: [
      {
        registryType: 'mcpb',
        identifier: url,
        fileSha256: createHash('sha256').update(archive).digest('hex'),
        transport: { type: 'stdio' },
        environmentVariables: [
          { name: 'STRIPE_API_BASE', description: 'Where Stripe is. Default: the embedded sandbox.' },
          { name: 'STRIPE_SECRET_KEY', description: 'The key of the account there.', isSecret: true },
          ...Object.entries(mcpSettings)
            .filter(([variable]) => !/_ALLOWED_/.test(variable))
            .map(([variable, setting]) => ({
              name: variable,
              description: v.getDescription(setting),
              ...('default' in setting && { default: String(setting.default) }),
            })),
        ],
      },
    ],
  };
}

function json(value: object): Uint8Array {
  return Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`);
}
