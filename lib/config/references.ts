/** References to secrets, which settings hold in place of the secrets: `ssm:/path:version` or `secretsmanager:name`. */
const SYSTEMS_MANAGER = 'ssm:';
const SECRETS_MANAGER = 'secretsmanager:';

/** Where Systems Manager has the secrets of Secrets Manager. */
export const SECRETS_MANAGER_PATH = '/aws/reference/secretsmanager/';

/** What descriptions of secret settings say of references. */
export const MAY_BE_REFERENCE =
  'Can be a reference: `ssm:/path/of/a/parameter` (`:3` after it for a version) or `secretsmanager:name`.';

const REFERENCE = /^(ssm:\/[\w.\-/]+(:\d+)?|secretsmanager:[\w.\-/+=@]+)$/;

/** Whether a value refers to a secret instead of being it. */
export function isReference(value: string): boolean {
  return REFERENCE.test(value);
}

/** The name that Systems Manager knows the secret of a reference by. */
export function nameOfReference(reference: string): string {
  return reference.startsWith(SECRETS_MANAGER)
    ? SECRETS_MANAGER_PATH + reference.slice(SECRETS_MANAGER.length)
    : reference.slice(SYSTEMS_MANAGER.length);
}
