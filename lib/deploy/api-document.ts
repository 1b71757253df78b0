/** Describes the API in one OpenAPI document with AWS's extensions, instead of three resources per route. */
import { AWS_LIMITS } from './limits.ts';
import { ofType, type Template, type TemplateResource, type Value } from './template.ts';

/** A route of the API. The function is its name in the template. */
export interface Route {
  /** `*` for all methods. */
  readonly method: string;
  /** `$default` for all requests without a route. */
  readonly path: string;
  readonly function: string;
}

const DEFAULT = '$default';

/** Reads the routes in a template. */
export function readRoutes(template: Template): Route[] {
  return ofType(template, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => {
    const { RouteKey, Target } = Properties as { RouteKey: string; Target: { 'Fn::Join': Joined } };
    const [, [, { Ref: integration }]] = Target['Fn::Join'];
    const { IntegrationUri } = template.Resources[integration]!.Properties as unknown as Integration;
    const [method = '', path = method] = RouteKey.split(' ');
    return {
      method: method === 'ANY' || path === DEFAULT ? '*' : method,
      path,
      function: IntegrationUri['Fn::GetAtt'][0],
    };
  });
}

type Joined = [separator: string, [folder: string, { Ref: string }]];

interface Integration {
  readonly IntegrationUri: { 'Fn::GetAtt': [name: string, attribute: string] };
}

/**
 * Creates the document. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-open-api.html
 * @param roleOf the ARN of the role that may invoke a function
 * @param isOnDomainAlone whether the API's default AWS address is disabled. The document must repeat this, because
 * API Gateway ignores the resource property if there is a document.
 */
export function apiDocument(
  title: Value,
  routes: readonly Route[],
  roleOf: (name: string) => Value,
  isOnDomainAlone = false,
): Record<string, Value> {
  const paths: Record<string, Record<string, Value>> = {};
  for (const { method, path, function: name } of routes) {
    const operation = {
      ...(path === DEFAULT && { isDefaultRoute: true }),
      responses: { default: { description: 'The response of the function.' } },
      'x-amazon-apigateway-integration': integration(name, roleOf(name)),
    };
    const item = itemOf(paths, path === DEFAULT ? `/${DEFAULT}` : path);
    item[method === '*' ? 'x-amazon-apigateway-any-method' : method.toLowerCase()] = operation;
  }
  const servers = [
    { url: '/', 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true } },
  ];
  return { openapi: '3.0.1', info: { title, version: '1' }, ...(isOnDomainAlone && { servers }), paths };
}

function itemOf(paths: Record<string, Record<string, Value>>, path: string): Record<string, Value> {
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name: name!,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  paths[path] ??= parameters.length > 0 ? { parameters } : {};
  return paths[path];
}

function integration(name: string, role: Value): Value {
  const uri = `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${name}.Arn}/invocations`;
  return {
    type: 'aws_proxy',
    httpMethod: 'POST',
    uri: { 'Fn::Sub': uri },
    payloadFormatVersion: '2.0',
    timeoutInMillis: AWS_LIMITS.integrationTimeout,
    credentials: role,
  };
}

/** Creates a role that only allows the API to invoke these functions. */
export function invokeRole(functions: readonly string[]): TemplateResource {
  const statement = (more: Record<string, Value>): Value => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', ...more }],
  });
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: statement({
        Principal: { Service: 'apigateway.amazonaws.com' },
        Action: 'sts:AssumeRole',
      }),
      Policies: [
        {
          PolicyName: 'invoke',
          PolicyDocument: statement({
            Action: 'lambda:InvokeFunction',
            Resource: functions.map((name) => ({ 'Fn::GetAtt': [name, 'Arn'] })),
          }),
        },
      ],
    },
  };
}

/** The longest possible ARN of a function, without its name. */
const ARN = 'arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:';

/**
 * How many functions fit in the policy of a role. Each ARN needs two quotes and a comma; the rest of the policy is
 * constant.
 */
export const FUNCTIONS_OF_ROLE = Math.floor(
  (AWS_LIMITS.rolePolicies - 500) / (ARN.length + AWS_LIMITS.functionName + 3),
);
