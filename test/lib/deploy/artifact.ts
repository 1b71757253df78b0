/** Every function of the artifact, called as AWS Lambda would, where there is nothing but the artifact. */
import { execFile } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from '@jest/globals';
import type { HttpResponse } from '#lib/http/response.ts';
import { recording } from '../../helpers/recording.ts';
import type { Deployment } from './deployment.ts';
import { eventV1, eventV2 } from './events.ts';
import { handlerOf, type Task, validRequest } from './task.ts';

/** What came back of one call. */
interface Outcome {
  readonly handler: string;
  readonly format: '1.0' | '2.0';
  readonly reply?: HttpResponse;
  readonly error?: string;
  readonly logged: string[];
}

/** Imports and calls what it is told on standard input, one after the other, and tells what came of it. */
const DRIVER = `
  import { text } from 'node:stream/consumers';
  import { pathToFileURL } from 'node:url';

  const write = process.stdout.write.bind(process.stdout);
  const print = (line) => write(line + '\\n');
  let logged = [];
  process.stdout.write = (text) => logged.push(text);
  console.log = console.error = (line) => logged.push('not JSON: ' + line);

  for (const { handler, format, event } of JSON.parse(await text(process.stdin))) {
    logged = [];
    const [, file, name] = /^(.*)\\.(\\w+)$/.exec(handler);
    try {
      const module = await import(pathToFileURL(process.env.LAMBDA_TASK_ROOT + '/' + file + '.mjs'));
      const ends = Date.now() + 29_000;
      const context = { awsRequestId: crypto.randomUUID(), getRemainingTimeInMillis: () => ends - Date.now() };
      const reply = await module[name](event, context);
      print(JSON.stringify({ handler, format, reply, logged }));
    } catch (error) {
      print(JSON.stringify({ handler, format, error: error.stack, logged }));
    }
  }
  // As AWS Lambda does, which does not wait for open connections.
  process.exit();
`;

export function testArtifact(deployment: Deployment): void {
  let outcomes: Outcome[];

  beforeAll(async () => {
    const calls = await Promise.all(
      deployment.entries.map(async (entry) => {
        const handler = handlerOf(entry);
        return [
          { handler, format: '2.0', event: eventV2(await validRequest(entry)) },
          { handler, format: '1.0', event: eventV1(await validRequest(entry)) },
        ];
      }),
    );
    outcomes = await drive(deployment.task, calls.flat());
  });

  test('it holds functions, documents and nothing else', async () => {
    const files = await readdir(join(deployment.task.root, 'dist'), { recursive: true, withFileTypes: true });
    const names = files.filter((file) => file.isFile()).map(({ name }) => name);
    expect(names.filter((name) => !/\.(br|html|js|md|mjs|json|png|ya?ml|raml)$/.test(name))).toEqual([]);
    expect(await readdir(deployment.task.root)).toEqual(['dist']);
  });

  test('every function answers events of both formats', () => {
    expect(outcomes).toHaveLength(2 * deployment.entries.length);
    expect(outcomes.filter(({ error }) => error !== undefined)).toEqual([]);
  });

  test('no function fails by itself', () => {
    const failed = outcomes.filter(
      ({ reply, logged }) =>
        (reply?.statusCode ?? 500) >= 500 || logged.some((line) => line.includes('"failure"')),
    );
    expect(failed).toEqual([]);
  });

  test('both formats mean the same', () => {
    for (const [, pair] of Map.groupBy(outcomes, ({ handler }) => handler)) {
      const [first, second] = pair.map(({ reply }) => reply!.statusCode);
      expect({ handler: pair[0]!.handler, status: second }).toEqual({
        handler: pair[0]!.handler,
        status: first,
      });
    }
  });

  test('each call is a line in the log', () => {
    for (const { handler, logged } of outcomes) {
      expect({ handler, lines: logged.length }).toEqual({ handler, lines: 1 });
      expect(JSON.parse(logged[0]!)).toMatchObject({ level: 'info', endpoint: expect.any(String) });
    }
  });

  test.each([
    ['block/createFileUpload', /"callback":"success".*"object":"file_upload"/],
    ['block/createCustomer', /"callback":"success".*"object":"customer"/],
    ['connector/GetCustomer', /"status":404/],
    ['connector/OnNewCustomer', /^\[\]$/],
    ['card/find', /^\{"data":\[\]\}$/],
    ['rest/customers-post', /"object": ?"customer"/],
    ['socket/create-customer', /"object":"customer"/],
    ['socket/socket-json', /^\{"name"/],
    ['webhooks/stripe', /^\{"received":true\}$/],
  ])('%s does what it is for', (name, expected) => {
    const replies = outcomes.filter(({ handler }) => handler === `dist/functions/${name}.handler`);
    expect(replies).toHaveLength(2);
    for (const { reply } of replies) {
      expect(reply!.body).toMatch(expected);
    }
  });

  test('a file that is missing fails the suite', async () => {
    const [call] = outcomes;
    await writeFile(
      join(deployment.task.root, 'dist/functions/broken.mjs'),
      "export { handler } from './missing.mjs';",
    );
    const [outcome] = await drive(deployment.task, [
      { ...call, handler: 'dist/functions/broken.handler', event: {} },
    ]);
    expect(outcome!.error).toContain('missing.mjs');
  });
}

async function drive(task: Task, calls: readonly object[]): Promise<Outcome[]> {
  const running = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', DRIVER], {
    cwd: task.root,
    env: task.environment,
    maxBuffer: 64 * 1024 * 1024,
  });
  running.child.stdin!.end(JSON.stringify(calls));
  const { stdout } = await running;
  const outcomes = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Outcome);
  for (const { handler, reply, error, logged } of outcomes) {
    recording()?.answers(handler, reply?.body ?? '', reply?.headers);
    recording()?.leaves('log', handler, [...logged, error].join('\n'));
  }
  return outcomes;
}
