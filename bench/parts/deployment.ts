/** What is deployed: how large it is, and how much of what AWS takes. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '#lib/config/root.ts';
import { AWS_LIMITS } from '#lib/deploy/limits.ts';
import { ofType, type Template } from '#lib/deploy/template.ts';
import { figure, type Progress, type Row } from '../measure.ts';

/** What was packaged. */
export interface Deployment {
  readonly rows: Row[];
  /** The built functions, in a folder that nobody else writes to. */
  readonly dist: string;
  remove(): Promise<void>;
}

/** Packages the service. */
export async function packageService(progress: Progress): Promise<Deployment> {
  progress('packaging');
  const folder = await mkdtemp(join(tmpdir(), 'stripe-socket-bench-'));
  await promisify(execFile)(
    process.execPath,
    [
      join(ROOT, 'node_modules/serverless/bin/serverless.js'),
      'package',
      '--package',
      join(folder, 'package'),
    ],
    { cwd: ROOT, env: { ...process.env, ENV_FILE: '.env.example' } },
  );
  await cp(join(ROOT, 'dist'), join(folder, 'dist'), { recursive: true });
  const text = await readFile(join(folder, 'package/cloudformation-template-update-stack.json'), 'utf8');
  const archive = await stat(join(folder, 'package/stripe-socket.zip'));
  const template: Template = JSON.parse(text);
  const { Body } = template.Resources['HttpApi']!.Properties as unknown as { Body: { paths: object } };
  const part = 'Deployment';
  const rows: Row[] = [
    { part, name: 'functions', unit: '', value: figure(ofType(template, 'AWS::Lambda::Function').length) },
    { part, name: 'artifact, for all of them', unit: 'KB', value: figure(archive.size / 1000) },
    {
      part,
      name: 'template',
      unit: 'KB',
      value: figure(Buffer.byteLength(text) / 1000),
      mark: { most: AWS_LIMITS.template / 1000 },
    },
    {
      part,
      name: 'resources',
      unit: '',
      value: figure(Object.keys(template.Resources).length),
      mark: { most: AWS_LIMITS.resources },
    },
    {
      part,
      name: 'paths of the API',
      unit: '',
      value: figure(Object.keys(Body.paths).length),
      mark: { most: AWS_LIMITS.routes },
    },
  ];
  return { rows, dist: join(folder, 'dist'), remove: () => rm(folder, { recursive: true }) };
}
