/** A pattern of a whole text, in which `*` stands for any part of it: `charge.*`, `/v1/customers/*`. */
export function wildcard(pattern: string): RegExp {
  const literal = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`);
}
