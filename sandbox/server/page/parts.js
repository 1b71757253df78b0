/** Components that views share. Text from the sandbox only becomes text nodes, never HTML. */
import htm from 'htm';
import { Component, h } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

export const html = htm.bind(h);

/** Returns the address of the view of an ID. */
export function hrefOf(id) {
  return id.startsWith('req_') ? `#/log/${id}` : id.startsWith('evt_') ? `#/events/${id}` : `#/object/${id}`;
}

/** Matches IDs that have a view. */
const ID =
  /\b(?:ch|cus|re|evt|req|in|ii|sub|pi|seti|pm|card|ba|btcrcv|txn|dp|tr|trr|fee|fr|or|orret|sku|prod|acct|rp|file|di)_[0-9A-Za-z]{8,}\b/g;

/** Text in which IDs are links. */
export function Linked({ text }) {
  const pieces = [];
  let end = 0;
  for (const match of text.matchAll(ID)) {
    pieces.push(text.slice(end, match.index), html`<a href=${hrefOf(match[0])}>${match[0]}</a>`);
    end = match.index + match[0].length;
  }
  return html`${[...pieces, text.slice(end)]}`;
}

/** JSON as the API writes it, or other text. */
export function Json({ value, label }) {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return html`<pre tabindex="0" role="region" aria-label=${label ?? 'JSON'}><${Linked} text=${text} /></pre>`;
}

/** A time of the account's clock, in UTC. */
export function Moment({ at, received }) {
  const isTime = Number.isFinite(at) && Math.abs(at) < 8.64e12;
  const iso = isTime ? new Date(at * 1000).toISOString() : '';
  const real = received ? `; on this machine ${new Date(received).toISOString()}` : '';
  return isTime
    ? html`<time datetime=${iso} title=${`${iso} by the account's clock${real}`}>${iso.slice(0, 19).replace('T', ' ')}</time>`
    : html`<span class="faint">no time</span>`;
}

/** The status of a request or a delivery. */
export function Status({ value }) {
  const text = String(value || 'lost');
  const kind = /^2|succeeded/.test(text) ? 'good' : /pending/.test(text) ? 'warn' : 'bad';
  return html`<span class=${`mono ${kind}`}>${text}</span>`;
}

/** Catches errors of its children, so that one broken record does not blank the page. */
export class Safe extends Component {
  static getDerivedStateFromError(error) {
    return { error };
  }

  render() {
    return this.state.error === undefined
      ? this.props.children
      : html`<p class="bad">This could not be displayed: ${String(this.state.error.message)}</p>`;
  }
}

/** A list of links. The arrow keys move between them. */
export function Rows({ items, keyOf, render, empty }) {
  const move = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const links = [...event.currentTarget.querySelectorAll('li > a')];
    const to = step && links[links.indexOf(document.activeElement) + step];
    if (to) {
      event.preventDefault();
      to.focus();
    }
  };
  return items.length === 0
    ? html`<p class="faint">${empty}</p>`
    : html`<ul class="rows" onKeyDown=${move}>
        ${items.map((item, index) => html`<li key=${keyOf(item ?? {}) ?? index}><${Safe}><${Row} item=${item} render=${render} /><//></li>`)}
      </ul>`;
}

/** A separate component, so that the surrounding one catches its errors. */
function Row({ item, render }) {
  return render(item);
}

/** Loads a value: returns it, the error, and a function that reloads it. Reloads when a dependency changes. */
export function useLoaded(load, dependencies) {
  const [state, setState] = useState({ value: undefined, error: undefined });
  const latest = useRef(0);
  const reload = useCallback(async () => {
    latest.current += 1;
    const own = latest.current;
    try {
      const value = await load();
      if (own === latest.current) {
        setState({ value, error: undefined });
      }
    } catch (error) {
      if (own === latest.current) {
        setState((before) => ({ ...before, error }));
      }
    }
  }, dependencies);
  useEffect(() => {
    reload();
  }, [reload]);
  return { ...state, reload };
}

/** Runs `then` shortly after `signal` changes, once for several changes. */
export function useSoon(then, signal) {
  const timer = useRef();
  const latest = useRef(then);
  latest.current = then;
  useEffect(() => {
    if (signal > 0) {
      timer.current ??= setTimeout(() => {
        timer.current = undefined;
        latest.current();
      }, 150);
    }
  }, [signal]);
  useEffect(() => () => clearTimeout(timer.current), []);
}

/** An error message, if there is an error. */
export function Problem({ error }) {
  return error === undefined ? null : html`<p class="message error" role="alert">${error.message}</p>`;
}

/** An input or select with a label. */
export function Field({ label, ...rest }) {
  const { options, ...attributes } = rest;
  return html`<label
    >${label}
    ${
      options === undefined
        ? html`<input ...${attributes} />`
        : html`<select ...${attributes}>
            ${options.map(([value, words]) => html`<option value=${value}>${words}</option>`)}
          </select>`
    }
  </label>`;
}

/** Asks for confirmation. Closing the dialog returns the focus. */
export function Confirm({ question, action, onAnswer }) {
  const dialog = useRef();
  useEffect(() => dialog.current.showModal(), []);
  return html`<dialog ref=${dialog} aria-label=${question} onClose=${() => onAnswer(dialog.current.returnValue === 'yes')}>
    <p>${question}</p>
    <div class="bar">
      <button type="button" onClick=${() => dialog.current.close()}>Cancel</button>
      <button type="button" class="danger" onClick=${() => dialog.current.close('yes')}>${action}</button>
    </div>
  </dialog>`;
}
