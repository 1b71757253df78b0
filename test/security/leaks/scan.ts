/** Finds secrets in what was recorded. */
import { withoutWhatIsMeant } from './contract.ts';
import type { Output, Recording } from './recording.ts';
import { KINDS, type Kind, oneOf } from './secrets.ts';

/** A secret where it must not be. */
export interface Leak extends Pick<Output, 'way' | 'where' | 'test'> {
  /** Its kind, e.g. `card number`. */
  readonly secret: string;
  /** The text around it, with the secret masked. */
  readonly shown: string;
}

/** Shorter values of environment variables occur in other words. */
const SHORTEST = 6;

/** All secrets in what was recorded, but those that the contract allows there; each once for an output. */
export function leaksIn({ outputs, variables }: Recording): Leak[] {
  const kinds = [...KINDS, ...kindsOf(variables)];
  const leaks = outputs.flatMap((output) =>
    kinds
      .filter(({ pattern, ways }) => (ways?.includes(output.way) ?? true) && output.text.search(pattern) >= 0)
      .flatMap((kind) => leaksOf(kind, output)),
  );
  return [...new Map(leaks.map((leak) => [JSON.stringify(leak), leak])).values()];
}

function kindsOf(variables: Recording['variables']): Kind[] {
  const values = new Map(variables.map(([name, value]) => [value, name]));
  return [...values]
    .filter(([value]) => value.length >= SHORTEST)
    .map(([value, name]) => ({ name, pattern: oneOf([value]) }));
}

function leaksOf({ name, pattern }: Kind, { way, where, test, text }: Output): Leak[] {
  const rest = withoutWhatIsMeant({ way, where, text });
  const first = new Map([...rest.matchAll(pattern)].toReversed().map((match) => [match[0], match]));
  return [...first.values()].map((match) => ({ way, where, test, secret: name, shown: shown(match) }));
}

/** The text around a secret, of which only the beginning is shown. */
function shown({ 0: value, index: at, input: text }: RegExpExecArray): string {
  const before = text.slice(Math.max(0, at - 40), at);
  const after = text.slice(at + value.length, at + value.length + 20);
  return JSON.stringify(`${before}${value.slice(0, Math.min(4, value.length / 2))}…${after}`);
}
