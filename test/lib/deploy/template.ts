/** The template that is deployed: AWS would take it, and it gives each function what it needs and nothing else. */
import SwaggerParser from '@apidevtools/swagger-parser';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { settings } from '#lib/config/config.ts';
import { isReference } from '#lib/config/references.ts';
import { outputOf } from '#lib/deploy/functions.ts';
import { AWS_LIMITS } from '#lib/deploy/limits.ts';
import { ofType, references, type Template, type TemplateResource } from '#lib/deploy/template.ts';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import type { Deployment } from './deployment.ts';
import { packageProject } from './project.ts';

/** What is set where the service is packaged. */
export const ENVIRONMENT = {
  CONNECTOR_STATE_SECRET: 'ssm:/elsewhere/state-secret:3',
  CARD_JWT_SECRET: 'ssm:/stripe-socket/test/card-jwt-secret',
  CARD_WEBHOOK_SECRETS: 'secretsmanager:cards/webhooks',
  REFERENCE: 'true',
  DOMAIN_NAME: 'payments.example.com',
  DOMAIN_CERTIFICATE: 'arn:aws:acm:us-east-1:123456789012:certificate/1',
  ALARM_TOPIC: 'arn:aws:sns:us-east-1:123456789012:alarms',
  THROTTLE_RATE: '50',
  THROTTLE_BURST: '80',
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
      expect(resources).toBeLessThan(entries.length + 50);
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
      expect(template['Outputs']).toMatchObject({
        DomainTarget: { Value: { 'Fn::GetAtt': ['Domain', 'RegionalDomainName'] } },
        DomainTargetZone: { Value: { 'Fn::GetAtt': ['Domain', 'RegionalHostedZoneId'] } },
      });
    });

    test('has no other address than its domain', () => {
      const { DisableExecuteApiEndpoint, Body } = template.Resources['HttpApi']!.Properties;
      expect(DisableExecuteApiEndpoint).toBe(true);
      expect(Body).toMatchObject({
        servers: [{ 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true } }],
      });
    });

    test('lets through as many calls as its settings say, and logs each without values', () => {
      const { DefaultRouteSettings, AccessLogSettings } = template.Resources['HttpApiStage']!
        .Properties as Record<string, { DestinationArn: unknown; Format: string }>;
      expect(DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 50, ThrottlingBurstLimit: 80 });
      expect(AccessLogSettings!.DestinationArn).toEqual({ 'Fn::GetAtt': ['AccessLogs', 'Arn'] });
      const logged = Object.values(JSON.parse(AccessLogSettings!.Format));
      expect(logged).toContain('$context.status');
      expect(logged.filter((value) => /path|query|header|authorizer/i.test(String(value)))).toEqual([]);
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
          LoggingConfig: { LogGroup: { Ref: 'FunctionLogs' }, LogFormat: 'JSON' },
        });
      }
      const groups = ofType(template, 'AWS::Logs::LogGroup');
      expect(groups.map(([name, { Properties }]) => [name, Properties['RetentionInDays']])).toEqual([
        ['FunctionLogs', 30],
        ['AccessLogs', 30],
      ]);
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

    test('of the connector reaches the table of its limits and its secret, and no others', () => {
      expect([...rolesOf(['connector'])].sort()).toEqual(['ConnectorRole', 'FunctionRole']);
      expect(actionsOf(template, 'ConnectorRole')).toEqual([
        'dynamodb:UpdateItem',
        'logs:CreateLogStream',
        'logs:PutLogEvents',
        'ssm:GetParameters',
      ]);
      expect(arnsOf(template, 'ConnectorRole')).toEqual([
        'dynamodb table/stripe-socket-test-rate-limits',
        'ssm parameter/elsewhere/state-secret',
      ]);
      const { Properties } = template.Resources['RateLimitTable']!;
      expect(Properties['TableName']).toBe('stripe-socket-test-rate-limits');
    });

    test('of the card service reaches its table and its secrets, and no others', () => {
      expect([...rolesOf(['card', 'webhook'])]).toEqual(['CardRole']);
      expect(arnsOf(template, 'CardRole')).toEqual([
        'dynamodb table/stripe-socket-test-cards',
        'dynamodb table/stripe-socket-test-cards/index/gs1',
        'secretsmanager secret:cards/webhooks-??????',
        'ssm parameter/aws/reference/secretsmanager/cards/webhooks',
        'ssm parameter/stripe-socket/test/card-jwt-secret',
        'ssm parameter/stripe-socket/test/card-stripe-key',
      ]);
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

    test('has no reference to a secret of another surface', () => {
      const referring = Object.entries(ENVIRONMENT).filter(([, value]) => isReference(value));
      expect(referring).toHaveLength(3);
      for (const [name, value] of referring) {
        const holders = entries.filter((entry) =>
          JSON.stringify(functionOf(entry)[1].Properties['Environment']).includes(JSON.stringify(value)),
        );
        expect(holders.length).toBeGreaterThan(0);
        expect(
          holders.every(({ endpoint: { settings: own = {} } }) => name in own || name === passedOn(own)),
        ).toBe(true);
      }
    });
  });

  describe('what a deployment leaves', () => {
    /** Names that AWS keeps apart in an account, so that a resource that was left keeps another from being made. */
    const named = ({ Resources }: Template) =>
      Object.values(Resources).flatMap(({ Properties: { TableName, LogGroupName, DashboardName } }) =>
        [TableName, LogGroupName, DashboardName].filter((name) => typeof name === 'string'),
      );

    test('collides with no later one: the stack of the service leaves nothing behind', () => {
      const left = Object.values(template.Resources).filter(
        ({ DeletionPolicy = 'Delete', UpdateReplacePolicy = 'Delete' }) =>
          DeletionPolicy !== 'Delete' || UpdateReplacePolicy !== 'Delete',
      );
      expect(left).toEqual([]);
      expect(named(template)).toContain('stripe-socket-test-rate-limits');
    });

    test('the cards stay, in a stack that deployments with and without the card service have alike', async () => {
      const [all, some] = await Promise.all([
        packageProject(ENVIRONMENT, 'test', 'serverless.cards.yml'),
        packageProject({ SURFACES: 'socket' }, 'test', 'serverless.cards.yml'),
      ]);
      await Promise.all([all.remove(), some.remove()]);
      expect(all.template).toEqual(some.template);
      const { CardTable } = all.template.Resources;
      expect(CardTable).toMatchObject({
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Properties: { TableName: 'stripe-socket-test-cards', DeletionProtectionEnabled: true },
      });
      // The stack of the service makes nothing of that name, whatever was deployed before.
      expect(named(template).filter((name) => named(all.template).includes(name))).toEqual([]);
      const users = entries.filter(({ endpoint }) => endpoint.role === 'CardRole');
      for (const entry of users) {
        expect(functionOf(entry)[1].Properties['Environment']).toMatchObject({
          Variables: { CARD_TABLE: CardTable!.Properties['TableName'] },
        });
      }
    });

    test('tables that the settings name are used, and none are made', async () => {
      const own = {
        ...ENVIRONMENT,
        SURFACES: 'connector,card',
        CARD_TABLE: 'restored',
        RATE_LIMIT_TABLE: 'limits',
      };
      const packaged = await packageProject(own);
      await packaged.remove();
      expect(ofType(packaged.template, 'AWS::DynamoDB::Table')).toEqual([]);
      expect(arnsOf(packaged.template, 'ConnectorRole')).toContain('dynamodb table/limits');
      expect(arnsOf(packaged.template, 'CardRole')).toContain('dynamodb table/restored/index/gs1');
    });
  });

  test('of surfaces that are not chosen, nothing is there', async () => {
    const some = await packageProject({ SURFACES: 'socket' });
    await some.remove();
    const handlers = ofType(some.template, 'AWS::Lambda::Function').map(([, { Properties }]) =>
      String(Properties['Handler']),
    );
    expect(handlers.filter((handler) => !/\/functions\/((socket|guides)\/|[\w-]+\.)/.test(handler))).toEqual(
      [],
    );
    for (const name of ['CardRole', 'ConnectorRole', 'RateLimitTable']) {
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

/** What a role reaches besides its log: the services, and the resources in them. */
function arnsOf(of: Template, role: string): string[] {
  return statementsOf(of, role)
    .flatMap(({ Resource: resources }) => resources)
    .flatMap((arn) => {
      const [, service, resource] =
        /^arn:\S+?:(\w+):\S+?\$\{AWS::AccountId\}:(.*)$/.exec(
          String((arn as { 'Fn::Sub'?: string })['Fn::Sub']),
        ) ?? [];
      return service === undefined ? [] : [`${service} ${resource}`];
    })
    .sort();
}

function actionsOf(of: Template, role: string): string[] {
  return statementsOf(of, role)
    .flatMap(({ Action }) => Action)
    .sort();
}
