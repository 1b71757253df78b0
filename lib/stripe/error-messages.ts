/** Stripe's messages for invalid parameters. */
import type { Problem } from '#lib/parameters/check.ts';

/** An error message in Stripe's wording. */
export interface ParameterMessage {
  readonly message: string;
  /** The parameter, e.g. `card[number]`; missing if the error concerns the whole request. */
  readonly param?: string;
}

/** Describes an invalid parameter. `path` starts with the outermost name. Secret values are not quoted. */
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

/** Stripe's message for an unknown URL. */
export function unrecognizedUrl(method: string, path: string): string {
  return `Unrecognized request URL (${method}: ${withoutNumbers(path.slice(0, 200))}). If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code. Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`;
}

/** Masks what looks like a card or bank account number in text that quotes the caller. */
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

/** Stripe's notation for nested parameters: `card[number]`. */
function nameOf([first = '', ...rest]: readonly string[]): string {
  return withoutNumbers([first, ...rest.map((name) => `[${name}]`)].join('').slice(0, 200));
}
