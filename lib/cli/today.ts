/** Documents how today's Stripe treats each endpoint's calls, for people who plan to migrate. */
import type { Entry } from '#lib/endpoint/catalogue.ts';
import type { Operation } from '#lib/operations/operation.ts';
import { type Document, GENERATED } from '#lib/surfaces/shared/manifest/documents.ts';
import { type BridgeRequest, type RecordedBridges, recordBridges } from './bridge-requests.ts';
import { callingEndpoints, type Verdict, verdictOf } from './today-verdict.ts';

/** Creates `functions/TODAY.md`. */
export async function documents(catalogue: readonly Entry[]): Promise<Document[]> {
  const entries = callingEndpoints(catalogue);
  const recorded = await recordBridges();
  const verdicts = new Map(entries.map((entry) => [entry, verdictOf(entry, recorded)]));
  const used = new Set(
    [...verdicts.values()].flatMap((verdict) => (verdict.kind === 'bridged' ? verdict.operations : [])),
  );
  const surfaces = [...new Set(entries.map(({ endpoint }) => endpoint.surface))];
  const parts = [
    `<!-- ${GENERATED} -->`,
    introduction(entries.length),
    summary(surfaces, verdicts),
    ...surfaces.map((surface) => section(surface, verdicts)),
    bridges([...used], recorded),
  ];
  return [{ file: 'functions/TODAY.md', text: `${parts.join('\n\n')}\n` }];
}

const KINDS = ['as is', 'bridged', 'needs a switch', 'gone'] as const satisfies readonly Verdict['kind'][];

function introduction(count: number): string {
  return `# What today’s Stripe does with each call

The ${count} endpoints that call Stripe, with \`CARD_PAYMENTS=payment_intents\`. With \`charges\`, every call goes to Stripe as is, and
card tokens need the API policy that still allows them.

- **as is**: the call goes to Stripe unchanged, at the caller’s version of the API.
- **bridged**: other calls do the same, and the reply is that of the caller’s version. [Bridges](#bridges) lists these calls;
  [Where replies differ](../lib/operations/bridges/README.md) lists the fields that can differ.
- **needs a switch**: Stripe rejects the call unless the account has an API policy.
- **gone**: Stripe has retired what the call does. Its rejection is passed on in the surface’s own format, with the sentence
  in the table.

Wherever a card may be given by its number, the account needs the policy for card numbers; with a token or a
PaymentMethod it does not. \`npm run check:stripe\` asks a Stripe account what it accepts.`;
}

function summary(surfaces: readonly string[], verdicts: ReadonlyMap<Entry, Verdict>): string {
  const count = (isMeant: (entry: Entry, verdict: Verdict) => boolean) =>
    [...verdicts].filter(([entry, verdict]) => isMeant(entry, verdict)).length;
  const rows = surfaces.map((surface) => [
    surface,
    ...KINDS.map(
      (kind) => `${count((entry, one) => entry.endpoint.surface === surface && one.kind === kind)}`,
    ),
    `${count((entry) => entry.endpoint.surface === surface)}`,
  ]);
  const total = [
    'all',
    ...KINDS.map((kind) => `${count((_, one) => one.kind === kind)}`),
    `${verdicts.size}`,
  ];
  return table(['surface', ...KINDS, 'all'], [...rows, total]);
}

function section(surface: string, verdicts: ReadonlyMap<Entry, Verdict>): string {
  const rows = [...verdicts]
    .filter(([{ endpoint }]) => endpoint.surface === surface)
    .map(([entry, verdict]) => [`\`${nameOf(entry)}\``, verdict.kind, detailOf(verdict)]);
  return `## ${surface}\n\n${table(['endpoint', 'verdict', 'by, or instead'], rows)}`;
}

/** Returns the name that callers know: the URL for REST, otherwise the endpoint's name. */
function nameOf({ endpoint: { surface }, method, path, name }: Entry): string {
  return surface === 'rest' ? `${method} ${path}` : name;
}

function detailOf(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'as is':
      return '';
    case 'bridged':
      return verdict.operations.map((one) => `[${titleOf(one)}](#${anchorOf(one)})`).join(', ');
    default:
      return verdict.sentence;
  }
}

function bridges(operations: readonly Operation[], recorded: RecordedBridges): string {
  const sections = operations
    .toSorted((a, b) => titleOf(a).localeCompare(titleOf(b), 'en'))
    .map((operation) => {
      const rows = recorded
        .get(operation)!
        .map(({ given, requests }) => [given, requests.map(textOf).join(', ')]);
      return `### ${titleOf(operation)}\n\n${table(['given', 'requests'], rows)}`;
    });
  return `## Bridges

What is sent in place of a call, recorded at the sandbox with an account of today. Requests in *italics* go to Stripe at the
caller’s version, the others at today’s. Where a bridge sends nothing but the call itself, it fills in the reply.

${sections.join('\n\n')}`;
}

function textOf({ method, path, isOfToday }: BridgeRequest): string {
  const request = `\`${method} ${path}\``;
  return isOfToday ? request : `*${request}*`;
}

function titleOf({ method, path }: Operation): string {
  return `${method} ${path}`;
}

/** Returns GitHub's anchor of a heading. */
function anchorOf(operation: Operation): string {
  return titleOf(operation)
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}
