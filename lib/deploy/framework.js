/** What `serverless.yml` takes from here. The framework reads JavaScript only, and no module that awaits at its top. */
import { SettingsError } from '#lib/config/config.ts';
import { loadLocalEnvironment } from '#lib/config/env-file.ts';
import { build } from './build.ts';
import { withNames } from './functions.ts';
import { monitoring as makeMonitoring } from './monitoring.ts';
import { readDeploySettings } from './settings.ts';
import { readStage } from './stage.ts';

/** On this machine, settings come from the environment and `.env`; a deployment has a file for each stage. */
const isLocal = process.argv.includes('offline');

/** Settings that do not fit end the command with one line; the framework would show a stack, once for each use. */
const orEnd = async (work) => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SettingsError) {
      console.error(error.message);
      process.exit(1);
    }
    throw error;
  }
};

/** Makes a function that does its work once, however often the framework asks. */
const once = (work) => {
  let done;
  return (given) => {
    done ??= orEnd(() => work(given));
    return done;
  };
};

const variablesOf = once(async ({ resolveVariable }) => {
  if (isLocal) {
    loadLocalEnvironment();
    return process.env;
  }
  const [service, stage] = [await resolveVariable('self:service'), await resolveVariable('sls:stage')];
  return (await readStage(service, stage)).variables;
});

const built = once(async (given) => build(await variablesOf(given)));

/** Gives the functions by their names. */
export const functions = async (given) => {
  const { resolveVariable } = given;
  const [service, stage] = [await resolveVariable('self:service'), await resolveVariable('sls:stage')];
  return withNames((await built(given)).functions, service, stage);
};

/** Gives the variables that all functions read. */
export const environment = async (given) => (await built(given)).environment;

/** Gives the settings of the deployment, the tables' names among them. */
export const settings = async (given) => {
  const { CARD_TABLE, RATE_LIMIT_TABLE, ...variables } = await variablesOf(given);
  return { ...readDeploySettings(variables), CARD_TABLE, RATE_LIMIT_TABLE };
};

/** Gives the metrics, alarms and the dashboard. */
export const monitoring = async (given) => {
  const { resolveVariable } = given;
  const [service, stage] = [await resolveVariable('self:service'), await resolveVariable('sls:stage')];
  return { Resources: makeMonitoring(`${service}/${stage}`, await settings(given)) };
};

/** Whether the API has a domain. */
export const hasDomain = async (given) => (await settings(given)).DOMAIN_NAME !== undefined;
