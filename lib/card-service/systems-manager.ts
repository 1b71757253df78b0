/** Reads parameters of AWS Systems Manager. Loaded where there are any to read: it brings AWS's client with it. */
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';

/** Gives the decrypted values of parameters by their names; one that does not exist is not among them. */
export async function getParameters(names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const client = new SSMClient({ requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000 } });
  const { Parameters = [] } = await client.send(
    new GetParametersCommand({ Names: [...names], WithDecryption: true }),
  );
  client.destroy();
  return new Map(
    Parameters.flatMap(({ Name, Value }) =>
      Name === undefined || Value === undefined ? [] : [[Name, Value]],
    ),
  );
}
