/** AWS limits that cannot be raised: https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html. */
export const AWS_LIMITS = {
  /** Resources in a CloudFormation stack. */
  resources: 500,
  /** Size of a template in a bucket, in bytes. */
  template: 1_000_000,
  /** Length of a function's name and description, in characters. */
  functionName: 64,
  functionDescription: 256,
  /** Routes of an HTTP API. */
  routes: 300,
  /** How long an HTTP API waits for a function, in milliseconds. */
  integrationTimeout: 30_000,
  /** Size of all policies in a role, in characters without white space. */
  rolePolicies: 10_240,
} as const;
