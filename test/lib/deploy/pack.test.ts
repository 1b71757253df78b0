/** Packing a template: what is left out, and what is refused. */
import { describe, expect, test } from '@jest/globals';
import { pack } from '#lib/deploy/pack.ts';
import {
  ofType,
  references,
  type Template,
  type TemplateResource,
  type Value,
} from '#lib/deploy/template.ts';

const ROLE = (uses: Value = null): TemplateResource => ({ Type: 'AWS::IAM::Role', Properties: { uses } });

/** A template as the framework makes it, with functions that have a route each. */
function templateOf(
  functions: Readonly<Record<string, string>>,
  more: Record<string, TemplateResource> = {},
): Template {
  const resources = Object.entries(functions).map(([name, role]): [string, TemplateResource][] => [
    [
      name,
      {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Role: { 'Fn::GetAtt': [role, 'Arn'] },
          Environment: { Variables: { EMPTY: '', FULL: 'x' } },
          LoggingConfig: { LogGroup: '/logs' },
        },
      },
    ],
    [
      `${name}Integration`,
      {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: { IntegrationUri: { 'Fn::GetAtt': [name, 'Arn'] } },
      },
    ],
    [
      `${name}Route`,
      {
        Type: 'AWS::ApiGatewayV2::Route',
        Properties: {
          RouteKey: `POST /${name}/{id}`,
          Target: { 'Fn::Join': ['/', ['integrations', { Ref: `${name}Integration` }]] },
        },
      },
    ],
    [`${name}Permission`, { Type: 'AWS::Lambda::Permission', Properties: {} }],
  ]);
  return {
    Resources: {
      HttpApi: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'test', ProtocolType: 'HTTP' } },
      FunctionLogs: { Type: 'AWS::Logs::LogGroup', Properties: {} },
      ...Object.fromEntries(resources.flat()),
      ...more,
    },
  };
}

function packed(template: Template): Template {
  pack(template);
  return template;
}

test('of what a function had, the function is left', () => {
  const { Resources } = packed(
    templateOf({ one: 'FunctionRole', two: 'FunctionRole' }, { FunctionRole: ROLE() }),
  );
  expect(Object.keys(Resources).sort()).toEqual([
    'FunctionLogs',
    'FunctionRole',
    'HttpApi',
    'HttpApiRole1',
    'one',
    'two',
  ]);
  expect(Resources['one']!.Properties).toEqual({
    Role: { 'Fn::GetAtt': ['FunctionRole', 'Arn'] },
    Environment: { Variables: { FULL: 'x' } },
    LoggingConfig: { LogGroup: { Ref: 'FunctionLogs' } },
  });
});

test('the API has its routes, with the parameters in their paths', () => {
  const { Resources } = packed(templateOf({ one: 'FunctionRole' }, { FunctionRole: ROLE() }));
  expect(Resources['HttpApi']!.Properties).toEqual({
    Body: {
      openapi: '3.0.1',
      info: { title: 'test', version: '1' },
      paths: {
        '/one/{id}': {
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
          post: {
            responses: { default: { description: expect.any(String) } },
            'x-amazon-apigateway-integration': {
              type: 'aws_proxy',
              httpMethod: 'POST',
              uri: { 'Fn::Sub': expect.stringMatching(/functions\/\$\{one\.Arn\}\/invocations$/) },
              payloadFormatVersion: '2.0',
              timeoutInMillis: 30_000,
              credentials: { 'Fn::GetAtt': ['HttpApiRole1', 'Arn'] },
            },
          },
        },
      },
    },
  });
});

test('many functions are invoked in several roles', () => {
  const names = Array.from({ length: 200 }, (_, index) => `f${index}`);
  const template = packed(
    templateOf(Object.fromEntries(names.map((name) => [name, 'FunctionRole'])), { FunctionRole: ROLE() }),
  );
  const invoked = ofType(template, 'AWS::IAM::Role').flatMap(([, { Properties }]) =>
    references(Properties['Policies'] ?? null),
  );
  expect(invoked.sort()).toEqual(names.sort());
});

describe('what no function needs', () => {
  const card = {
    FunctionRole: ROLE(),
    CardRole: ROLE({ 'Fn::GetAtt': ['CardTable', 'Arn'] }),
    CardTable: { Type: 'AWS::DynamoDB::Table', Properties: {} },
  };

  test('is left out, and what only that needs', () => {
    const { Resources } = packed(templateOf({ one: 'FunctionRole' }, card));
    expect(Resources).not.toHaveProperty('CardRole');
    expect(Resources).not.toHaveProperty('CardTable');
  });

  test('is there where a function needs it', () => {
    const { Resources } = packed(templateOf({ one: 'FunctionRole', two: 'CardRole' }, card));
    expect(Resources).toHaveProperty('CardRole');
    expect(Resources).toHaveProperty('CardTable');
  });
});

describe('what AWS does not take is refused', () => {
  const manyOf = (count: number, more: Record<string, TemplateResource> = {}) =>
    templateOf(
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, 'FunctionRole'])),
      { FunctionRole: ROLE(), ...more },
    );

  test('too many routes', () => {
    expect(() => pack(manyOf(301))).toThrow(/301 routes.* 300.*SURFACES/);
  });

  test('too many resources', () => {
    const topics = Array.from({ length: 300 }, (_, index): [string, TemplateResource] => [
      `topic${index}`,
      { Type: 'AWS::SNS::Topic', Properties: {} },
    ]);
    expect(() => pack(manyOf(250, Object.fromEntries(topics)))).toThrow(/ 55\d resources.*SURFACES/);
  });

  test('too large a template', () => {
    const large: TemplateResource = { Type: 'AWS::SNS::Topic', Properties: { text: 'x'.repeat(1_000_000) } };
    expect(() => pack(manyOf(1, { large }))).toThrow('Set SURFACES');
  });
});
