/** Commands for a running sandbox: `trigger` an event, `tail` the requests, `forward` events to a URL. */
import { randomBytes } from 'node:crypto';
import { decodeForm, FormError } from '#lib/http/form.ts';
import { wildcard } from '#sandbox/engine/wildcard.ts';
import { CommandError, type Given } from './command.ts';
import { interruption } from './interruption.ts';
import { type Message, type SandboxClient, sandboxAt } from './sandbox-client.ts';

/** The flags of these commands. */
export const FLAGS = {
  url: { type: 'string' },
  key: { type: 'string' },
  object: { type: 'string' },
  data: { type: 'string', multiple: true },
  path: { type: 'string' },
  status: { type: 'string' },
  method: { type: 'string' },
  json: { type: 'boolean' },
  events: { type: 'string' },
  secret: { type: 'string' },
} as const;

type Flags = Given['flags'];

interface SandboxCommand {
  /** The supported flags besides `url` and `key`. */
  readonly takes: readonly (keyof typeof FLAGS)[];
  /** A description of the argument, for commands that have one. */
  readonly argument?: string;
  run(sandbox: SandboxClient, argument: string, flags: Flags): Promise<void>;
}

const COMMANDS: Readonly<Record<string, SandboxCommand>> = {
  trigger: { takes: ['object', 'data'], argument: 'an event type', run: trigger },
  tail: { takes: ['path', 'status', 'method', 'json'], run: tail },
  forward: { takes: ['events', 'secret'], argument: 'a URL', run: forward },
};

/**
 * Runs one of the commands.
 * @param defaultUrl the URL of the sandbox, unless `--url` is set
 * @throws {CommandError} for an unknown command, flag or argument
 */
export async function runSandboxCommand({ flags, positionals }: Given, defaultUrl: string): Promise<void> {
  const [name = '', argument, ...more] = positionals;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name]! : undefined;
  if (command === undefined) {
    throw new CommandError(`Unknown command ${name}: must be ${Object.keys(COMMANDS).join(' or ')}.`);
  }
  const foreign = Object.keys(flags).find((flag) => !['url', 'key', ...command.takes].includes(flag));
  if (foreign !== undefined) {
    throw new CommandError(`${name} does not support --${foreign}. Run with --help for usage.`);
  }
  if ((argument === undefined) !== (command.argument === undefined) || more.length > 0) {
    throw new CommandError(`${name} expects ${command.argument ?? 'no argument'}.`);
  }
  const { url = defaultUrl, key = 'sk_test_demo' } = flags;
  await command.run(sandboxAt(String(url), String(key)), argument ?? '', flags);
}

async function trigger(sandbox: SandboxClient, type: string, { object, data = [] }: Flags): Promise<void> {
  const parameters = parametersOf(data as string[]);
  const { event, deliveries } = await sandbox.call('POST', '/events', {
    type,
    ...(object !== undefined && { object }),
    ...(Object.keys(parameters).length > 0 && { parameters }),
  });
  console.log(`${event.id} ${event.type} ${event.data.object.id ?? ''}`);
  for (const { url, status } of deliveries) {
    console.log(`  ${status} ${url}`);
  }
}

/** Parses parameters in form syntax: `metadata[order]=7`. */
function parametersOf(data: readonly string[]): Record<string, unknown> {
  const pairs = data.map((pair) => {
    const middle = pair.indexOf('=');
    if (middle < 1) {
      throw new CommandError(`--data ${pair} must be a name and a value, such as amount=700.`);
    }
    return [pair.slice(0, middle), encodeURIComponent(pair.slice(middle + 1))].join('=');
  });
  try {
    return decodeForm(pairs.join('&'));
  } catch (error) {
    throw error instanceof FormError ? new CommandError(error.message) : error;
  }
}

async function tail(sandbox: SandboxClient, _: string, flags: Flags): Promise<void> {
  const {
    path = '*',
    status = '',
    method = '',
    json,
  } = flags as Readonly<Record<string, string | undefined>>;
  const isPath = wildcard(path);
  const begins = status.replace(/xx$/i, '');
  const fits = ({ kind, data }: Message) =>
    kind === 'request' &&
    isPath(data.path) &&
    String(data.status).startsWith(begins) &&
    (method === '' || data.method === method.toUpperCase());
  for await (const message of sandbox.messages(interruption())) {
    if (fits(message)) {
      console.log(json ? JSON.stringify(message.data) : lineOf(message.data));
    }
  }
}

function lineOf({ created, status, method, path, id, reply, duration, fault }: Message['data']): string {
  const code = /^\s*\{\s*"error"/.test(reply) ? /"code": "(\w+)"/.exec(reply)?.[1] : undefined;
  const about = /^\s*\{\s*"id": "(\w+)"/.exec(reply)?.[1];
  const facts = [
    status || 'lost',
    method,
    path,
    about,
    code,
    fault && `fault ${fault}`,
    `${duration} ms`,
    id,
  ];
  return `${timeOf(created)} ${facts.filter((fact) => fact !== undefined && fact !== null).join(' ')}`;
}

function timeOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19);
}

async function forward(sandbox: SandboxClient, url: string, flags: Flags): Promise<void> {
  const given = flags['secret'];
  const secret = String(given ?? `whsec_${randomBytes(16).toString('hex')}`);
  const events = String(flags['events'] ?? '*').split(',');
  const signal = interruption();
  const webhook = await sandbox.call('POST', '/webhooks', { url, secret, events });
  console.log(
    `Sends ${events.join(', ')} to ${url}, signed with ${given === undefined ? secret : 'the given secret'}. Press Ctrl-C to stop.`,
  );
  try {
    for await (const { kind, data } of sandbox.messages(signal)) {
      if (kind === 'delivery' && data.endpoint === webhook.id) {
        console.log(`${timeOf(data.created)} ${data.status ?? data.error} ${data.type} ${data.event}`);
      }
    }
  } finally {
    await sandbox.call('DELETE', `/webhooks/${webhook.id}`).catch((error) => {
      // The sandbox stopped first, and its webhooks with it.
      console.error(error.message);
    });
  }
}
