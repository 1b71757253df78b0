/** What the views are made of. Texts of strangers only ever become text nodes. */
import htm from 'htm';
import { Component, h } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

export const html = htm.bind(h);

/** Where in the page an id is shown. */
export function hrefOf(id) {
  return id.startsWith('req_') ? `#/log/${id}` : id.startsWith('evt_') ? `#/events/${id}` : `#/object/${id}`;
}

/** What looks like the id of something that the sandbox can show. */
const ID =
  /\b(?:ch|cus|re|evt|req|in|ii|sub|pi|seti|pm|card|ba|btcrcv|txn|dp|tr|trr|fee|fr|or|orret|sku|prod|acct|rp|file|di)_[0-9A-Za-z]{8,}\b/g;

/** A text in which ids are links. */
export function Linked({ text }) {
  const pieces = [];
  let end = 0;
  for (const match of text.matchAll(ID)) {
    pieces.push(text.slice(end, match.index), html`<a href=${hrefOf(match[0])}>${match[0]}</a>`);
    end = match.index + match[0].length;
  }
  return html`${[...pieces, text.slice(end)]}`;
}

/** JSON as the API writes it, or a text that is none. */
export function Json({ value, label }) {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return html`<pre tabindex="0" role="region" aria-label=${label ?? 'JSON'}><${Linked} text=${text} /></pre>`;
}

/** A moment of the account's clock, in UTC. */
export function Moment({ at, received }) {
  const isTime = Number.isFinite(at) && Math.abs(at) < 8.64e12;
  const iso = isTime ? new Date(at * 1000).toISOString() : '';
  const real = received ? `; on this machine ${new Date(received).toISOString()}` : '';
  return isTime
    ? html`<time datetime=${iso} title=${`${iso} by the account's clock${real}`}>${iso.slice(0, 19).replace('T', ' ')}</time>`
    : html`<span class="faint">no time</span>`;
}

/** A status of HTTP, or of a delivery. */
export function Status({ value }) {
  const text = String(value || 'lost');
  const kind = /^2|succeeded/.test(text) ? 'good' : /pending/.test(text) ? 'warn' : 'bad';
  return html`<span class=${`mono ${kind}`}>${text}</span>`;
}

/** Shows what is inside, or says that it cannot be shown: one odd record does not take the page with it. */
export class Safe extends Component {
  static getDerivedStateFromError(error) {
    return { error };
  }

  render() {
    return this.state.error === undefined
      ? this.props.children
      : html`<p class="bad">This cannot be shown: ${String(this.state.error.message)}</p>`;
  }
}

/** Rows of links; the arrow keys go from one to the next. */
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

/** A component of its own, so that what fails in it is caught around it. */
function Row({ item, render }) {
  return render(item);
}

/** What a call gave, what went wrong, and a function that calls again. Calls again when a dependency changes. */
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

/** Runs `then` a little after something happened, once for all that happens until then. */
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

/** What went wrong, if something did. */
export function Problem({ error }) {
  return error === undefined ? null : html`<p class="message error" role="alert">${error.message}</p>`;
}

/** A field with its name. */
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

/** Asks before something is done that cannot be undone. Closing the dialog gives the focus back to where it was. */
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
