/** The Runtime API of AWS Lambda, https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html, and functions under it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../helpers/command.ts';
import { ofTheTests, recording } from '../../helpers/recording.ts';

/** What a function answered: its reply, or what it failed with. */
export interface Invocation {
  readonly kind: 'response' | 'error' | 'init/error';
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it by name, and fail where a name is missing.
  readonly body: any;
}

/** A function that runs under AWS's runtime client. */
export interface RunningFunction {
  invoke(event: object): Promise<Invocation>;
  /** What it has printed so far. */
  output(): string;
  /** The lines that it has printed, once there are so many. */
  lines(count: number): Promise<string[]>;
  close(): Promise<void>;
}

/** How long a function may take for a call, in milliseconds. */
const TIMEOUT = 29_000;

/** Starts a function in a process of its own, with AWS's own client of the Runtime API. */
export async function startFunction(
  handler: string,
  root: string,
  environment: Readonly<Record<string, string>>,
): Promise<RunningFunction> {
  const waiting: { event: object; settle: (invocation: Invocation) => void }[] = [];
  const settlers = new Map<string, (invocation: Invocation) => void>();
  const idle: ServerResponse[] = [];
  let invocations = 0;

  const hand = () => {
    while (waiting.length > 0 && idle.length > 0) {
      const [{ event, settle }, response] = [waiting.shift()!, idle.shift()!];
      invocations += 1;
      const id = `8476a536-e9f4-11e8-9739-${String(invocations).padStart(12, '0')}`;
      settlers.set(id, settle);
      response
        .writeHead(200, {
          'Content-Type': 'application/json',
          'Lambda-Runtime-Aws-Request-Id': id,
          'Lambda-Runtime-Deadline-Ms': `${Date.now() + TIMEOUT}`,
          'Lambda-Runtime-Invoked-Function-Arn': 'arn:aws:lambda:us-east-1:123456789012:function:test',
          'Lambda-Runtime-Trace-Id': 'Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=0',
        })
        .end(JSON.stringify(event));
    }
  };

  const server = createServer(async (request, response) => {
    const path = pathOf(request);
    if (path === 'invocation/next') {
      idle.push(response);
      hand();
      return;
    }
    const [, id, kind] = /^invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
    const invocation: Invocation = {
      kind: (kind ?? path) as Invocation['kind'],
      body: await json(request),
    };
    const { body, headers } = invocation.body;
    recording()?.answers(handler, body ?? JSON.stringify(invocation.body), headers);
    response.writeHead(202).end();
    if (id === undefined) {
      for (const { settle } of waiting.splice(0)) {
        settle(invocation);
      }
    } else {
      settlers.get(id)!(invocation);
    }
  });
  ofTheTests(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const child = spawn(
    process.execPath,
    [
      `--import=${pathToFileURL(join(ROOT, 'test/lib/deploy/rapid-client.js'))}`,
      join(ROOT, 'node_modules/aws-lambda-ric/index.mjs'),
    ],
    {
      cwd: root,
      env: {
        ...environment,
        _HANDLER: handler,
        AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${(server.address() as AddressInfo).port}`,
        AWS_LAMBDA_NODEJS_USE_ALTERNATIVE_CLIENT_1: 'true',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const { output, lines } = outputOf(child);
  const ended = once(child, 'exit');
  return {
    invoke: (event) =>
      new Promise((settle) => {
        waiting.push({ event, settle });
        hand();
      }),
    output,
    lines,
    close: async () => {
      child.kill('SIGKILL');
      await ended;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.replace('/2018-06-01/runtime/', '');
}

function outputOf({ stdout, stderr }: ChildProcess): Pick<RunningFunction, 'output' | 'lines'> {
  let output = '';
  const printing = new EventEmitter();
  for (const stream of [stdout!, stderr!]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      printing.emit('more');
    });
  }
  const complete = () => output.split('\n').slice(0, -1);
  return {
    output: () => output,
    lines: async (count) => {
      while (complete().length < count) {
        await once(printing, 'more');
      }
      return complete();
    },
  };
}
