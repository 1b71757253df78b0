/** How long it takes until a function can be called, and how long its first call takes, in processes that are new. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '#lib/config/root.ts';
import { outputOf } from '#lib/deploy/functions.ts';
import { isReference } from '#lib/deploy/surfaces.ts';
import { listFunctions } from '#lib/endpoint/catalogue.ts';
import { type Progress, type Row, sampleOf } from '../measure.ts';
import { eventOf } from '../request.ts';

const ROUNDS = 15;

/** Importing a function has to cost at most this share of what importing the bare SDK costs. */
const MARK = { most: 0.25 };

/** The cards' first call, import included, has to cost at most this many times what the other surfaces' costs. */
const CARD_MARK = { most: 1.5 };
const CARDS = 'card/find';

/** The MCP server brings the protocol's SDK along, which no other function does: importing it has a mark of its own. */
const MCP_MARK = { most: 1 };
const MCP = 'mcp/mcp';

/** Something to be imported and called. */
interface Subject {
  readonly name: string;
  readonly module: string;
  /** The event of the first call; the SDK has none. */
  readonly event?: object | undefined;
}

interface Measured {
  readonly imported: number;
  readonly called?: number;
  readonly memory: number;
}

/** Imports what it is told, calls it once, and says how long both took, in milliseconds. */
const CHILD = `
  const { module: name, event, upstream } = JSON.parse(process.env.BENCH);
  const started = performance.now();
  const module = await import(name);
  const imported = performance.now() - started;
  let called;
  if (event !== undefined || name === 'stripe') {
    const again = performance.now();
    if (name === 'stripe') {
      const { hostname: host, port } = new URL(upstream);
      const stripe = new module.default('sk_test_bench', { host, port, protocol: 'http' });
      await stripe.charges.create({ amount: 500, currency: 'usd', source: 'tok_visa' });
    } else {
      const context = { awsRequestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef', getRemainingTimeInMillis: () => 29_000 };
      const reply = await module.handler(event, context);
      if (reply.statusCode >= 300) throw new Error(JSON.stringify(reply));
    }
    called = performance.now() - again;
  }
  process.stdout.write(JSON.stringify({ imported, called, memory: process.memoryUsage().rss / 1e6 }), () => process.exit());
`;

/** Where the functions are, and what they find around them. */
export interface Surroundings {
  readonly dist: string;
  readonly upstream: string;
  readonly environment: Readonly<Record<string, string>>;
  /** A call of the card service. */
  readonly cardEvent: object;
}

/** Measures the bare SDK, a function of each surface, and the slowest of all functions. */
export async function measureColdStart(surroundings: Surroundings, progress: Progress): Promise<Row[]> {
  const measure = measurer(surroundings);
  const subjects = [...subjectsOf(surroundings), ...(await slowest(surroundings, measure, progress))];
  const measured = new Map(subjects.map(({ name }) => [name, [] as Measured[]]));
  for (let round = 1; round <= ROUNDS; round += 1) {
    progress(`cold start, ${round} of ${ROUNDS}`);
    for (const subject of subjects) {
      measured.get(subject.name)!.push(await measure(subject));
    }
  }
  return rowsOf(measured);
}

function rowsOf(measured: ReadonlyMap<string, readonly Measured[]>): Row[] {
  const [[sdk, ofSdk]] = measured as unknown as [[string, Measured[]]];
  const imports = sampleOf(ofSdk.map(({ imported }) => imported));
  const calls = sampleOf(ofSdk.map(({ called }) => called!));
  const both = sampleOf(ofSdk.map(({ imported, called }) => imported + called!));
  const rows = [...measured].flatMap(([name, of]) => {
    const ratio = (value: number, to: number, mark?: typeof MARK) =>
      name === sdk ? undefined : { to: 'SDK', value: value / to, ...(mark && { mark }) };
    const row = (part: string, value: Row['value'], to: number, mark?: typeof MARK): Row => {
      const found = ratio(value.median, to, mark);
      return { part, name, unit: 'ms', value, ...(found && { ratio: found }) };
    };
    const imported = sampleOf(of.map((one) => one.imported));
    const rows = [row('Cold start: import', imported, imports.median, name === MCP ? MCP_MARK : MARK)];
    if (of[0]!.called !== undefined) {
      rows.push(
        row('Cold start: first call', sampleOf(of.map(({ called }) => called!)), calls.median),
        row(
          'Cold start: import and first call',
          sampleOf(of.map((one) => one.imported + one.called!)),
          both.median,
        ),
        {
          part: 'Cold start: memory after the first call',
          name,
          unit: 'MB',
          value: sampleOf(of.map(({ memory }) => memory)),
        },
      );
    }
    return rows;
  });
  return [...rows, rowOfCards(measured, sdk)];
}

/** The cards beside the mean of the other surfaces: they bring more along, a database among it. */
function rowOfCards(measured: ReadonlyMap<string, readonly Measured[]>, sdk: string): Row {
  const called = [...measured].filter(([name, [one]]) => name !== sdk && one?.called !== undefined);
  const samples = new Map(
    called.map(([name, of]) => [name, sampleOf(of.map((one) => one.imported + one.called!))]),
  );
  const value = samples.get(CARDS)!;
  samples.delete(CARDS);
  samples.delete(MCP);
  const others = [...samples.values()].reduce((sum, { median }) => sum + median, 0) / samples.size;
  return {
    part: 'Cold start: import and first call, of the cards',
    name: CARDS,
    unit: 'ms',
    value,
    ratio: { to: 'other surfaces', value: value.median / others, mark: CARD_MARK },
  };
}

/** Measures a subject once, in a new process. */
function measurer({ upstream, environment }: Surroundings) {
  return async ({ module, event }: Subject): Promise<Measured> => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', CHILD], {
      cwd: ROOT,
      env: {
        PATH: process.env['PATH'],
        // One request to Stripe, as the bare SDK makes.
        CARD_PAYMENTS: 'charges',
        ...environment,
        BENCH: JSON.stringify({ module, event, upstream }),
      },
    });
    return JSON.parse(stdout);
  };
}

function subjectsOf({ dist, cardEvent }: Surroundings): Subject[] {
  const key = 'sk_test_bench';
  const charge = { amount: 500, currency: 'usd' };
  const subject = (name: string, event?: object): Subject => ({
    name,
    module: join(dist, 'functions', `${name}.mjs`),
    event,
  });
  const rest = eventOf('/v1/charges', { ...charge, card: 'tok_visa' }, key);
  return [
    { name: 'SDK', module: 'stripe' },
    subject('socket/create-charge', eventOf('/stripe/create-charge', { ...charge, card: 'tok_visa' }, key)),
    subject(
      'block/createCharge',
      eventOf('/api/Stripe/createCharge', { args: { ...charge, source: 'tok_visa' } }, key),
    ),
    subject('connector/CreateCustomer', eventOf('/connector/customers', { Description: 'Jenny Rosen' }, key)),
    subject('rest/charges-post', rest),
    subject(CARDS, cardEvent),
    subject('webhooks/stripe'),
    subject(MCP, mcpEvent({ ...charge, source: 'tok_visa', idempotency_key: 'bench' }, key)),
  ];
}

/** A call of a tool, as a client of today's protocol makes it. */
function mcpEvent(args: object, key: string): object {
  const name = 'create_charge';
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const params = { name, arguments: args, _meta: meta };
  const event = eventOf('/mcp', { jsonrpc: '2.0', id: 1, method: 'tools/call', params }, key) as {
    headers: Record<string, string>;
  };
  return {
    ...event,
    headers: {
      ...event.headers,
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': name,
    },
  };
}

/** The function that takes longest to import, the MCP server aside: of all, measured once, the slowest few are measured again. */
async function slowest(
  { dist }: Surroundings,
  measure: (subject: Subject) => Promise<Measured>,
  progress: Progress,
): Promise<Subject[]> {
  // A deployment has the reference page only if a setting says so.
  const files = (await listFunctions()).filter((file) => outputOf(file) !== MCP && !isReference(file));
  const found: { subject: Subject; imported: number }[] = [];
  for (const [index, file] of files.entries()) {
    progress(`import of every function, ${index + 1} of ${files.length}`);
    const output = outputOf(file);
    const subject = { name: `slowest of all: ${output}`, module: join(dist, 'functions', `${output}.mjs`) };
    found.push({ subject, imported: (await measure(subject)).imported });
  }
  const slow = found.sort((a, b) => b.imported - a.imported).slice(0, CANDIDATES);
  for (const candidate of slow) {
    const again = [await measure(candidate.subject), await measure(candidate.subject)];
    candidate.imported = Math.min(candidate.imported, ...again.map(({ imported }) => imported));
  }
  return [slow.sort((a, b) => b.imported - a.imported)[0]!.subject];
}

const CANDIDATES = 8;
