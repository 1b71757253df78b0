/** Functions of the artifact under AWS's own runtime client (aws-lambda-ric), which calls them as AWS Lambda does. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { testKey } from '../../helpers/key.ts';
import type { Deployment } from './deployment.ts';
import { eventV1, eventV2, requestOf } from './events.ts';
import { type RunningFunction, startFunction } from './runtime-api.ts';
import { handlerOf, type Task, validRequest } from './task.ts';

export function testRuntime(deployment: Deployment): void {
  test.each([
    ['functions/block/createFileUpload.ts', 200],
    ['functions/block/getCustomerList.ts', 200],
    ['functions/card/find.ts', 200],
    ['functions/connector/CreateCustomer.ts', 200],
    ['functions/connector/OnNewCharge.ts', 202],
    ['functions/connector/icon.png.ts', 200],
    ['functions/index.ts', 200],
    ['functions/not-found.ts', 404],
    ['functions/rest/customers.get.ts', 200],
    ['functions/rest/charges/[charge]/capture.post.ts', 404],
    ['functions/socket/create-charge.ts', 200],
    ['functions/socket/socket.yml.ts', 200],
    ['functions/webhooks/stripe.ts', 200],
  ])('%s answers %i to both formats of events', async (file, status) => {
    const entry = deployment.entries.find((one) => one.file === file)!;
    await withFunction(deployment.task, handlerOf(entry), async (running) => {
      for (const event of [eventV2(await validRequest(entry)), eventV1(await validRequest(entry))]) {
        const { kind, body } = await running.invoke(event);
        expect({ kind, status: body.statusCode, body: body.body }).toEqual({
          kind: 'response',
          status,
          body: expect.any(String),
        });
        expect(Object.values(body.headers).every((value) => typeof value === 'string')).toBe(true);
      }
      // The invocation’s id is what a call is known by.
      const ids = ['8476a536-e9f4-11e8-9739-000000000001', '8476a536-e9f4-11e8-9739-000000000002'];
      const lines = (await running.lines(2)).map((line) => JSON.parse(line));
      expect(lines.map(({ correlation_id }) => correlation_id)).toEqual(ids);
    });
  });

  test.each([
    ['/v3/instances/my-instance/endpoints/sockets/stripe/create-charge/', { card: 'tok_visa' }, 'object'],
    ['/connect/Stripe/createCharge', { source: 'tok_visa' }, 'outcome'],
  ])('the function of the default route serves %s', async (path, card, field) => {
    const entry = deployment.entries.find((one) => one.path === '$default')!;
    const body = { apiKey: testKey(), amount: 500, currency: 'usd', ...card };
    const request = requestOf({ method: 'POST', path, route: '$default' }, { body });
    await withFunction(deployment.task, handlerOf(entry), async (running) => {
      for (const event of [eventV2(request), eventV1(request)]) {
        const { body: reply } = await running.invoke(event);
        expect(reply).toMatchObject({ statusCode: 200 });
        expect(JSON.parse(reply.body)).toHaveProperty(field);
      }
    });
  });

  test('a function goes on after a call that failed', async () => {
    const entry = deployment.entries.find(({ file }) => file === 'functions/socket/create-customer.ts')!;
    await withFunction(deployment.task, handlerOf(entry), async (running) => {
      const failed = await running.invoke({ version: '2.0', rawPath: '/' });
      expect(failed).toMatchObject({ kind: 'response', body: { statusCode: 500 } });
      const { body } = await running.invoke(eventV2(await validRequest(entry)));
      expect(body.statusCode).toBe(200);
    });
  });

  test('a function whose file is not there tells so when it starts', async () => {
    await writeFile(
      join(deployment.task.root, 'dist/functions/broken.mjs'),
      "export { handler } from './missing.mjs';",
    );
    await withFunction(deployment.task, 'dist/functions/broken.handler', async (running) => {
      const { kind, body } = await running.invoke({});
      expect(kind).toBe('init/error');
      expect(JSON.stringify(body)).toContain('missing.mjs');
      // The runtime logs it as one object as well.
      expect((await running.lines(1)).map((line) => typeof JSON.parse(line))).toEqual(['object']);
    });
  });
}

export async function withFunction(
  { root, environment }: Task,
  handler: string,
  use: (running: RunningFunction) => Promise<void>,
): Promise<void> {
  const running = await startFunction(handler, root, environment);
  try {
    await use(running);
  } finally {
    await running.close();
  }
}
