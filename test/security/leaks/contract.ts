/** Where a secret may stand, and why. Everywhere else it is a leak. */
import type { Output, Way } from './recording.ts';

/** A value in JSON, and the dictionary that holds it. */
interface Place {
  readonly name: string;
  readonly value: unknown;
  readonly holder: Readonly<Record<string, unknown>>;
}

/** What may be seen of JSON, or of any text, in some outputs. */
interface Exception {
  readonly reason: string;
  readonly ways: readonly Way[];
  /** What lets it out. Default: whatever does. */
  readonly where?: RegExp;
  readonly isMeant?: (place: Place) => boolean;
  /** The text without what may be seen. */
  readonly rest?: (text: string) => string;
}

/** What the documentation and the commands show in the place of a key. */
const EXAMPLE_KEY = /\bsk_test_demo\b/g;

const KEYS = /[sr]k_(?:test|live)_\w+/g;

const EXCEPTIONS: readonly Exception[] = [
  {
    reason:
      'A token is what the calls are for that make and retrieve it. The sandbox keeps it to be retrieved.',
    ways: ['reply', 'snapshot'],
    isMeant: ({ name, value, holder }) =>
      name === 'id' && holder['object'] === 'token' && /^[a-z]*tok_\w+$/.test(String(value)),
  },
  {
    reason: 'The keys of a managed account are told once, to whom makes it.',
    ways: ['reply'],
    isMeant: ({ name, holder }) => name === 'secret' && 'publishable' in holder,
  },
  {
    reason: 'The card service gives the last four digits of a card, and the name that its owner gave to it.',
    ways: ['reply'],
    where: /\/card\//,
    isMeant: ({ name, value }) =>
      (name === 'name' && !isNumber(String(value))) || (name === 'number' && /^\d{4}$/.test(String(value))),
  },
  {
    reason: 'The card service keeps that name.',
    ways: ['store'],
    rest: (text) =>
      text.replaceAll(/"name":\{"S":"(?:[^"\\]|\\.)*"\}/g, (found) => (isNumber(found) ? found : '')),
  },
  {
    reason: 'Stripe repeats the key of idempotency, which callers choose.',
    ways: ['reply'],
    rest: (text) => text.replaceAll(/"Idempotency-Key":"[^"]*"/gi, ''),
  },
  {
    reason:
      'Manifests and descriptions are the same for everybody: what looks like a secret there is an example.',
    ways: ['reply'],
    where:
      /^GET \/(stripe|v1)\/(… \((socket|rest)\)|[\w.]+\.(json|yml|raml))$|^dist\/.*-(json|yml|raml)\.handler$/,
    rest: (text) => (text.match(KEYS) ?? []).join('\n').replaceAll(EXAMPLE_KEY, ''),
  },
  {
    reason: 'A token is retrieved by its id, as Stripe has it.',
    ways: ['url'],
    rest: (text) => text.replace(/^\/v1\/tokens\/.*/, ''),
  },
  {
    reason: 'What npm start shows for a try is an example.',
    ways: ['log'],
    where: /^lib\/cli\//,
    rest: (text) => text.replaceAll(EXAMPLE_KEY, ''),
  },
  {
    reason: 'A token is what npm run token prints.',
    ways: ['log'],
    where: /^lib\/cli\/token\.ts stdout$/,
    rest: (text) => text.replace(/^[\w-]+\.[\w-]+\.[\w-]+\n$/, ''),
  },
];

/** Whether a name holds what may be the number of a card, which it must not. */
function isNumber(name: string): boolean {
  return /\d{12}/.test(name);
}

const rests = new WeakMap<Output, string>();

/** The text of an output without what may be seen there. */
export function withoutWhatIsMeant(output: Output): string {
  const known = rests.get(output) ?? restOf(output);
  rests.set(output, known);
  return known;
}

function restOf({ way, where, text }: Output): string {
  const here = EXCEPTIONS.filter((one) => one.ways.includes(way) && (one.where?.test(where) ?? true));
  const places = here.flatMap(({ isMeant = [] }) => isMeant);
  const withoutPlaces =
    places.length === 0 ? text : jsonWithout(text, (place) => places.some((is) => is(place)));
  return here.reduce((rest, one) => one.rest?.(rest) ?? rest, withoutPlaces);
}

/** JSON, and the headers in the line after it, without some of its values; any other text as it is. */
function jsonWithout(text: string, isMeant: (place: Place) => boolean): string {
  const end = text.lastIndexOf('\n');
  const body = parsed(end < 0 ? text : text.slice(0, end));
  if (body === undefined) {
    return text;
  }
  const rest = JSON.stringify(body, function (this: Place['holder'], name, value: unknown) {
    if (isMeant({ name, value, holder: this })) {
      return undefined;
    }
    // The block's replies, and those that are kept to be repeated, are JSON within JSON.
    return typeof value === 'string' && /^\s*[[{]/.test(value) ? jsonWithout(value, isMeant) : value;
  });
  return `${rest}${end < 0 ? '' : text.slice(end)}`;
}

function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    // Another format.
    return undefined;
  }
}
