/** What `serverless.yml` takes from here. The framework reads JavaScript only, and no module that awaits at its top. */
import { build } from './build.ts';
import { withNames } from './functions.ts';

let built;

/** The functions are built once, when the framework first asks for them. */
const once = () => {
  built ??= build();
  return built;
};

/** Gives the functions by their names. */
export const functions = async ({ resolveVariable }) => {
  const [service, stage] = [await resolveVariable('self:service'), await resolveVariable('sls:stage')];
  return withNames((await once()).functions, service, stage);
};

/** Gives the variables that all functions read. */
export const environment = async () => (await once()).environment;
