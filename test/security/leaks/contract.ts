/** Where a secret may stand, and why. Everywhere else it is a leak. */
import type { Output, Way } from './recording.ts';

interface Exception {
  readonly reason: string;
  readonly ways: readonly Way[];
  /** What lets it out. Default: anything. */
  readonly where?: RegExp;
  /** What may stand there. It must not match more than that. */
  readonly meant: RegExp;
}

/** What the documentation and the commands show in the place of a key. */
const EXAMPLE_KEY = /\bsk_test_(?:demo|mcp)\b/g;

/** A quotation mark, also in JSON within JSON. */
const Q = '\\\\*"';

const EXCEPTIONS: readonly Exception[] = [
  {
    reason:
      'A token is what the calls are for that make and retrieve it. The sandbox keeps it to be retrieved.',
    ways: ['reply', 'snapshot'],
    // A reply says the kind of an object after its id; the sandbox keeps the type of a token there.
    meant: new RegExp(
      `${Q}id${Q}:\\s*${Q}[a-z]*tok_\\w+${Q},[\\s\\\\n]*${Q}(object${Q}:\\s*${Q}token|type${Q}:${Q}(card|bank_account)${Q},${Q}used)${Q}`,
      'g',
    ),
  },
  {
    reason: 'The keys of a managed account are told once, to the one who creates it.',
    ways: ['reply'],
    meant: new RegExp(`${Q}secret${Q}:\\s*${Q}sk_\\w+${Q},[\\s\\\\n]*${Q}publishable${Q}`, 'g'),
  },
  {
    reason: 'The card service keeps the name that its owner gave to a card.',
    ways: ['store'],
    meant: /"name":\{"S":"(?:(?!\d{12})(?:[^"\\]|\\.))*"\}/g,
  },
  {
    reason: 'Stripe returns the idempotency key, which callers choose.',
    ways: ['reply'],
    meant: /"Idempotency-Key":"[^"]*"/gi,
  },
  {
    reason:
      'Manifests and descriptions are the same for everybody: they show the example key, and example values.',
    ways: ['reply'],
    where:
      /^GET \/(((stripe|v1)\/)?(… \((socket|rest|none)\)|[\w.-]+\.(json|yml|raml))|guides\/(\w+|… \(none\))|( \(none\))?)$|^dist\/(.*-(json|yml|raml)|functions\/(index|guides\/\w+))\.handler$/,
    meant: /(?<!\w)(?:sk_test_demo|sk_test_mcp|[a-z]*tok_\w+|\d{9,19})(?!\w)/g,
  },
  {
    reason: 'The reference page fills in the key of the demo account, which is in the documentation.',
    ways: ['reply'],
    where: /^GET \/reference( \(reference\))?$|^dist\/functions\/reference\/index-html\.handler$/,
    meant: EXAMPLE_KEY,
  },
  {
    reason: 'Tools tell models which token to take in tests.',
    ways: ['reply', 'log'],
    where: /^POST \/mcp( \(mcp\))?$|(^|\/)lib\/cli\/mcp\.ts stdout$/,
    meant: /such as tok_visa\b/g,
  },
  {
    reason: 'A token is retrieved by its id, as at Stripe.',
    ways: ['url'],
    meant: /^\/v1\/tokens\/.*/g,
  },
  {
    reason: 'npm start shows an example.',
    ways: ['log'],
    where: /^lib\/cli\//,
    meant: EXAMPLE_KEY,
  },
  {
    reason: 'The command that forwards events prints the signing secret that it has made.',
    ways: ['log'],
    where: /^lib\/cli\/sandbox\.ts stdout$/,
    meant: /signed with whsec_[\da-f]{32}\. /g,
  },
  {
    reason: 'npm run token prints a token.',
    ways: ['log'],
    where: /^lib\/cli\/token\.ts stdout$/,
    meant: /^[\w-]+\.[\w-]+\.[\w-]+\n$/g,
  },
];

/** The text of an output without what may stand there. */
export function withoutWhatIsMeant({ way, where, text }: Pick<Output, 'way' | 'where' | 'text'>): string {
  return EXCEPTIONS.filter((one) => one.ways.includes(way) && (one.where?.test(where) ?? true)).reduce(
    (rest, { meant }) => rest.replaceAll(meant, ''),
    text,
  );
}
