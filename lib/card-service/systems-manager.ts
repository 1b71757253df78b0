/** Reads parameters of AWS Systems Manager. Loaded where there are any to read: it brings AWS's client with it. */
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { requestHandler } from '#lib/aws-http.ts';

/** The longest wait for a connection, in milliseconds. */
const CONNECTION_TIMEOUT = 1_000;

/**
 * Gives the decrypted values of parameters by their names; one that does not exist is not among them.
 * @param timeout how long one answer may take, in milliseconds
 */
export async function getParameters(
  names: readonly string[],
  timeout: number,
): Promise<ReadonlyMap<string, string>> {
  const client = new SSMClient({
    requestHandler: requestHandler({ connection: Math.min(CONNECTION_TIMEOUT, timeout), answer: timeout }),
  });
  try {
    const { Parameters = [] } = await client.send(
      new GetParametersCommand({ Names: [...names], WithDecryption: true }),
    );
    return new Map(
      Parameters.flatMap(({ Name, Value }) =>
        Name === undefined || Value === undefined ? [] : [[Name, Value]],
      ),
    );
  } finally {
    client.destroy();
  }
}
