/** The index as a page: HTML without scripts. */
import { type Contents, type EndpointContents, ORIGIN, type SurfaceContents } from './contents.ts';

/** The page's style sheet. */
export const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d5d9e0, #3a4150); --soft: light-dark(#f5f6f8, #1d222b); --faint: light-dark(#545b69, #a9b1c0); --link: light-dark(#3a3fc4, #a9b4ff); }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; background: light-dark(#fff, #14171d); color: light-dark(#1a1f29, #e8ebf1); overflow-wrap: anywhere; }
h1, h2 { line-height: 1.2; }
h2 { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: 1rem; }
a { color: var(--link); }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; padding: 0; }
details { border-bottom: 1px solid var(--line); }
summary { cursor: pointer; padding: .4rem 0; }
summary code { font-weight: 600; }
code, pre { font-family: ui-monospace, monospace; font-size: .875rem; }
pre { background: var(--soft); padding: .75rem; border-radius: .375rem; white-space: pre-wrap; user-select: all; }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .25rem 1rem; }
dt, dd { margin: 0; }
.faint { color: var(--faint); }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .5rem; } }
`;

/** Creates the page of an index. */
export function pageOf({ name, description, surfaces, documents }: Contents): string {
  const toc = surfaces.map(
    ({ name: id, title, endpoints }) => `<li><a href="#${id}">${text(title)}</a> (${endpoints.length})</li>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(name)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${text(name)}</h1>
<p>${text(description)}</p>
<nav aria-label="Surfaces"><ul>${toc.join('')}</ul></nav>
${documentList(documents)}
</header>
<main>
${surfaces.map(surfaceSection).join('\n')}
</main>
</body>
</html>
`;
}

function surfaceSection(surface: SurfaceContents): string {
  const { name, title, callers, change, key, endpoints, documents } = surface;
  return `<section aria-labelledby="${name}">
<h2 id="${name}">${text(title)}</h2>
<p>For ${text(callers)}. ${text(change)} Key: ${text(key)}.</p>
${documentList(documents)}
${endpoints.map(endpointDetails).join('\n')}
</section>`;
}

function documentList(documents: Contents['documents']): string {
  const items = documents.map(
    ({ path, description }) =>
      `<li><a href="${text(ORIGIN + path)}"><code>${text(path)}</code></a> ${prose(description)}</li>`,
  );
  return items.length === 0 ? '' : `<ul>${items.join('')}</ul>`;
}

function endpointDetails({ method, path, description, arguments: known, curl }: EndpointContents): string {
  const list = known.map(
    ({ name, type, required, description: meaning }) =>
      `<dt><code>${text(name)}</code></dt><dd><span class="faint">${text(type)}${required ? ', required' : ''}.</span> ${prose(meaning)}</dd>`,
  );
  return `<details><summary><code>${text(method)} ${text(path)}</code> ${prose(description)}</summary>${
    list.length === 0 ? '' : `<dl>${list.join('')}</dl>`
  }${curl === undefined ? '' : `<pre>${text(curl)}</pre>`}</details>`;
}

/** Formats a sentence in which backquotes mark code. */
function prose(value: string): string {
  return text(value).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}

function text(value: string): string {
  return value.replaceAll(
    /[&<>"']/g,
    (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[character]!,
  );
}
