/** The objects of the account, as the API shows them. */
import { useEffect, useState } from 'preact/hooks';
import { call, query } from './api.js';
import { Field, hrefOf, html, Json, Moment, Problem, Rows, useLoaded, useSoon } from './parts.js';

export function Objects({ type, account, happened }) {
  const kinds = useLoaded(() => call('GET', '/objects'), [account]);
  useSoon(kinds.reload, happened);
  const all = kinds.value?.data ?? [];
  const shown = type ?? all[0]?.type;
  return html`
    <h2 id="title">Objects</h2>
    <${Problem} error=${kinds.error} />
    <ul class="kinds" aria-label="Types of objects">
      ${all.map(
        (kind) => html`<li key=${kind.type}>
          <a href=${`#/objects/${kind.type}`} aria-current=${kind.type === shown ? 'true' : undefined}>${kind.type} ${kind.count}</a>
        </li>`,
      )}
    </ul>
    ${
      shown === undefined
        ? html`<p class="faint">Nothing yet. Charge a card, or trigger an event under Events.</p>`
        : html`<${Kind} key=${`${account} ${shown}`} type=${shown} happened=${happened} />`
    }
  `;
}

function Kind({ type, happened }) {
  const [filter, setFilter] = useState('');
  const [limit, setLimit] = useState(25);
  const { value, error, reload } = useLoaded(() => pages(type, limit), [type, limit]);
  useSoon(reload, happened);
  const all = value?.data ?? [];
  const shown = all.filter((object) =>
    JSON.stringify(object).toLowerCase().includes(filter.trim().toLowerCase()),
  );
  return html`
    <form role="search" onSubmit=${(event) => event.preventDefault()}>
      <${Field} label="Id, status or text" type="search" data-filter value=${filter} onInput=${(event) => setFilter(event.currentTarget.value)} />
    </form>
    <${Problem} error=${error} />
    <${Rows}
      items=${shown}
      keyOf=${(object) => object.id}
      empty=${value === undefined ? 'Loading…' : 'Nothing here.'}
      render=${(object) => html`<a href=${`#/object/${object.id}`}>
        <${Moment} at=${object.created} />
        <span class="what mono">${object.id}</span>
        <span>${summaryOf(object)}</span>
      </a>`}
    />
    ${value?.has_more && html`<p><button type="button" onClick=${() => setLimit(limit + 100)}>Show more</button></p>`}
  `;
}

/** Loads objects, in pages of at most 100. */
async function pages(type, limit) {
  const data = [];
  let has_more = true;
  while (has_more && data.length < limit) {
    const page = await call(
      'GET',
      `/objects${query({ type, limit: Math.min(100, limit - data.length), starting_after: data.at(-1)?.id })}`,
    );
    data.push(...page.data);
    has_more = page.has_more;
  }
  return { data, has_more };
}

/** Summarizes an object by the fields that tell it apart. */
function summaryOf(object) {
  const amount = typeof object.amount === 'number' ? `${object.amount} ${object.currency ?? ''}` : undefined;
  return [amount, object.status, object.email, object.name, object.description, object.type, object.not_shown]
    .filter((part) => typeof part === 'string' && part !== '')
    .map((part) => part.slice(0, 80))
    .join(' · ');
}

export function Detail({ id, account, happened }) {
  const { value, error, reload } = useLoaded(
    () => call('GET', `/objects/${encodeURIComponent(id)}`),
    [id, account],
  );
  useSoon(reload, happened);
  useEffect(() => document.getElementById('title')?.focus(), [id]);
  return html`
    <h2 id="title" tabindex="-1">${id}</h2>
    <${Problem} error=${error} />
    ${
      value &&
      html`<div class="split open">
        <section aria-label="Object">
          <${Json} value=${value.object} label=${`JSON of ${id}`} />
        </section>
        <div>
          <section class="card" aria-label="Timeline">
            <h3>Timeline</h3>
            <${Rows}
              items=${value.timeline}
              keyOf=${(entry) => entry.id}
              empty="No event or request in the log."
              render=${(entry) => html`<a href=${hrefOf(entry.id)}>
                <${Moment} at=${entry.created} />
                <span class="what">${entry.kind === 'event' ? entry.type : `${entry.method} ${entry.path} → ${entry.status || 'lost'}`}</span>
              </a>`}
            />
          </section>
          <section class="card" aria-label="Related objects">
            <h3>Related</h3>
            <${Rows}
              items=${value.related}
              keyOf=${(entry) => entry.id}
              empty="Nothing."
              render=${(entry) => html`<a href=${hrefOf(entry.id)}>
                <span>${entry.object}</span><span class="what mono">${entry.id}</span><span class="faint">${entry.relation}</span>
              </a>`}
            />
          </section>
        </div>
      </div>`
    }
  `;
}
