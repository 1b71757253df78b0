/** What AWS takes, https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html; none of it can be raised. */
export const AWS_LIMITS = {
  /** Resources of a stack of CloudFormation. */
  resources: 500,
  /** Bytes of its template, in a bucket. */
  template: 1_000_000,
  /** Characters of a function's name and of its description. */
  functionName: 64,
  functionDescription: 256,
  /** Routes of an HTTP API. */
  routes: 300,
  /** Milliseconds that an HTTP API waits for a function. */
  integrationTimeout: 30_000,
  /** Characters of all policies in a role, without white space. */
  rolePolicies: 10_240,
} as const;
