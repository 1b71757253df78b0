/** Packs the framework's template: of five resources for each function, one stays. */
import { apiDocument, FUNCTIONS_OF_ROLE, invokeRole, readRoutes } from './api-document.ts';
import { AWS_LIMITS } from './limits.ts';
import { arnOf, ofType, references, type Template, type Value } from './template.ts';

/** The log group of all functions, a resource of `serverless.yml`. */
const LOG_GROUP = 'FunctionLogs';

/** What the OpenAPI document, and the role that it names, stand for. */
const REPLACED = ['AWS::ApiGatewayV2::Route', 'AWS::ApiGatewayV2::Integration', 'AWS::Lambda::Permission'];

/** What is there for functions alone, and goes when no function that is deployed needs it. */
const FOR_FUNCTIONS = ['AWS::IAM::Role', 'AWS::DynamoDB::Table'];

/**
 * Packs a template in place.
 * @throws {Error} when AWS would not take it
 */
export function pack(template: Template): void {
  describeApi(template);
  for (const type of REPLACED) {
    for (const [name] of ofType(template, type)) {
      delete template.Resources[name];
    }
  }
  for (const [, { Properties }] of ofType(template, 'AWS::Lambda::Function')) {
    Properties['LoggingConfig'] = { LogGroup: { Ref: LOG_GROUP } };
    dropUnset(Properties['Environment'] as { Variables: Record<string, Value> });
  }
  dropUnused(template);
  refuseTooMuch(template);
}

/** Gives the API its routes as one document. */
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
    api.Properties = { ...rest, Body: apiDocument(Name, routes, (name) => arnOf(roles.get(name)!)) };
  }
}

/** Variables that are empty count as not set. */
function dropUnset({ Variables }: { Variables: Record<string, Value> }): void {
  for (const [name, value] of Object.entries(Variables)) {
    if (value === '') {
      delete Variables[name];
    }
  }
}

function dropUnused(template: Template): void {
  for (let dropped = true; dropped; ) {
    dropped = false;
    const used = new Set(references(Object.values(template.Resources)));
    for (const [name] of FOR_FUNCTIONS.flatMap((type) => ofType(template, type))) {
      if (!used.has(name)) {
        delete template.Resources[name];
        dropped = true;
      }
    }
  }
}

function refuseTooMuch(template: Template): void {
  const resources = Object.keys(template.Resources).length;
  const bytes = Buffer.byteLength(JSON.stringify(template));
  if (resources > AWS_LIMITS.resources || bytes > AWS_LIMITS.template) {
    throw new Error(
      `The stack has ${resources} resources and a template of ${bytes} bytes; CloudFormation allows ${AWS_LIMITS.resources} and ${AWS_LIMITS.template}. Set SURFACES to deploy fewer surfaces.`,
    );
  }
}
