/** Events, their deliveries, and the responses of receivers. */
import { useState } from 'preact/hooks';
import { call, query } from './api.js';
import {
  Field,
  html,
  Json,
  Linked,
  Moment,
  Problem,
  Rows,
  Safe,
  Status,
  useLoaded,
  useSoon,
} from './parts.js';

export function Events({ id, account, happened, act }) {
  const [type, setType] = useState('');
  const [limit, setLimit] = useState(25);
  const pattern = type.trim() === '' || type.includes('*') ? type.trim() : `*${type.trim()}*`;
  const { value, error, reload } = useLoaded(
    () => call('GET', `/events${query({ type: pattern, limit })}`),
    [account, pattern, limit],
  );
  useSoon(reload, happened);
  return html`
    <h2 id="title">Events</h2>
    <form role="search" onSubmit=${(event) => event.preventDefault()}>
      <${Field} label="Type" type="search" placeholder="charge.*" data-filter value=${type} onInput=${(event) => setType(event.currentTarget.value)} />
    </form>
    <${Problem} error=${error} />
    <div class=${id ? 'split open' : 'split'}>
      <div>
        <${Rows}
          items=${value?.data ?? []}
          keyOf=${(one) => one.id}
          empty=${value === undefined ? 'Loading…' : 'No events yet, or none of this type.'}
          render=${({
            id: own,
            event,
            deliveries,
          }) => html`<a href=${`#/events/${own}`} aria-current=${own === id ? 'true' : undefined}>
            <${Moment} at=${event.created} />
            <span class="what">${event.type}</span>
            <span class="mono faint">${event.data?.object?.id ?? ''}</span>
            ${deliveries.map((delivery) => html`<${Status} key=${delivery.id} value=${delivery.status} />`)}
          </a>`}
        />
        ${value?.has_more && limit < 100 && html`<p><button type="button" onClick=${() => setLimit(100)}>Show more</button></p>`}
      </div>
      ${id && html`<${Safe} key=${id}><${EventDetail} id=${id} happened=${happened} act=${act} /><//>`}
    </div>
    <${Safe}><${Trigger} act=${act} /><//>
  `;
}

function EventDetail({ id, happened, act }) {
  const { value, error, reload } = useLoaded(() => call('GET', `/events/${encodeURIComponent(id)}`), [id]);
  useSoon(reload, happened);
  const resend = (webhook) =>
    act('Sending the event again', async () => {
      await call('POST', `/events/${id}/resend`, webhook === undefined ? {} : { webhook });
      await reload();
    });
  return html`<section class="detail" aria-label=${`Event ${id}`}>
    <div class="bar"><h3>${value?.event.type ?? id}</h3><a href="#/events">Close</a></div>
    <${Problem} error=${error} />
    ${
      value &&
      html`<h3>Deliveries</h3>
        ${
          value.deliveries.length === 0 &&
          html`<p class="faint">It was not sent. Add a webhook under <a href="#/settings">Settings</a>.</p>`
        }
        ${value.deliveries.map(
          (delivery) => html`<div class="card" key=${delivery.id}>
            <div class="bar">
              <${Status} value=${delivery.status} />
              <span class="mono">${delivery.url}</span>
              <button type="button" onClick=${() => resend(delivery.webhook)}>Resend</button>
            </div>
            <ol>
              ${delivery.tries.map(
                (one, index) => html`<li key=${one.created}>
                  <${Moment} at=${one.created} /> <${Status} value=${one.status ?? 'unreachable'} /> in ${one.duration} ms
                  ${(one.error || one.reply) && html`<${Json} value=${one.error ?? one.reply} label=${`Response to attempt ${index + 1}`} />`}
                </li>`,
              )}
            </ol>
            ${delivery.next_try && html`<p>Next attempt at <${Moment} at=${delivery.next_try} /></p>`}
          </div>`,
        )}
        ${
          value.deliveries.length === 0 &&
          html`<p><button type="button" onClick=${() => resend()}>Send to all webhooks</button></p>`
        }
        ${value.event.request && html`<p>Caused by <${Linked} text=${String(value.event.request)} /></p>`}
        <h3>Event</h3>
        <${Json} value=${value.event} label=${`JSON of ${id}`} />`
    }
  </section>`;
}

function Trigger({ act }) {
  const { value } = useLoaded(() => call('GET', '/events/types'), []);
  const [form, setForm] = useState({ type: 'charge.succeeded', object: '', parameters: '' });
  const set = (name) => (event) => setForm({ ...form, [name]: event.currentTarget.value });
  const submit = (event) => {
    event.preventDefault();
    act('Triggering the event', async () => {
      const own = form.parameters.trim() === '' ? undefined : JSON.parse(form.parameters);
      const made = await call('POST', '/events', {
        type: form.type.trim(),
        ...(form.object.trim() !== '' && { object: form.object.trim() }),
        ...(own !== undefined && { parameters: own }),
      });
      location.hash = `#/events/${made.id}`;
    });
  };
  return html`<section class="card" aria-labelledby="trigger">
    <h3 id="trigger">Trigger an event</h3>
    <form onSubmit=${submit}>
      <${Field} label="Type" list="types" required value=${form.type} onInput=${set('type')} />
      <datalist id="types">${(value?.data ?? []).map((type) => html`<option value=${type} />`)}</datalist>
      <${Field} label="About an object (optional)" placeholder="ch_…" value=${form.object} onInput=${set('object')} />
      <${Field} label="Parameters as JSON (optional)" placeholder='{"amount": 700}' value=${form.parameters} onInput=${set('parameters')} />
      <button class="main">Trigger</button>
    </form>
  </section>`;
}
