/** Finds the operation in `lib/operations` that an endpoint of a foreign manifest most likely means. */
import {
  DESCRIBED_VERSION,
  type Operation,
  parametersAt,
  pathParameters,
} from '#lib/operations/operation.ts';
import type { DeclaredOperation } from '#lib/operations/read-operations.ts';
import type { ForeignEndpoint } from './foreign.ts';

/** How an endpoint's arguments map to the parameters of an operation. */
export interface Proposal extends DeclaredOperation {
  /** The operation's parameter by the manifest's name. */
  readonly map: ReadonlyMap<string, string>;
  /** Parameters of the manifest without a counterpart in the operation. */
  readonly left: readonly string[];
}

/** Synonyms of the common actions in endpoint names. */
const VERBS: Readonly<Record<string, readonly string[]>> = {
  create: ['create', 'add', 'new', 'make'],
  retrieve: ['retrieve', 'get', 'fetch', 'find', 'show', 'read'],
  update: ['update', 'edit', 'change', 'modify'],
  del: ['delete', 'remove', 'del'],
  list: ['list', 'all'],
};

/** Words that can be ignored in names. */
const FILLERS = new Set(['a', 'an', 'the', 'all', 'by', 'details', 'info', 'one', 'single', 'existing']);

/** Synonyms of parameters. */
const SYNONYMS: Readonly<Record<string, string>> = { token: 'source', card: 'source', sub: 'subscription' };

/** Names of the API key, which every socket accepts. */
const KEYS = new Set(['apikey', 'api_key', 'secret_key', 'stripe_secret_key']);

/**
 * Returns the operation that matches the endpoint's name and parameters: the manifest must have all parameters that
 * the operation requires, and vice versa.
 */
export function proposalFor(
  endpoint: ForeignEndpoint,
  operations: readonly DeclaredOperation[],
): Proposal | undefined {
  return operations
    .filter(({ operation }) => operation.deprecated === undefined && operation.version === undefined)
    .filter((declared) => matchesName(endpoint.name, declared))
    .map((declared) => propose(endpoint, declared))
    .filter((proposal) => proposal !== undefined)
    .sort((a, b) => a.left.length - b.left.length)[0];
}

/**
 * The candidates for a name: `capture-charge` means the operation `capture` of charges, `refund-charge` the `create`
 * of refunds. A folder can name the kind of object: `charge/capture`.
 */
function matchesName(endpoint: string, { module, name }: DeclaredOperation): boolean {
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

function propose({ parameters = [] }: ForeignEndpoint, declared: DeclaredOperation): Proposal | undefined {
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

/** An object's ID is named after its kind, or just `id`; operations may use the other name. */
function nicknames(name: string, { path, returns }: Operation): (string | undefined)[] {
  return [name === 'id' ? pathParameters(path).at(-1) : undefined, name === returns ? 'id' : undefined];
}

/** Normalizes names: `chargeID` and `charge-id` become `charge_id`. */
function plainName(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase();
}
