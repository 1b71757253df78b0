/** The template that is deployed: AWS would take it, and it gives each function what it needs and nothing else. */
import SwaggerParser from '@apidevtools/swagger-parser';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { settings } from '#lib/config/config.ts';
import { outputOf } from '#lib/deploy/functions.ts';
import { AWS_LIMITS } from '#lib/deploy/limits.ts';
import { ofType, references, type Template, type TemplateResource } from '#lib/deploy/template.ts';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import type { Deployment } from './deployment.ts';
import { packageProject } from './project.ts';

/** What is set where the service is packaged. */
export const ENVIRONMENT = {
  CONNECTOR_STATE_SECRET: 'a secret that has more than 32 characters',
  RATE_LIMIT_TABLE: 'rate-limits',
  CARD_WEBHOOK_SECRETS: 'whsec_1',
  DOMAIN_NAME: 'payments.example.com',
  DOMAIN_CERTIFICATE: 'arn:aws:acm:us-east-1:123456789012:certificate/1',
  ALARM_TOPIC: 'arn:aws:sns:us-east-1:123456789012:alarms',
};

export function testTemplate(deployment: Deployment): void {
  let template: Template;
  let entries: readonly Entry[];

  beforeAll(() => {
    ({ template } = deployment.packaged);
    ({ entries } = deployment);
  });

  /** The function of an endpoint. */
  function functionOf({ file }: Pick<Entry, 'file'>): [name: string, resource: TemplateResource] {
    const handler = `dist/functions/${outputOf(file)}.handler`;
    return ofType(template, 'AWS::Lambda::Function').find(
      ([, { Properties }]) => Properties['Handler'] === handler,
    )!;
  }

  describe('AWS would take it', () => {
    test('no stack has too many resources', () => {
      const resources = Object.keys(template.Resources).length;
      expect(resources).toBeLessThanOrEqual(AWS_LIMITS.resources);
      // One for each function, and some that do not grow with them.
      expect(resources).toBeLessThan(entries.length + 30);
    });

    test('the templates are small enough', () => {
      expect(Buffer.byteLength(deployment.packaged.text)).toBeLessThan(AWS_LIMITS.template);
      // The first one is sent with the request, where less is taken.
      expect(Buffer.byteLength(deployment.packaged.firstText)).toBeLessThan(51_200);
    });

    test('whatever is referred to is there', () => {
      const { Resources, Outputs, Conditions } = template as Template &
        Record<string, Record<string, unknown>>;
      const known = new Set(Object.keys(Resources));
      const missing = references([Resources, Outputs]).filter(
        (name) => !known.has(name) && !PSEUDO_PARAMETERS.has(name),
      );
      expect(missing).toEqual([]);
      const conditions = conditionsIn([Resources, Outputs]);
      expect(conditions.length).toBeGreaterThan(0);
      expect(conditions.filter((name) => Conditions![name] === undefined)).toEqual([]);
    });

    test('an attribute is one that its resource has', () => {
      const wrong = attributesIn(template).filter(
        ([name, attribute]) => !ATTRIBUTES[template.Resources[name]!.Type]?.includes(attribute),
      );
      expect(wrong).toEqual([]);
    });

    test('what is there under a condition is referred to under the same', () => {
      const conditional = Object.entries(template.Resources).filter(([, { Condition }]) => Condition);
      for (const [name, { Condition }] of conditional) {
        const users = Object.values(template.Resources).filter((one) => references(one).includes(name));
        expect(users.every((one) => one['Condition'] === Condition)).toBe(true);
      }
    });

    test('names and descriptions are short enough', () => {
      for (const [, { Properties }] of ofType(template, 'AWS::Lambda::Function')) {
        expect(String(Properties['FunctionName']).length).toBeLessThanOrEqual(AWS_LIMITS.functionName);
        expect(String(Properties['Description']).length).toBeLessThanOrEqual(AWS_LIMITS.functionDescription);
      }
    });

    test('the policies of a role are short enough, however long the names are', () => {
      for (const [name, { Properties }] of ofType(template, 'AWS::IAM::Role')) {
        const arn = `arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:${'x'.repeat(AWS_LIMITS.functionName)}`;
        const policies = JSON.stringify(Properties['Policies'] ?? []).replaceAll(
          /\{"Fn::GetAtt":\["\w+LambdaFunction","Arn"\]\}/g,
          JSON.stringify(arn),
        );
        expect({ name, fits: policies.length <= AWS_LIMITS.rolePolicies }).toEqual({ name, fits: true });
      }
    });
  });

  describe('the API', () => {
    interface Operation {
      isDefaultRoute?: boolean;
      'x-amazon-apigateway-integration': {
        uri: { 'Fn::Sub': string };
        credentials: { 'Fn::GetAtt': [string, string] };
      } & Record<string, unknown>;
    }

    const ANY = 'x-amazon-apigateway-any-method';

    const paths = () => {
      const { Body } = template.Resources['HttpApi']!.Properties as unknown as {
        Body: { paths: Record<string, Record<string, Operation>> };
      };
      return Body.paths;
    };

    const operations = () =>
      Object.entries(paths()).flatMap(([path, { parameters: _, ...item }]) =>
        Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
      );

    const functionIn = ({ 'x-amazon-apigateway-integration': { uri } }: Operation) =>
      /functions\/\$\{(\w+)\.Arn\}\/invocations$/.exec(uri['Fn::Sub'])![1];

    test('is described by valid OpenAPI', async () => {
      const { Body } = template.Resources['HttpApi']!.Properties;
      await SwaggerParser.validate(structuredClone(Body) as never);
    });

    test('has no more routes than AWS takes', () => {
      expect(operations().length).toBeLessThanOrEqual(AWS_LIMITS.routes);
      expect(operations()).toHaveLength(entries.length);
    });

    test('leads each endpoint’s calls to its function', () => {
      for (const entry of entries) {
        const item = paths()[entry.path === '$default' ? '/$default' : entry.path]!;
        const operation = item[entry.method.toLowerCase()] ?? item[ANY]!;
        expect({ file: entry.file, function: functionIn(operation) }).toEqual({
          file: entry.file,
          function: functionOf(entry)[0],
        });
      }
    });

    test('leads all methods to the function of a path that has only one, for it to refuse them', () => {
      for (const [path, { parameters: _, ...item }] of Object.entries(paths())) {
        if (Object.keys(item).length === 1) {
          expect({ path, methods: Object.keys(item) }).toEqual({ path, methods: [ANY] });
        }
      }
    });

    test('has one default route', () => {
      const defaults = operations().filter(({ operation }) => operation.isDefaultRoute);
      expect(defaults.map(({ path, method }) => `${method} ${path}`)).toEqual([`${ANY} /$default`]);
    });

    test('invokes each function in a role that may, and may nothing else', () => {
      const allowed = new Map<string, string[]>();
      for (const { operation } of operations()) {
        const { credentials } = operation['x-amazon-apigateway-integration'];
        const [role] = credentials['Fn::GetAtt'];
        allowed.set(role, [...(allowed.get(role) ?? []), functionIn(operation)!]);
      }
      for (const [role, functions] of allowed) {
        const statements = statementsOf(template, role);
        expect(statements).toHaveLength(1);
        expect(statements[0]!.Action).toBe('lambda:InvokeFunction');
        expect(references(statements[0]!.Resource).sort()).toEqual([...new Set(functions)].sort());
      }
    });

    test('has a domain, whose target is told', () => {
      expect(template.Resources['Domain']!.Properties['DomainName']).toBe('payments.example.com');
      expect(template.Resources['DomainMapping']!.Properties).toMatchObject({
        ApiId: { Ref: 'HttpApi' },
        Stage: { Ref: 'HttpApiStage' },
      });
      expect(template['Outputs']).toHaveProperty('DomainTarget');
    });
  });

  describe('a function', () => {
    const rolesOf = (surfaces: readonly string[]) =>
      new Set(
        entries
          .filter(({ endpoint }) => surfaces.includes(endpoint.surface))
          .map((entry) => references(functionOf(entry)[1].Properties['Role'])[0]!),
      );

    test('runs on arm64 under Node.js 24, and writes to the log group of all', () => {
      for (const [, { Properties }] of ofType(template, 'AWS::Lambda::Function')) {
        expect(Properties).toMatchObject({
          Runtime: 'nodejs24.x',
          Architectures: ['arm64'],
          MemorySize: 512,
          Timeout: 29,
          LoggingConfig: { LogGroup: { Ref: 'FunctionLogs' } },
        });
      }
      expect(ofType(template, 'AWS::Logs::LogGroup')).toHaveLength(1);
      expect(template.Resources['FunctionLogs']!.Properties['RetentionInDays']).toBe(30);
    });

    test('has the role that its endpoint declares', () => {
      for (const entry of entries) {
        expect(references(functionOf(entry)[1].Properties['Role'])).toEqual([
          entry.endpoint.role ?? 'FunctionRole',
        ]);
      }
    });

    test('of a socket, a block or the REST API only writes its log', () => {
      expect([...rolesOf(['socket', 'block', 'rest', 'none'])]).toEqual(['FunctionRole']);
      expect(actionsOf(template, 'FunctionRole')).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents']);
    });

    test('of the connector reaches the table of its limits, and no other', () => {
      expect([...rolesOf(['connector'])].sort()).toEqual(['ConnectorRole', 'FunctionRole']);
      expect(actionsOf(template, 'ConnectorRole')).toEqual([
        'dynamodb:UpdateItem',
        'logs:CreateLogStream',
        'logs:PutLogEvents',
      ]);
      const text = JSON.stringify(template.Resources['ConnectorRole']);
      expect(text).toContain(':table/rate-limits"');
      expect(text).not.toContain('CardTable');
    });

    test('of the card service reaches its table and its secrets, and no others', () => {
      expect([...rolesOf(['card', 'webhook'])]).toEqual(['CardRole']);
      for (const { Action, Resource: resources } of statementsOf(template, 'CardRole')) {
        const text = JSON.stringify(resources);
        expect(text).toMatch(
          [Action].flat().some((action) => String(action).startsWith('dynamodb:'))
            ? /^\[\{"Fn::GetAtt":\["CardTable","Arn"\]\},\{"Fn::Sub":"\$\{CardTable\.Arn\}\/index\/gs1"\}\]$/
            : /FunctionLogs|(parameter(\/aws\/reference\/secretsmanager)?|secret[:/]|secret:)[:/]?stripe-socket\/test\/\*/,
        );
      }
    });

    test('may do nothing to everything', () => {
      for (const [name] of ofType(template, 'AWS::IAM::Role')) {
        for (const { Effect, Action, Resource: resources } of statementsOf(template, name)) {
          expect(Effect).toBe('Allow');
          expect([Action].flat().filter((action) => String(action).includes('*'))).toEqual([]);
          expect([resources].flat()).not.toContain('*');
        }
      }
    });

    test('has the variables that its endpoint reads, and those of all functions', () => {
      for (const entry of entries) {
        const { Variables } = functionOf(entry)[1].Properties['Environment'] as { Variables: object };
        const read = [
          ...Object.keys(settings),
          ...Object.keys(entry.endpoint.settings ?? {}),
          ...(entry.handler.siblingMethods.length > 0 ? ['SIBLING_METHODS'] : []),
        ];
        expect(Object.keys(Variables).filter((name) => !read.includes(name))).toEqual([]);
      }
    });

    /** The MCP server answers to the domain of the deployment. */
    const passedOn = (own: object) => ('STRIPE_MCP_ALLOWED_HOSTS' in own ? 'DOMAIN_NAME' : undefined);

    test('has no secret of another surface', () => {
      for (const [name, value] of Object.entries(ENVIRONMENT)) {
        const holders = entries.filter((entry) =>
          JSON.stringify(functionOf(entry)[1].Properties['Environment']).includes(JSON.stringify(value)),
        );
        expect(
          holders.every(({ endpoint: { settings: own = {} } }) => name in own || name === passedOn(own)),
        ).toBe(true);
      }
    });
  });

  describe('alarms', () => {
    test('are there for errors and throttles, and are told', () => {
      const alarms = ofType(template, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
      expect(alarms.map(({ Namespace, MetricName }) => `${Namespace} ${MetricName}`).sort()).toEqual([
        'AWS/ApiGateway 5xx',
        'AWS/Lambda Throttles',
        'stripe-socket/test FailedInvocations',
        'stripe-socket/test LoggedErrors',
      ]);
      for (const { AlarmActions } of alarms) {
        expect(JSON.stringify(AlarmActions)).toContain(ENVIRONMENT.ALARM_TOPIC);
      }
    });

    test('watch metrics that something makes', () => {
      const made = ofType(template, 'AWS::Logs::MetricFilter').flatMap(
        ([, { Properties }]) => Properties['MetricTransformations'] as { MetricName: string }[],
      );
      expect(made.map(({ MetricName }) => MetricName).sort()).toEqual(['FailedInvocations', 'LoggedErrors']);
    });
  });

  test('of surfaces that are not chosen, nothing is there', async () => {
    const some = await packageProject({ SURFACES: 'socket' });
    await some.remove();
    const handlers = ofType(some.template, 'AWS::Lambda::Function').map(([, { Properties }]) =>
      String(Properties['Handler']),
    );
    expect(
      handlers.filter((handler) => !/\/functions\/(socket\/|openapi-json\.|not-found\.)/.test(handler)),
    ).toEqual([]);
    for (const name of ['CardRole', 'CardTable', 'ConnectorRole']) {
      expect(some.template.Resources).not.toHaveProperty(name);
    }
    expect(some.archive.byteLength).toBeLessThan(deployment.packaged.archive.byteLength / 2);
  });
}

const PSEUDO_PARAMETERS = new Set([
  'AWS::AccountId',
  'AWS::NoValue',
  'AWS::Partition',
  'AWS::Region',
  'AWS::StackName',
  'AWS::URLSuffix',
]);

/** The attributes that `Fn::GetAtt` gives of the types that are used, as AWS documents them. */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  'AWS::ApiGatewayV2::DomainName': ['RegionalDomainName', 'RegionalHostedZoneId'],
  'AWS::DynamoDB::Table': ['Arn', 'StreamArn'],
  'AWS::IAM::Role': ['Arn', 'RoleId'],
  'AWS::Lambda::Function': ['Arn'],
  'AWS::Logs::LogGroup': ['Arn'],
};

function conditionsIn(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) {
    return [];
  }
  return Object.entries(part).flatMap(([key, value]) => {
    if (key === 'Condition' && typeof value === 'string') {
      return [value];
    }
    return key === 'Fn::If' ? [(value as [string])[0], ...conditionsIn(value)] : conditionsIn(value);
  });
}

function attributesIn(part: unknown): [name: string, attribute: string][] {
  if (typeof part !== 'object' || part === null) {
    return [];
  }
  return Object.entries(part).flatMap(([key, value]) => {
    if (key === 'Fn::GetAtt') {
      const [name, ...attribute] = Array.isArray(value) ? value : String(value).split('.');
      return [[name, attribute.join('.')]];
    }
    if (key === 'Fn::Sub' && typeof value === 'string') {
      return [...value.matchAll(/\$\{(\w+)\.(\w+)\}/g)].map((match): [string, string] => [
        match[1]!,
        match[2]!,
      ]);
    }
    return attributesIn(value);
  });
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
}

/** What a role may do, by its own policies and those that it shares. */
function statementsOf({ Resources }: Template, role: string): Statement[] {
  const { Policies, ManagedPolicyArns = [] } = Resources[role]!.Properties as Record<string, unknown>;
  const own = findStatements(Policies);
  const shared = references(ManagedPolicyArns).flatMap((name) => findStatements(Resources[name]!.Properties));
  return [...own, ...shared];
}

function findStatements(part: unknown): Statement[] {
  if (typeof part !== 'object' || part === null) {
    return [];
  }
  return Object.entries(part).flatMap(([key, value]) =>
    key === 'Statement' ? (value as Statement[]) : findStatements(value),
  );
}

function actionsOf(of: Template, role: string): string[] {
  return statementsOf(of, role)
    .flatMap(({ Action }) => Action)
    .sort();
}
