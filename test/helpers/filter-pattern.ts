/**
 * Implements CloudWatch Logs metric filters for JSON, as far as the template uses them: comparisons of a property and
 * a string with `=` and `!=`, combined with `&&`, `||` and parentheses.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html
 */

/** Checks whether a log line matches. A line that is not a JSON object matches no pattern. */
export type Filter = (line: string) => boolean;

type Test = (event: unknown) => boolean;

const TOKEN = /\s*(\|\||&&|[(){}]|!?=|\$(?:\.\w+)+|"(?:[^"\\]|\\.)*")/y;

/**
 * Parses a pattern.
 * @throws {Error} if the pattern is invalid or not supported
 */
export function readFilter(pattern: string): Filter {
  const tokens = tokensOf(pattern);
  const take = (expected?: string): string => {
    const token = tokens.shift();
    if (token === undefined || (expected !== undefined && token !== expected)) {
      throw new Error(`${pattern}: expected ${expected ?? 'more'}, got ${token ?? 'the end'}.`);
    }
    return token;
  };
  const joined = (operator: string, part: () => Test, join: (tests: Test[]) => Test): Test => {
    const tests = [part()];
    while (tokens[0] === operator) {
      take();
      tests.push(part());
    }
    return join(tests);
  };
  const either = (): Test =>
    joined('||', both, (tests) => (event) => tests.some((matches) => matches(event)));
  const both = (): Test =>
    joined('&&', comparison, (tests) => (event) => tests.every((matches) => matches(event)));
  const comparison = (): Test => {
    if (tokens[0] === '(') {
      take();
      const inner = either();
      take(')');
      return inner;
    }
    const [selector, operator, value] = [take(), take(), JSON.parse(take()) as string];
    const path = selector.split('.').slice(1);
    return (event) => {
      const found = path.reduce<unknown>((part, name) => (part as Record<string, unknown>)?.[name], event);
      return found !== undefined && (found === value) === (operator === '=');
    };
  };
  take('{');
  const test = either();
  take('}');
  return (line) => {
    const event = objectIn(line);
    return event !== undefined && test(event);
  };
}

function tokensOf(pattern: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(pattern); match !== null; match = TOKEN.exec(pattern)) {
    tokens.push(match[1]!);
  }
  if (tokens.join('') !== pattern.replaceAll(/\s+(?=(?:[^"]*"[^"]*")*[^"]*$)/g, '')) {
    throw new Error(`${pattern}: not understood after ${tokens.at(-1)}.`);
  }
  return tokens;
}

function objectIn(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    // CloudWatch treats such a line as text.
    return undefined;
  }
}
