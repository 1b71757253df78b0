/** The parts of a CloudFormation template that this project uses. */

/** A value, which may contain intrinsic functions such as `{"Ref": "HttpApi"}`. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

/** A resource of a template. */
export interface TemplateResource {
  readonly Type: string;
  Properties: Record<string, Value>;
  readonly DependsOn?: string | readonly string[];
  readonly [attribute: string]: unknown;
}

/** A template. */
export interface Template {
  readonly Resources: Record<string, TemplateResource>;
  readonly [section: string]: unknown;
}

/** Returns a reference to the ARN of a resource, by its name in the template. */
export function arnOf(name: string): Value {
  return { 'Fn::GetAtt': [name, 'Arn'] };
}

/** Returns the resources of a type. */
export function ofType({ Resources }: Template, type: string): [name: string, resource: TemplateResource][] {
  return Object.entries(Resources).filter(([, { Type }]) => Type === type);
}

/** Returns the names that a part of a template refers to with `Ref`, `Fn::GetAtt`, `Fn::Sub` and `DependsOn`. */
export function references(part: unknown): string[] {
  if (Array.isArray(part)) {
    return part.flatMap(references);
  }
  if (typeof part !== 'object' || part === null) {
    return [];
  }
  return Object.entries(part).flatMap(([key, value]) => {
    switch (key) {
      case 'Ref':
        return [String(value)];
      case 'Fn::GetAtt':
        return [String(Array.isArray(value) ? value[0] : value).split('.')[0]!];
      case 'Fn::Sub':
        return substituted(value);
      case 'DependsOn':
        return [value].flat() as string[];
      default:
        return references(value);
    }
  });
}

function substituted(value: unknown): string[] {
  const [text, variables = {}] = (Array.isArray(value) ? value : [value]) as [string, object?];
  const names = [...text.matchAll(/\$\{([^!][\w:.]*)\}/g)].map(([, name]) => name!.split('.')[0]!);
  return [...names.filter((name) => !(name in variables)), ...references(variables)];
}
