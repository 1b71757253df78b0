/** Packs the framework's template: keeps one of the five resources of each function. */
import { isReference, nameOfReference, SECRETS_MANAGER_PATH } from '#lib/config/references.ts';
import { apiDocument, FUNCTIONS_OF_ROLE, invokeRole, readRoutes } from './api-document.ts';
import { AWS_LIMITS } from './limits.ts';
import { arnOf, ofType, references, type Template, type Value } from './template.ts';

/** The log group of all functions, a resource of `serverless.yml`. */
const LOG_GROUP = 'FunctionLogs';

/** The resources that the OpenAPI document and its role replace. */
const REPLACED = ['AWS::ApiGatewayV2::Route', 'AWS::ApiGatewayV2::Integration', 'AWS::Lambda::Permission'];

/** The resources that only exist for functions. They are removed if no deployed function needs them. */
const FOR_FUNCTIONS = ['AWS::IAM::Role', 'AWS::DynamoDB::Table'];

/**
 * Packs a template in place.
 * @throws {Error} if the template exceeds AWS's limits
 */
export function pack(template: Template): void {
  describeApi(template);
  for (const type of REPLACED) {
    for (const [name] of ofType(template, type)) {
      delete template.Resources[name];
    }
  }
  for (const [, { Properties }] of ofType(template, 'AWS::Lambda::Function')) {
    Properties['LoggingConfig'] = {
      ...(Properties['LoggingConfig'] as object),
      LogGroup: { Ref: LOG_GROUP },
    };
    dropUnset(Properties['Environment'] as { Variables: Record<string, Value> });
  }
  allowReferences(template);
  dropUnused(template);
  assertWithinLimits(template);
}

/** Adds the routes to the API as one document. */
function describeApi(template: Template): void {
  const routes = readRoutes(template);
  if (routes.length > AWS_LIMITS.routes) {
    throw new Error(
      `The API has ${routes.length} routes; AWS allows ${AWS_LIMITS.routes}. Set SURFACES to deploy fewer surfaces.`,
    );
  }
  const roles = new Map<string, string>();
  const functions = [...new Set(routes.map((route) => route.function))];
  for (let start = 0; start < functions.length; start += FUNCTIONS_OF_ROLE) {
    const some = functions.slice(start, start + FUNCTIONS_OF_ROLE);
    const role = `HttpApiRole${1 + start / FUNCTIONS_OF_ROLE}`;
    template.Resources[role] = invokeRole(some);
    for (const name of some) {
      roles.set(name, role);
    }
  }
  for (const [, api] of ofType(template, 'AWS::ApiGatewayV2::Api')) {
    const { Name = '', ProtocolType: _, ...rest } = api.Properties;
    const isOnDomainAlone = rest['DisableExecuteApiEndpoint'] === true;
    const document = apiDocument(Name, routes, (name) => arnOf(roles.get(name)!), isOnDomainAlone);
    api.Properties = { ...rest, Body: document };
  }
}

/** Removes empty variables, because they count as not set. */
function dropUnset({ Variables }: { Variables: Record<string, Value> }): void {
  for (const [name, value] of Object.entries(Variables)) {
    if (value === '') {
      delete Variables[name];
    }
  }
}

/** Allows the role of functions to read the secrets that their variables refer to, and no others. */
function allowReferences(template: Template): void {
  const byRole = new Map<string, string[]>();
  for (const [, { Properties }] of ofType(template, 'AWS::Lambda::Function')) {
    const [role = ''] = references(Properties['Role']);
    const { Variables } = Properties['Environment'] as { Variables: Record<string, Value> };
    const referred = Object.values(Variables).filter(
      (value) => typeof value === 'string' && isReference(value),
    );
    byRole.set(role, [...(byRole.get(role) ?? []), ...(referred as string[])]);
  }
  for (const [role, referred] of byRole) {
    if (referred.length > 0) {
      const { Properties } = template.Resources[role]!;
      const policy = readSecretsPolicy([...new Set(referred.map(nameOfReference))].sort());
      Properties['Policies'] = [...((Properties['Policies'] as Value[] | undefined) ?? []), policy];
    }
  }
}

/** Secrets Manager appends six random characters to the ARNs of secrets. */
const RANDOM_SUFFIX = '-??????';

function readSecretsPolicy(names: readonly string[]): Value {
  const arn = (service: string, resource: string): Value => ({
    'Fn::Sub': `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`,
  });
  const statement = (Action: string, Resource: Value[]): Value => ({ Effect: 'Allow', Action, Resource });
  const ofSecretsManager = names
    .filter((name) => name.startsWith(SECRETS_MANAGER_PATH))
    .map((name) => name.slice(SECRETS_MANAGER_PATH.length));
  return {
    PolicyName: 'secrets',
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        statement(
          'ssm:GetParameters',
          names.map((name) => arn('ssm', `parameter${name.replace(/:\d+$/, '')}`)),
        ),
        ...(ofSecretsManager.length === 0
          ? []
          : [
              statement(
                'secretsmanager:GetSecretValue',
                ofSecretsManager.map((name) => arn('secretsmanager', `secret:${name}${RANDOM_SUFFIX}`)),
              ),
            ]),
      ],
    },
  };
}

function dropUnused(template: Template): void {
  for (let dropped = true; dropped; ) {
    dropped = false;
    const used = new Set([...references(Object.values(template.Resources)), ...tablesInUse(template)]);
    for (const [name] of FOR_FUNCTIONS.flatMap((type) => ofType(template, type))) {
      if (!used.has(name)) {
        delete template.Resources[name];
        dropped = true;
      }
    }
  }
}

/** Returns the tables that a function's variables refer to. */
function tablesInUse(template: Template): string[] {
  const named = new Set(
    ofType(template, 'AWS::Lambda::Function').flatMap(([, { Properties }]) =>
      Object.values((Properties['Environment'] as { Variables: Record<string, Value> }).Variables),
    ),
  );
  return ofType(template, 'AWS::DynamoDB::Table')
    .filter(([, { Properties }]) => named.has(Properties['TableName']!))
    .map(([name]) => name);
}

function assertWithinLimits(template: Template): void {
  const resources = Object.keys(template.Resources).length;
  const bytes = Buffer.byteLength(JSON.stringify(template));
  if (resources > AWS_LIMITS.resources || bytes > AWS_LIMITS.template) {
    throw new Error(
      `The stack has ${resources} resources and a template of ${bytes} bytes; CloudFormation allows ${AWS_LIMITS.resources} and ${AWS_LIMITS.template}. Set SURFACES to deploy fewer surfaces.`,
    );
  }
}
