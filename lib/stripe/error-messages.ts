/** What Stripe says of parameters that it does not take. */
import type { Problem } from '#lib/parameters/check.ts';

/** A refusal in Stripe's words. */
export interface ParameterMessage {
  readonly message: string;
  /** The parameter, nested ones as `card[number]`; absent where the request as a whole is meant. */
  readonly param?: string;
}

/** Says what is wrong with a parameter; `path` leads to it from the outermost. A value that is secret is not quoted. */
export function parameterMessage(
  { code, path, given, expected }: Pick<Problem, 'code' | 'path' | 'given' | 'expected'>,
  isSecret = false,
): ParameterMessage {
  const param = nameOf(path);
  if (code === 'parameter_unknown') {
    return { message: `Received unknown parameter: ${param}`, param };
  }
  if (code === 'parameter_missing') {
    return { message: `Missing required param: ${param}.`, param };
  }
  const message = invalidMessage(param, isSecret && typeof given === 'string' ? undefined : given, expected);
  return param === '' ? { message } : { message, param };
}

/** What Stripe says of a path that it does not serve. */
export function unrecognizedUrl(method: string, path: string): string {
  return `Unrecognized request URL (${method}: ${withoutNumbers(path.slice(0, 200))}). If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code. Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`;
}

/** Hides what looks like a card or bank number in a text that quotes the caller. */
export function withoutNumbers(text: string): string {
  return text.replace(/\d(?:[ -]?\d){8,}/g, '****');
}

function invalidMessage(param: string, given: unknown, expected: string): string {
  if (given === '') {
    return `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`;
  }
  const quoted = typeof given === 'string' ? `: ${withoutNumbers(given.slice(0, 100))}` : '';
  if (/integer/.test(expected)) {
    const isWhole = typeof given === 'number' && Number.isSafeInteger(given);
    return isWhole && /positive integer/.test(expected)
      ? 'Invalid positive integer'
      : isWhole
        ? `Invalid ${param}: must be ${expected}.`
        : `Invalid integer${quoted}`;
  }
  if (expected === 'true or false') {
    return `Invalid boolean${quoted}`;
  }
  return `Invalid ${param === '' ? 'request' : param}: must be ${expected}.`;
}

/** As Stripe names nested parameters: `card[number]`. */
function nameOf([first = '', ...rest]: readonly string[]): string {
  return withoutNumbers([first, ...rest.map((name) => `[${name}]`)].join('').slice(0, 200));
}
