/**
 * The settings of a stage. A deployment only reads them from the stage's file, `.env.<stage>`, so that every shell
 * and every machine deploys the same, and no setting is lost because a shell does not have a variable.
 */
import * as v from 'valibot';
import { readVariables, SettingsError, settings } from '#lib/config/config.ts';
import { isReference } from '#lib/config/references.ts';
import { cardSettings, tokenSettings } from '#lib/surfaces/card/config.ts';
import { isOnThisMachine } from '#lib/surfaces/connector/secret.ts';
import { connectorSettings } from '#lib/surfaces/connector/settings.ts';
import { mcpSettings } from '#lib/surfaces/mcp/settings.ts';
import { restSettings } from '#lib/surfaces/rest/cors.ts';
import { deploySettings } from './settings.ts';
import { readStageFile } from './stage-file.ts';

/** The variables that a stage's file may set. */
export const stageSettings = {
  ...settings,
  ...connectorSettings,
  ...cardSettings,
  ...restSettings,
  ...mcpSettings,
  ...deploySettings,
};

const schema = v.object(stageSettings);

type Settings = v.InferOutput<typeof schema>;

/** The variables that contain secrets. */
const SECRETS = Object.entries(stageSettings)
  .filter(([, setting]) => (v.getMetadata(setting) as { secret?: boolean }).secret === true)
  .map(([name]) => name as keyof Settings);

/** The settings of a stage. */
export interface Stage {
  /** The variables that its file sets. */
  readonly given: Readonly<Record<string, string>>;
  /** The same variables, with the defaults of a deployment. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Reads the variables of a stage from its file, checks them, and adds the defaults of a deployment.
 * @param shell the shell's variables, which must not differ from those in the file
 * @throws {SettingsError} saying what is wrong
 */
export async function readStage(
  service: string,
  stage: string,
  shell: NodeJS.ProcessEnv = process.env,
): Promise<Stage> {
  const file = shell['ENV_FILE'] || `.env.${stage}`;
  const given = await readStageFile(file, stage);
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(stageSettings, name));
  if (unknown.length > 0) {
    throw new SettingsError(`${file} sets ${unknown.join(', ')}, which deployments do not use.`);
  }
  const differing = Object.keys(stageSettings).filter((name) => shell[name] && shell[name] !== given[name]);
  if (differing.length > 0) {
    throw new SettingsError(
      `${differing.join(', ')}: set in the environment, but a deployment only reads its settings from ${file}. Move them there, or unset them.`,
    );
  }
  const problems = problemsWith(readVariables(schema, given), service, stage);
  if (problems.length > 0) {
    throw new SettingsError(`${file}: ${problems.join(' ')}`);
  }
  const defaults = Object.entries(stageSettings).flatMap(([name, setting]) => {
    const { deployed } = v.getMetadata(setting) as { deployed?: string };
    const known: Readonly<Record<string, string>> = { ...given, service, stage };
    const value = deployed?.replaceAll(/{(\w+)}/g, (_, of: string) => known[of] ?? '');
    return !value || given[name] ? [] : [[name, value]];
  });
  return { given, variables: { ...given, ...Object.fromEntries(defaults) } };
}

/** Checks whether the stage's cards are in a table that is deployed with it, in a separate stack. */
export function deploysCards({ given: { SURFACES, CARD_TABLE } }: Pick<Stage, 'given'>): boolean {
  return !CARD_TABLE && (!SURFACES || SURFACES.split(/ *, */).includes('card'));
}

/** Returns the problems with combinations of settings that are each valid. */
function problemsWith(given: Settings, service: string, stage: string): string[] {
  const problems: string[] = [];
  const has = (surface: string) => given.SURFACES?.includes(surface) ?? true;
  for (const name of SECRETS) {
    const value = given[name];
    if (typeof value === 'string' && !isReference(value)) {
      const parameter = `/${service}/${stage}/${name.toLowerCase().replaceAll('_', '-')}`;
      problems.push(
        `${name} must be a reference, so that no template holds the secret: run "aws ssm put-parameter --type SecureString --name ${parameter} --value <the secret>", and set ${name}=ssm:${parameter}.`,
      );
    }
  }
  if ((given.DOMAIN_NAME === undefined) !== (given.DOMAIN_CERTIFICATE === undefined)) {
    problems.push('DOMAIN_NAME and DOMAIN_CERTIFICATE must be set together: set both or neither.');
  }
  if (given.LOG_LEVEL === 'silent') {
    problems.push('LOG_LEVEL must be error or info, because the alarms of a deployment use the log.');
  }
  if (
    has('connector') &&
    given.CONNECTOR_STATE_SECRET === undefined &&
    !isOnThisMachine(given.STRIPE_API_BASE)
  ) {
    problems.push(
      'The connector requires CONNECTOR_STATE_SECRET. Set it, or set SURFACES to deploy without the connector.',
    );
  }
  const aboutTokens = has('card') ? problemWithTokens(given) : undefined;
  return aboutTokens === undefined ? problems : [...problems, aboutTokens];
}

function problemWithTokens(given: Settings): string | undefined {
  const { CARD_JWT_SECRET: secret } = given;
  // Only the deployed functions can fetch and check the value of a reference.
  const standIn = secret !== undefined && isReference(secret) ? secret.padEnd(32) : secret;
  try {
    tokenSettings({ ...given, CARD_JWT_SECRET: standIn });
    return undefined;
  } catch (error) {
    return `The card service: ${(error as Error).message}`;
  }
}
