/**
 * The sockets' manifest, `socket.yml`, in Syncano's format. It describes every endpoint for all three versions of that
 * format: with `parameters`, and with `inputs` and `outputs` in JSON Schema.
 */
import { readFile } from 'node:fs/promises';
import { parse, stringify } from 'yaml';
import type { Argument } from '#lib/endpoint/arguments.ts';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import type { Endpoint } from '#lib/endpoint/endpoint.ts';
import { DESCRIBED_VERSION } from '#lib/operations/operation.ts';
import { argumentsWithKey } from '#lib/surfaces/shared/manifest/arguments.ts';
import { type Document, GENERATED, type StartStripe } from '#lib/surfaces/shared/manifest/documents.ts';
import { schemaOfArguments, schemaOfValues } from '#lib/surfaces/shared/manifest/json-schema.ts';
import { ERROR_DETAILS, stripeErrorSchema } from '#lib/surfaces/shared/manifest/stripe-error.ts';
import { callWith, examplesOf, type RecordedReply, seedAccount, withStripe } from './recording.ts';

const FILE = 'socket.yml';

/** Converts the checked-in file to JSON, so that serving it needs no YAML parser. */
export async function socketJson(): Promise<string> {
  return JSON.stringify(parse(await readFile(new URL(`../../../../${FILE}`, import.meta.url), 'utf8')));
}

/** Syncano's maximum length of a description. */
const LONGEST = 256;

/** The recorded responses of an endpoint. */
interface Recording {
  readonly entry: Entry;
  /** One response per way to call it; the first has all arguments. */
  readonly replies: readonly RecordedReply[];
  readonly failure: RecordedReply;
}

/** Creates `socket.yml`. */
export async function documents(catalogue: readonly Entry[], startStripe: StartStripe): Promise<Document[]> {
  const sockets = catalogue.filter(
    ({ endpoint }) => endpoint.surface === 'socket' && endpoint.operation !== undefined,
  );
  const recordings = await withStripe(startStripe, async () => {
    const all: Recording[] = [];
    for (const entry of sockets) {
      all.push(await record(entry));
    }
    return all;
  });
  const { version } = JSON.parse(
    await readFile(new URL('../../../../package.json', import.meta.url), 'utf8'),
  );
  const manifest = {
    name: 'stripe',
    description: 'Charges cards, keeps customers and their cards, and manages subscriptions with Stripe.',
    version,
    keywords: ['stripe', 'payments', 'cards', 'customers', 'subscriptions'],
    endpoints: Object.fromEntries(
      recordings.map((recording) => [recording.entry.name, describe(recording, recordings)]),
    ),
  };
  const text = stringify(manifest, { aliasDuplicateObjects: false, lineWidth: 0 });
  return [{ file: FILE, text: `# ${GENERATED}\n${text}` }];
}

function describe(
  { entry: { file, endpoint }, replies, failure }: Recording,
  all: readonly Recording[],
): object {
  const known = argumentsWithKey(endpoint);
  for (const text of [endpoint.description, ...known.map(({ parameter }) => parameter.description)]) {
    if (text.length > LONGEST) {
      throw new Error(
        `${file}: a description has ${text.length} characters, at most ${LONGEST} fit: ${text}`,
      );
    }
  }
  return {
    description: endpoint.description,
    parameters: Object.fromEntries(
      known.map(({ name, required, parameter }) => [
        name,
        {
          type: parameter.type.split(' ')[0],
          description: parameter.description,
          required,
          secret: parameter.secret ?? false,
          ...(parameter.default !== undefined && { default: parameter.default }),
          example: parameter.example,
        },
      ]),
    ),
    inputs: schemaOfArguments(known, endpoint.rules),
    outputs: {
      success: {
        exit_code: replies[0]!.status,
        mimetype: 'application/json',
        description: 'Stripe’s object.',
        ...schemaOfValues(sameObjects(replies, all)),
        examples: [replies[0]!.body],
      },
      fail: {
        exit_code: failure.status,
        mimetype: 'application/json',
        description:
          'What is wrong with the call; where Stripe refuses it, in Stripe’s words and with its status.',
        ...ERROR,
        examples: [failure.body],
      },
    },
  };
}

/** All responses with the same kind of object, from any endpoint. Together they show more fields. */
function sameObjects(replies: readonly RecordedReply[], all: readonly Recording[]): unknown[] {
  const kind = replies[0]!.body['object'];
  const bodies = (
    kind === undefined || kind === 'list' ? replies : all.flatMap((other) => other.replies)
  ).map(({ body }) => body);
  return bodies.filter((body) => body['object'] === kind);
}

/**
 * Calls an endpoint in every way that its rules distinguish: with all arguments, and with only the required ones and
 * the inverted booleans.
 */
async function record(entry: Entry): Promise<Recording> {
  const { name, file, endpoint, handler } = entry;
  const replies: RecordedReply[] = [];
  for (const few of [false, true]) {
    for (const chosen of choicesOf(endpoint)) {
      const key = `sk_test_${name.replaceAll('-', '')}${replies.length}`;
      const ids = await seedAccount(key, DESCRIBED_VERSION);
      const isSwitch = ({ parameter }: Argument) => parameter.type === 'boolean';
      const given = endpoint.arguments
        .filter((argument) => chosen.get(argument.name) ?? (argument.required || !few || isSwitch(argument)))
        .map((argument) => (few && isSwitch(argument) ? switched(argument) : argument));
      const reply = await callWith(handler, name, key, examplesOf(given, ids));
      if (reply.status !== 200) {
        throw new Error(
          `${file} cannot be called with its examples, so there is no reply to show: ${JSON.stringify(reply.body)} What examples refer to is made by furnish in lib/surfaces/socket/manifest/recording.ts.`,
        );
      }
      replies.push(reply);
    }
  }
  return { entry, replies, failure: await recordError(entry) };
}

function switched(argument: Argument): Argument {
  return { ...argument, parameter: { ...argument.parameter, example: argument.parameter.example !== true } };
}

/** For each rule that requires one of several arguments: which of them are sent. */
function choicesOf({ rules = [] }: Endpoint): Map<string, boolean>[] {
  return rules.reduce<Map<string, boolean>[]>(
    (choices, { atLeastOneOf }) =>
      atLeastOneOf === undefined
        ? choices
        : choices.flatMap((choice) =>
            atLeastOneOf.map(
              (name) =>
                new Map([...choice, ...atLeastOneOf.map((other) => [other, other === name] as const)]),
            ),
          ),
    [new Map()],
  );
}

/** Calls an endpoint without arguments or, if none is required, with an invalid first one. */
async function recordError({ name, file, endpoint, handler }: Entry): Promise<RecordedReply> {
  const [first] = endpoint.arguments;
  for (const given of [
    {},
    first === undefined ? {} : { [first.name]: first.parameter.type === 'object' ? 1 : {} },
  ]) {
    const reply = await callWith(handler, name, 'sk_test_refused', given);
    if (reply.status !== 200) {
      return reply;
    }
  }
  throw new Error(`${file} refuses nothing; there is no example of an error.`);
}

/** The body of an error response. */
const ERROR = stripeErrorSchema(ERROR_DETAILS);
