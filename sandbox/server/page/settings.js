/** Webhooks, faults, policies, billing, and the state of the account. */
import { useState } from 'preact/hooks';
import { call } from './api.js';
import { Confirm, Field, html, Problem, Rows, useLoaded } from './parts.js';

export function Settings({ account, act }) {
  return html`
    <h2 id="title">Settings</h2>
    <div class="cards">
      <${Webhooks} account=${account} act=${act} />
      <${Faults} account=${account} act=${act} />
      <${Policies} account=${account} act=${act} />
      <${State} act=${act} />
    </div>
  `;
}

/** Keeps the fields of a form by name; empty ones are not sent. */
function useForm(initial) {
  const [values, setValues] = useState(initial);
  const set = (name) => ({
    value: values[name],
    onInput: (event) => setValues({ ...values, [name]: event.currentTarget.value }),
  });
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
  return { set, given };
}

function Webhooks({ account, act }) {
  const { value, error, reload } = useLoaded(() => call('GET', '/webhooks'), [account]);
  const { set, given } = useForm({
    url: '',
    secret: `whsec_${crypto.randomUUID().replaceAll('-', '')}`,
    events: '*',
  });
  const add = (event) => {
    event.preventDefault();
    const events = given.events.split(',').map((type) => type.trim());
    act('Adding the webhook', () => call('POST', '/webhooks', { ...given, events }).then(reload));
  };
  return html`<section class="card" aria-labelledby="webhooks">
    <h3 id="webhooks">Webhooks</h3>
    <${Problem} error=${error} />
    <${Rows}
      items=${value?.data ?? []}
      keyOf=${(one) => one.id}
      empty="No webhook."
      render=${({ id, url, events, api_version }) => html`<div class="plain">
        <span class="what mono">${url}</span><span class="faint">${events.join(', ')} at ${api_version}</span>
        <button type="button" aria-label=${`Remove ${url}`} onClick=${() =>
          act('Removing the webhook', () => call('DELETE', `/webhooks/${id}`).then(reload))}>Remove</button>
      </div>`}
    />
    <form onSubmit=${add}>
      <${Field} label="URL" type="url" required placeholder="http://127.0.0.1:3000/stripe/webhook" ...${set('url')} />
      <${Field} label="Signing secret" required autocomplete="off" ...${set('secret')} />
      <${Field} label="Types of events" ...${set('events')} />
      <button class="main">Add webhook</button>
    </form>
  </section>`;
}

const KINDS = [
  ['drop_before', 'lose the request'],
  ['drop_after', 'lose the reply'],
  ['delay', 'delay'],
  ['error', 'answer with an error'],
  ['cut', 'cut the reply'],
];

function Faults({ account, act }) {
  const { value, error, reload } = useLoaded(() => call('GET', '/faults'), [account]);
  const { set, given } = useForm({
    kind: 'error',
    status: '503',
    delay: '1000',
    path: '/v1/charges*',
    count: '1',
  });
  const { status, delay, ...rest } = given;
  const add = (event) => {
    event.preventDefault();
    const fault = {
      ...rest,
      ...(given.kind === 'error' && { status }),
      ...(given.kind === 'delay' && { delay }),
    };
    act('Adding the fault', () => call('POST', '/faults', fault).then(reload));
  };
  return html`<section class="card" aria-labelledby="faults">
    <h3 id="faults">Faults</h3>
    <${Problem} error=${error} />
    <${Rows}
      items=${value?.data ?? []}
      keyOf=${() => undefined}
      empty="No fault."
      render=${({ kind, path, hits, status: answer, count }) => html`<div class="plain">
        <span>${kind} ${answer ?? ''}</span><span class="what mono">${path ?? 'all requests'}</span>
        <span class="faint">${hits} hit${count ? ` of ${count}` : ''}</span>
      </div>`}
    />
    <form onSubmit=${add}>
      <${Field} label="What goes wrong" options=${KINDS} ...${set('kind')} />
      ${
        given.kind === 'error' &&
        html`<${Field} label="Status" options=${['429', '500', '502', '503', '504'].map((one) => [one, one])} ...${set('status')} />`
      }
      ${given.kind === 'delay' && html`<${Field} label="Milliseconds" type="number" min="0" max="60000" ...${set('delay')} />`}
      <${Field} label="Path" ...${set('path')} />
      <${Field} label="How often" type="number" min="1" ...${set('count')} />
      <button class="main">Add fault</button>
      <button type="button" onClick=${() => act('Clearing the faults', () => call('DELETE', '/faults').then(reload))}>Clear all</button>
    </form>
  </section>`;
}

function Policies({ account, act }) {
  const policies = useLoaded(() => call('GET', '/policies'), [account]);
  const billing = useLoaded(() => call('GET', '/billing'), [account]);
  const set = (name, value) =>
    act('Changing the policy', () => call('POST', '/policies', { [name]: value }).then(policies.reload));
  return html`<section class="card" aria-labelledby="policies">
    <h3 id="policies">API policies</h3>
    <${Problem} error=${policies.error ?? billing.error} />
    ${Object.entries(policies.value ?? {}).map(
      ([name, value]) => html`<div key=${name}>
        <label class="inline">
          <input type="checkbox" checked=${value} onChange=${(event) => set(name, event.currentTarget.checked)} />
          ${name.replaceAll('_', ' ')}
        </label>
      </div>`,
    )}
    <div class="bar">
      <button type="button" onClick=${() => set('account', 'existing')}>Like an existing account</button>
      <button type="button" onClick=${() => set('account', 'today')}>Like one opened today</button>
    </div>
    <${Field}
      label="Status of a subscription after all attempts to collect its invoice"
      options=${['canceled', 'unpaid', 'past_due'].map((one) => [one, one])}
      value=${billing.value?.after_retries}
      onChange=${({ currentTarget }) =>
        act('Changing the billing', () =>
          call('POST', '/billing', { after_retries: currentTarget.value }).then(billing.reload),
        )}
    />
  </section>`;
}

const RESETS = {
  seeded: [
    'Reset to the initial state',
    'Delete everything in this account, and restore the state it had when the sandbox started?',
  ],
  empty: ['Empty the account', 'Delete everything in this account?'],
};

function State({ act }) {
  const [asked, setAsked] = useState();
  const answer = (does) => {
    setAsked(undefined);
    if (does) {
      act('Resetting the account', () => call('POST', '/reset', { to: asked }), 'The account was reset.');
    }
  };
  const save = () =>
    act('Saving the state', async () => {
      const state = await call('GET', '/state');
      const url = URL.createObjectURL(new Blob([JSON.stringify(state)], { type: 'application/json' }));
      const link = Object.assign(document.createElement('a'), { href: url, download: 'sandbox-state.json' });
      link.click();
      URL.revokeObjectURL(url);
    });
  const load = ({ currentTarget }) => {
    const [file] = currentTarget.files;
    currentTarget.value = '';
    act(
      'Loading the state',
      async () => {
        let state;
        try {
          state = JSON.parse(await file.text());
        } catch {
          throw new Error(`${file.name} is not JSON.`);
        }
        await call('POST', '/state', { state });
      },
      'The state was loaded.',
    );
  };
  return html`<section class="card" aria-labelledby="state">
    <h3 id="state">State</h3>
    <div class="bar">
      ${Object.entries(RESETS).map(
        ([to, [words]]) =>
          html`<button type="button" class="danger" key=${to} onClick=${() => setAsked(to)}>${words}</button>`,
      )}
    </div>
    <div class="bar">
      <button type="button" onClick=${save}>Save to a file</button>
      <label>Load from a file<input type="file" accept="application/json,.json" onChange=${load} /></label>
    </div>
    ${asked && html`<${Confirm} question=${RESETS[asked][1]} action=${RESETS[asked][0]} onAnswer=${answer} />`}
  </section>`;
}
