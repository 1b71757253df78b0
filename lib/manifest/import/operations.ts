/** Finds the operation of `lib/stripe` that an endpoint of a foreign manifest most likely means. */
import { readdir } from 'node:fs/promises';
import { DESCRIBED_VERSION, type Operation, parametersAt, pathParameters } from '#lib/stripe/operation.ts';
import type { ForeignEndpoint } from './foreign.ts';

/** An operation, and where it is declared. */
export interface Declared {
  /** The file's name without its extension, e.g. `customer-subscriptions`. */
  readonly module: string;
  /** The name it is exported under, e.g. `cancel`. */
  readonly name: string;
  readonly operation: Operation;
}

/** How an endpoint's arguments map to the parameters of an operation. */
export interface Proposal extends Declared {
  /** The operation's parameter by the manifest's name for it. */
  readonly map: ReadonlyMap<string, string>;
  /** Parameters of the manifest that the operation has nothing for. */
  readonly left: readonly string[];
}

const FOLDER = new URL('../../stripe/', import.meta.url);

/** All operations of the described version that nothing has superseded, in the order of their files. */
export async function readOperations(): Promise<Declared[]> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.ts')).sort();
  const modules = await Promise.all(
    files.map(async (file) => ({
      module: file.slice(0, -3),
      exports: (await import(new URL(file, FOLDER).href)) as Record<string, unknown>,
    })),
  );
  return modules.flatMap(({ module, exports }) =>
    Object.entries(exports).flatMap(([name, value]) =>
      isOperation(value) && value.superseded === undefined && value.version === undefined
        ? [{ module, name, operation: value }]
        : [],
    ),
  );
}

/** What endpoints call the things that are done to every kind of object. */
const VERBS: Readonly<Record<string, readonly string[]>> = {
  create: ['create', 'add', 'new', 'make'],
  retrieve: ['retrieve', 'get', 'fetch', 'find', 'show', 'read'],
  update: ['update', 'edit', 'change', 'modify'],
  del: ['delete', 'remove', 'del'],
  list: ['list', 'all'],
};

/** Words of names that tell nothing apart. */
const FILLERS = new Set(['a', 'an', 'the', 'all', 'by', 'details', 'info', 'one', 'single', 'existing']);

/** What else callers call a parameter. */
const SYNONYMS: Readonly<Record<string, string>> = { token: 'source', card: 'source', sub: 'subscription' };

/** Names of the key, which every socket takes. */
const KEYS = new Set(['apikey', 'api_key', 'secret_key', 'stripe_secret_key']);

/**
 * Gives the operation that does what the endpoint's name says, and takes what its parameters say: all that the
 * operation requires must be there, and all that the manifest requires must go somewhere.
 */
export function proposalFor(
  endpoint: ForeignEndpoint,
  operations: readonly Declared[],
): Proposal | undefined {
  return operations
    .filter((declared) => matchesName(endpoint.name, declared))
    .map((declared) => propose(endpoint, declared))
    .filter((proposal) => proposal !== undefined)
    .sort((a, b) => a.left.length - b.left.length)[0];
}

/**
 * `capture-charge` means the operation `capture` of charges, and `refund-charge` the `create` of refunds. A folder says
 * the kind of object where the rest of the name does not: `charge/capture`.
 */
function matchesName(endpoint: string, { module, name }: Declared): boolean {
  const [last = '', folder = ''] = endpoint.toLowerCase().split('/').reverse();
  const [verb = '', ...rest] = last.split(/[-_]+/);
  const noun = wordsOf(rest.length > 0 ? rest : folder.split(/[-_]+/));
  const kinds = [wordsOf(module.split('-')), singular(module.split('-').at(-1)!)];
  if ((VERBS[name] ?? [name]).includes(verb) && kinds.includes(noun)) {
    return true;
  }
  return name === 'create' && kinds.includes(singular(verb)) && noun !== '';
}

function wordsOf(words: readonly string[]): string {
  return words
    .filter((word) => !FILLERS.has(word))
    .map(singular)
    .join(' ');
}

function singular(word: string): string {
  return word.replace(/ies$/, 'y').replace(/s$/, '');
}

function propose({ parameters = [] }: ForeignEndpoint, declared: Declared): Proposal | undefined {
  const { operation } = declared;
  const own = Object.entries(parametersAt(operation, DESCRIBED_VERSION));
  const map = new Map<string, string>();
  const left: string[] = [];
  for (const { name, required } of parameters) {
    const plain = plainName(name);
    if (KEYS.has(plain) || KEYS.has(`${plain}_key`)) {
      continue;
    }
    const taken = new Set(map.values());
    const free = own.map(([target]) => target).filter((target) => !taken.has(target));
    const short = plain.replace(/_id$/, '');
    const target = [plain, short, SYNONYMS[short], ...nicknames(short, operation)].find(
      (candidate) => candidate !== undefined && free.includes(candidate),
    );
    if (target !== undefined) {
      map.set(name, target);
    } else if (required) {
      return undefined;
    } else {
      left.push(name);
    }
  }
  const targets = new Set(map.values());
  const isComplete = own.every(([name, { required }]) => !required || targets.has(name));
  return isComplete ? { ...declared, map, left } : undefined;
}

/** An object is called by its kind, or just `id`, where its operation does the other. */
function nicknames(name: string, { path, returns }: Operation): (string | undefined)[] {
  return [name === 'id' ? pathParameters(path).at(-1) : undefined, name === returns ? 'id' : undefined];
}

/** `chargeID` and `charge-id` are `charge_id`. */
function plainName(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase();
}

function isOperation(value: unknown): value is Operation {
  return (
    typeof value === 'object' &&
    value !== null &&
    'method' in value &&
    'path' in value &&
    'parameters' in value
  );
}
