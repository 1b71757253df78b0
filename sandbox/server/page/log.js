/** The live log of API requests. */
import { useEffect, useState } from 'preact/hooks';
import { call, query } from './api.js';
import { Field, html, Json, Linked, Moment, Problem, Rows, Safe, Status, useLoaded } from './parts.js';

/** How many requests the page keeps; the sandbox keeps as many. */
const MOST = 500;

const METHODS = [
  ['', 'all'],
  ['GET', 'GET'],
  ['POST', 'POST'],
  ['DELETE', 'DELETE'],
];
const STATUSES = [
  ['', 'all'],
  ['2xx', 'succeeded (2xx)'],
  ['4xx', 'rejected (4xx)'],
  ['5xx', 'failed (5xx)'],
];

export function Log({ id, account, subscribe }) {
  const [filter, setFilter] = useState({ path: '', method: '', status: '' });
  const { value, error } = useLoaded(() => call('GET', `/requests${query({ limit: MOST })}`), [account]);
  const [arrived, setArrived] = useState([]);
  useEffect(() => setArrived([]), [account]);
  useEffect(
    () =>
      subscribe((kind, data) => {
        if (kind === 'request') {
          setArrived((before) => [data, ...before].slice(0, MOST));
        }
      }),
    [],
  );
  const all = newestFirst([...arrived, ...(value?.data ?? [])]);
  const shown = all.filter((request) => fits(request, filter));
  const set = (name) => (event) => setFilter({ ...filter, [name]: event.currentTarget.value });
  const selected = id && all.find((request) => request.id === id);
  return html`
    <h2 id="title">Requests</h2>
    <form role="search" onSubmit=${(event) => event.preventDefault()}>
      <${Field} label="Path, id or text" type="search" data-filter value=${filter.path} onInput=${set('path')} />
      <${Field} label="Method" options=${METHODS} value=${filter.method} onChange=${set('method')} />
      <${Field} label="Status" options=${STATUSES} value=${filter.status} onChange=${set('status')} />
      <span class="faint">${shown.length} of ${all.length}</span>
    </form>
    <${Problem} error=${error} />
    <div class=${id ? 'split open' : 'split'}>
      <${Rows}
        items=${shown}
        keyOf=${(request) => request.id}
        empty=${all.length === 0 ? 'No requests yet. API requests appear here as they happen.' : 'No matching requests.'}
        render=${(
          request,
        ) => html`<a href=${`#/log/${request.id}`} aria-current=${request.id === id ? 'true' : undefined}>
          <${Moment} at=${request.created} received=${request.received} />
          <${Status} value=${request.status} />
          <span class="what mono">${request.method} ${request.path}</span>
          <span class="faint">${summaryOf(request)}</span>
        </a>`}
      />
      ${id && html`<${Safe} key=${id}><${Request} id=${id} known=${selected} /><//>`}
    </div>
  `;
}

function newestFirst(requests) {
  const byId = new Map(requests.map((request) => [request.id, request]));
  return [...byId.values()].slice(0, MOST);
}

function fits(request, { path, method, status }) {
  const text = `${request.method} ${request.path} ${request.id} ${JSON.stringify(request.parameters)} ${request.reply}`;
  return (
    (method === '' || request.method === method) &&
    (status === '' || String(request.status).startsWith(status[0])) &&
    text.toLowerCase().includes(path.trim().toLowerCase())
  );
}

/** Summarizes a reply: its ID or error code, and the duration. */
function summaryOf({ reply, duration, fault }) {
  const [, code] = /"(?:decline_)?code": "(\w+)"/.exec(/^\s*\{\s*"error"/.test(reply) ? reply : '') ?? [];
  const [, id] = /^\s*\{\s*"id": "(\w+)"/.exec(reply) ?? [];
  return [fault && `fault: ${fault}`, code ?? id, `${duration} ms`].filter(Boolean).join(' · ');
}

function Request({ id, known }) {
  const { value, error } = useLoaded(
    () => known ?? call('GET', `/requests/${id}`),
    [id, known === undefined],
  );
  const request = known ?? value;
  return html`<section class="detail" aria-label=${`Request ${id}`}>
    <div class="bar"><h3>${id}</h3><a href="#/log">Close</a></div>
    ${request === undefined && html`<${Problem} error=${error} />`}
    ${
      request &&
      html`<dl>
          <dt>Request</dt>
          <dd class="mono">${request.method} <${Linked} text=${request.path} /></dd>
          <dt>Status</dt>
          <dd><${Status} value=${request.status} /> in ${request.duration} ms</dd>
          <dt>Time</dt>
          <dd><${Moment} at=${request.created} received=${request.received} /> (account's clock)</dd>
          <dt>Version</dt>
          <dd>${request.api_version}</dd>
          ${request.idempotency_key && html`<dt>Idempotency key</dt><dd class="mono">${request.idempotency_key}</dd>`}
          ${request.fault && html`<dt>Fault</dt><dd>${request.fault}</dd>`}
          ${request.account && html`<dt>Account</dt><dd class="mono">${request.account}</dd>`}
        </dl>
        <h3>Parameters</h3>
        <${Json} value=${request.parameters} label="Parameters" />
        <h3>Reply${request.truncated ? ' (its beginning)' : ''}</h3>
        <${Json} value=${request.reply} label="Reply" />`
    }
  </section>`;
}
