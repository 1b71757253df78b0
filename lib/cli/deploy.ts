/** Deploys a stage to AWS: first the stack with the card table, if the stage has one, then the service's stack. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '#lib/config/root.ts';
import { deploysCards, readStage } from '#lib/deploy/stage.ts';
import { CommandError, command } from './command.ts';

const usage = `npm run deploy -- --stage prod [--aws-profile name] [--verbose]

Deploys a stage to the AWS account of your credentials, with the settings in .env.<stage>. The card table has
its own stack, which is deployed first, unless SURFACES excludes the card service or CARD_TABLE names an existing table.
For other tasks of an operator, see lib/deploy/README.md.`;

const options = {
  stage: { type: 'string', default: 'dev' },
  'aws-profile': { type: 'string' },
  verbose: { type: 'boolean', default: false },
} as const;

await command({ usage, options }, async ({ flags }) => {
  const stage = String(flags['stage']);
  const given = [
    `--stage=${stage}`,
    ...(flags['aws-profile'] === undefined ? [] : [`--aws-profile=${flags['aws-profile']}`]),
    ...(flags['verbose'] === true ? ['--verbose'] : []),
  ];
  if (deploysCards(await readStage(await serviceName(), stage))) {
    await deploy(['--config=serverless.cards.yml', ...given]);
  }
  await deploy(given);
});

/** Returns the name of the service, which prefixes the names of its stacks. */
async function serviceName(): Promise<string> {
  const text = await readFile(join(ROOT, 'serverless.yml'), 'utf8');
  return /^service: *(\S+)/m.exec(text)![1]!;
}

async function deploy(args: readonly string[]): Promise<void> {
  const script = join(ROOT, 'node_modules/serverless/bin/serverless.js');
  const child = spawn(process.execPath, [script, 'deploy', ...args], { cwd: ROOT, stdio: 'inherit' });
  const [status] = await once(child, 'exit');
  if (status !== 0) {
    throw new CommandError(`serverless deploy ${args.join(' ')} failed.`);
  }
}
