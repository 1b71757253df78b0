/**
 * Reads the settings file of a stage. It is stricter than a shell, because a setting that is lost here is not
 * deployed.
 */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { SettingsError } from '#lib/config/config.ts';
import { ROOT } from '#lib/config/root.ts';

/**
 * Matches a setting. A quoted value may have several lines. Names are in capitals, because parts of a pasted key
 * contain lower-case letters.
 */
const SETTING = /^[ \t]*(?:export[ \t]+)?([A-Z][A-Z\d_]*)[ \t]*=[ \t]*(?:"[^"]*"|'[^']*'|`[^`]*`|[^\n]*)/gm;

const EMPTY_OR_COMMENT = /^\s*(#|$)/;

/**
 * Reads a file with lines `NAME=value`.
 * @throws {SettingsError} if there is no such file, or a line would be lost or changed. The message contains no text
 * of that line, which may be part of a secret.
 */
export async function readStageFile(file: string, stage: string): Promise<Record<string, string>> {
  const text = (await textOf(file, stage)).replace(/^\ufeff/, '');
  const line = withoutSettings(text).findIndex((rest) => !EMPTY_OR_COMMENT.test(rest)) + 1;
  if (line > 0) {
    throw new SettingsError(
      `${file}, line ${line}: must be NAME=value, with the name in capitals and a value of several lines in quotes.`,
    );
  }
  const names = [...text.matchAll(SETTING)].map(([, name]) => name!);
  const repeated = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  if (repeated.size > 0) {
    throw new SettingsError(`${file} sets ${[...repeated].join(', ')} more than once.`);
  }
  const given = parseEnv(text) as Record<string, string>;
  const interpolated = Object.keys(given).filter((name) => given[name]!.includes('${'));
  if (interpolated.length > 0) {
    throw new SettingsError(
      `${file}: ${interpolated.join(', ')} must not contain "\${", because expressions are not supported.`,
    );
  }
  return given;
}

async function textOf(file: string, stage: string): Promise<string> {
  try {
    return await readFile(resolve(ROOT, file), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw error;
    }
    throw new SettingsError(
      `${file} is missing. It contains the settings of the stage ${stage}: copy .env.example to ${file} and edit it.`,
    );
  }
}

/** Returns the rest of each line without the settings. */
function withoutSettings(text: string): string[] {
  return text.replaceAll(SETTING, (setting) => setting.replaceAll(/[^\n]/g, '')).split('\n');
}
