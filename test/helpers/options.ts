/** Command line options of the standalone test programs: `--name value`. */

/** The options with their default values, whose types are the types of the options. */
export type Defaults = Readonly<Record<string, number | string>>;

/** Parses a command line. An unknown option or an invalid value ends the process with status 2. */
export function readOptions<D extends Defaults>(args: readonly string[], defaults: D): Widened<D> {
  const options: Record<string, number | string> = { ...defaults };
  for (let index = 0; index < args.length; index += 2) {
    const name = args[index]!.replace(/^--/, '');
    const value = args[index + 1];
    const known = Object.keys(defaults).map((one) => `--${one}`);
    if (!known.includes(args[index]!)) {
      return fail(`Unknown option ${args[index]}: there are ${known.join(', ')}.`);
    }
    const read = typeof defaults[name] === 'number' ? Number(value) : value;
    if (read === undefined || (typeof read === 'number' && !(read >= 0))) {
      return fail(`${args[index]} needs a value, e.g. ${defaults[name]}.`);
    }
    options[name] = read;
  }
  return options as Widened<D>;
}

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

type Widened<D extends Defaults> = { readonly [K in keyof D]: D[K] extends number ? number : string };

/** Returns a random seed. */
export function anySeed(): string {
  return Math.random().toString(36).slice(2, 10);
}
