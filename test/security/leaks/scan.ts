/** Finds secrets in what was noted. */
import type { Argument } from '#lib/arguments.ts';
import { hasValidCheckDigit } from '#lib/card.ts';
import { withoutWhatIsMeant } from './contract.ts';
import { reader, type Secret } from './declared.ts';
import type { Output, Recording, Way } from './recording.ts';

/** A secret where it must not be. */
export interface Leak extends Pick<Output, 'way' | 'where' | 'test'> {
  /** What it is, e.g. `account_number`. */
  readonly secret: string;
  /** The text around it, with the secret masked. */
  readonly shown: string;
}

/** A place in the outputs of one way. */
interface Hit {
  readonly secret: string;
  readonly value: string;
  readonly at: number;
}

/** What is secret by its form, whoever sent it. */
const FORMS: readonly (readonly [secret: string, form: RegExp])[] = [
  ['key', /(?<![a-zA-Z])[sr]k_(?:test|live)_\w+/g],
  ['secret of a webhook', /whsec_\w+/g],
  ['token of a caller', /eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/g],
  ['token of Stripe', /(?<![a-zA-Z])[a-z]{0,4}tok_\w+/g],
  ['card number', /(?<![\w.-])[3-6]\d{12,18}(?![\w.-])/g],
  ['card number', /(?<![\w.-])[3-6]\d{3}([ -])(\d{4}\1\d{4}\1\d{4}|\d{6}\1\d{5})(?![\w.-])/g],
  // Three or four digits are found everywhere: what they are called tells what they are.
  ['security code', /(?:cvc|cvv2?|security_?code)(?!\w)\W{0,8}(?:[SN]\W{1,5})?\d{3,4}(?!\w)/gi],
  ['end of a social security number', /ssn_?last_?4(?!\w)\W{0,8}(?:[SN]\W{1,5})?\d{4}(?!\w)/gi],
];

/** Shorter values are found everywhere by chance. */
const LONG = 6;
const SHORTEST = 3;

/** Where a name or an address must not be either: what Stripe's objects show is elsewhere. */
const IMPERSONAL: readonly Way[] = ['log', 'url', 'store'];

/** All that was noted and must not have left. `declared` is what the parameters of Stripe's operations declare. */
export function leaksIn({ outputs, variables, isRandom }: Recording, declared: readonly Argument[]): Leak[] {
  const secretsOf = isRandom ? () => [] : reader(declared);
  const sent = outputs.flatMap(({ asked }) => (asked === undefined ? [] : secretsOf(asked)));
  const ofVariables = variables.map(([name, value]) => ({ name, value, isPersonal: false }));
  const sought = distinct([...sent, ...ofVariables]);
  const leaks: Leak[] = [];
  for (const [way, ofWay] of Map.groupBy(outputs, (output) => output.way)) {
    const here = IMPERSONAL.includes(way) ? sought : sought.filter(({ isPersonal }) => !isPersonal);
    const { text, outputAt } = joined(ofWay);
    const hits = [...formsIn(text), ...valuesIn(text, here)];
    for (const [output, found] of Map.groupBy(hits, ({ at }) => outputAt(at))) {
      const rest = withoutWhatIsMeant(output);
      const values = new Set(found.map(({ value }) => value));
      const secrets = here.filter(({ value }) => values.has(value));
      leaks.push(...leaksOf(output, rest, [...formsIn(rest), ...valuesIn(rest, secrets)]));
    }
  }
  for (const output of outputs) {
    const short = output.asked === undefined ? [] : secretsOf(output.asked).filter(isShort);
    if (short.length > 0 && short.some(({ value }) => output.text.includes(value))) {
      const rest = withoutWhatIsMeant(output);
      leaks.push(...leaksOf(output, rest, [...wordsIn(rest, short)]));
    }
  }
  // What two processes note of one exchange is one leak.
  return [...new Map(leaks.map((leak) => [JSON.stringify(leak), leak])).values()];
}

/** Long secrets that have no form of their own, each once; what is not only personal counts as that. */
function distinct(secrets: readonly Secret[]): Secret[] {
  const found = new Map<string, Secret>();
  for (const secret of secrets) {
    if (secret.value.length >= LONG && (!secret.isPersonal || !found.has(secret.value))) {
      found.set(secret.value, secret);
    }
  }
  return [...found.values()].filter(({ value }) => !hasForm(value));
}

/** Whether a secret is found by its form alone. */
function hasForm(value: string): boolean {
  const [hit] = formsIn(value);
  return hit?.value === value;
}

/** One leak for each secret. */
function leaksOf({ way, where, test }: Output, text: string, hits: readonly Hit[]): Leak[] {
  const first = new Map(hits.toReversed().map((hit) => [hit.value, hit]));
  return [...first.values()].map((hit) => ({
    way,
    where,
    test,
    secret: hit.secret,
    shown: shown(text, hit),
  }));
}

/** The outputs as one text, which is searched faster than many, and which of them stands where. */
function joined(outputs: readonly Output[]): { text: string; outputAt: (position: number) => Output } {
  const ends: number[] = [];
  let length = 0;
  for (const { text } of outputs) {
    length += text.length + 1;
    ends.push(length);
  }
  return {
    text: outputs.map(({ text }) => text).join('\n'),
    outputAt: (position) => {
      let [low, high] = [0, ends.length - 1];
      while (low < high) {
        const middle = (low + high) >> 1;
        [low, high] = ends[middle]! > position ? [low, middle] : [middle + 1, high];
      }
      return outputs[low]!;
    },
  };
}

function* formsIn(text: string): Generator<Hit> {
  for (const [secret, form] of FORMS) {
    for (const { 0: value, index: at } of text.matchAll(form)) {
      if (secret !== 'card number' || hasValidCheckDigit(value.replaceAll(/[ -]/g, ''))) {
        yield { secret, value, at };
      }
    }
  }
}

function* valuesIn(text: string, secrets: readonly Secret[]): Generator<Hit> {
  for (const { name, value } of secrets) {
    for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length)) {
      // A number within a longer one is another one.
      if (!/^\d+$/.test(value) || !/\d/.test(`${text[at - 1]}${text[at + value.length]}`)) {
        yield { secret: name, value, at };
      }
    }
  }
}

function isShort({ value }: Secret): boolean {
  return value.length >= SHORTEST && value.length < LONG && /^\w+$/.test(value);
}

/** Short secrets, where they stand by themselves in the body of a reply: headers have times and random ids. */
function* wordsIn(text: string, secrets: readonly Secret[]): Generator<Hit> {
  const body = text.slice(0, text.lastIndexOf('\n'));
  for (const { name, value } of secrets) {
    const at = body.search(new RegExp(`(?<![\\w-])${value}(?![\\w-])`));
    if (at >= 0) {
      yield { secret: name, value, at };
    }
  }
}

/** The text around a secret, of which only the beginning is shown. */
function shown(text: string, { value, at }: Hit): string {
  const before = text.slice(Math.max(0, at - 40), at);
  const after = text.slice(at + value.length, at + value.length + 20);
  return JSON.stringify(`${before}${value.slice(0, Math.min(4, value.length / 2))}…${after}`);
}
