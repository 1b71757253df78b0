/** The page: sign-in, navigation, and live updates. */
import { render } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { call, listen, lookAt, session, signIn } from './api.js';
import { Events } from './events.js';
import { Log } from './log.js';
import { Detail, Objects } from './objects.js';
import { Field, html, Moment, Problem, Safe, useLoaded, useSoon } from './parts.js';
import { Settings } from './settings.js';
import { Balance, Time } from './time.js';

const VIEWS = [
  ['log', 'Requests'],
  ['objects', 'Objects'],
  ['events', 'Events'],
  ['time', 'Clock'],
  ['balance', 'Balance'],
  ['settings', 'Settings'],
];

/** The view in the address, after `#/`, and the ID that is open in it. */
function useRoute() {
  const read = () => {
    const [view = 'log', ...rest] = location.hash.replace(/^#\/?/, '').split('/');
    return { view: view || 'log', rest: rest.join('/') || undefined };
  };
  const [route, setRoute] = useState(read);
  useEffect(() => {
    const change = () => setRoute(read());
    addEventListener('hashchange', change);
    return () => removeEventListener('hashchange', change);
  }, []);
  return route;
}

function App() {
  const [signedIn, setSignedIn] = useState(Boolean(session.secret));
  const leave = () => {
    signIn('');
    setSignedIn(false);
  };
  return signedIn ? html`<${Sandbox} leave=${leave} />` : html`<${SignIn} done=${() => setSignedIn(true)} />`;
}

function SignIn({ done }) {
  const [key, setKey] = useState('');
  const [error, setError] = useState();
  const submit = async (event) => {
    event.preventDefault();
    signIn(key.trim());
    try {
      await call('GET', '/accounts');
      done();
    } catch (problem) {
      setError(problem);
    }
  };
  return html`
    <header><h1>Stripe sandbox</h1></header>
    <main>
      <p>
        Every key that begins with <code>sk_test_</code> opens an account of its own. The examples use the key that ends with
        <code>demo</code>. To see all accounts, open the address that the sandbox prints when it starts.
      </p>
      <form onSubmit=${submit}>
        <${Field} label="Secret key" placeholder="sk_test_…" required autocomplete="off" spellcheck=${false} value=${key} onInput=${(event) => setKey(event.currentTarget.value)} />
        <button class="main">Open</button>
      </form>
      <${Problem} error=${error} />
    </main>
  `;
}

function Sandbox({ leave }) {
  const { view, rest } = useRoute();
  const [account, setAccount] = useState(session.account);
  const accounts = useLoaded(() => listAccounts(), []);
  const [live, setLive] = useState(false);
  const { subscribe, publish } = useMessages();
  const [happened, setHappened] = useState(0);
  const [advance, setAdvance] = useState();
  const { act, busy, notice } = useActions();
  const known = accounts.value?.data ?? [];
  const choose = (id) => {
    lookAt(id || null);
    setAccount(id || null);
    setHappened(0);
  };
  const needsChoice = session.isToken && account === null;
  const shownAccount = account ?? (session.isToken ? undefined : known[0]?.id);

  useEffect(
    () =>
      listen((kind, data) => {
        if (kind === 'clock') {
          setAdvance(data);
        }
        publish(kind, data);
        setHappened((before) => before + 1);
      }, setLive),
    [account],
  );
  useEffect(() => subscribe((kind) => kind === 'account' && accounts.reload()), []);
  useSoon(() => needsChoice && accounts.reload(), happened);
  useEffect(() => {
    if (accounts.error?.status === 401) {
      leave();
    }
  }, [accounts.error]);
  useEffect(() => {
    const focusFilter = (event) => {
      if (event.key === '/' && !/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) {
        event.preventDefault();
        document.querySelector('[data-filter]')?.focus();
      }
    };
    addEventListener('keydown', focusFilter);
    return () => removeEventListener('keydown', focusFilter);
  }, []);

  const options = [
    ...(session.isToken ? [['', 'all accounts']] : []),
    ...known.map(({ id, platform, objects }) => [
      id,
      `${id}${platform ? ' (connected)' : ''}, ${objects} objects`,
    ]),
  ];
  const shared = { account: `${account}`, happened, act, subscribe };
  return html`
    <a class="skip" href="#title" onClick=${skip}>Skip to the content</a>
    <header>
      <h1>Stripe sandbox</h1>
      <${Field} label="Account" options=${options} value=${shownAccount ?? ''} onChange=${(event) => choose(event.currentTarget.value)} />
      <span class="grow"></span>
      ${!needsChoice && html`<${Clock} account=${account} subscribe=${subscribe} />`}
      <span role="status" class=${live ? 'good' : 'warn'}>${live ? 'live' : 'connecting…'}</span>
      <button type="button" onClick=${leave}>Sign out</button>
    </header>
    <nav aria-label="Views">
      ${VIEWS.map(
        ([name, words]) =>
          html`<a key=${name} href=${`#/${name}`} aria-current=${isOpen(name, view) ? 'page' : undefined}>${words}</a>`,
      )}
    </nav>
    <main>
      ${busy && html`<${Busy} what=${busy} advance=${advance} />`}
      ${notice && html`<p class=${notice.isError ? 'message error' : 'message'} role="alert">${notice.text}</p>`}
      <${Problem} error=${accounts.error} />
      ${
        needsChoice && view !== 'log'
          ? html`<${Accounts} accounts=${known} choose=${choose} />`
          : html`<${Safe} key=${`${view} ${account}`}><${View} view=${view} rest=${rest} shared=${shared} /><//>`
      }
    </main>
  `;
}

/** Lists all accounts that can be selected. */
function listAccounts() {
  return call('GET', '/accounts', undefined, null);
}

/** Passes every message on to views. A state would drop all but the last of several. */
function useMessages() {
  const listeners = useRef(new Set());
  const subscribe = useCallback((listener) => {
    listeners.current.add(listener);
    return () => listeners.current.delete(listener);
  }, []);
  const publish = useCallback((kind, data) => {
    for (const listener of listeners.current) {
      listener(kind, data);
    }
  }, []);
  return { subscribe, publish };
}

function View({ view, rest, shared }) {
  switch (view) {
    case 'objects':
      return html`<${Objects} type=${rest} ...${shared} />`;
    case 'object':
      return html`<${Detail} id=${rest} ...${shared} />`;
    case 'events':
      return html`<${Events} id=${rest} ...${shared} />`;
    case 'time':
      return html`<${Time} ...${shared} />`;
    case 'balance':
      return html`<${Balance} ...${shared} />`;
    case 'settings':
      return html`<${Settings} ...${shared} />`;
    default:
      return html`<${Log} id=${rest} ...${shared} />`;
  }
}

function isOpen(name, view) {
  return name === view || (name === 'objects' && view === 'object');
}

function skip(event) {
  event.preventDefault();
  const title = document.getElementById('title');
  title?.setAttribute('tabindex', '-1');
  title?.focus();
}

function Accounts({ accounts, choose }) {
  return html`
    <h2 id="title">Accounts</h2>
    <ul class="rows">
      ${accounts.map(
        ({ id, objects, now }) => html`<li key=${id}>
          <div class="plain">
            <span class="what mono">${id}</span><span>${objects} objects</span><${Moment} at=${now} />
            <button type="button" onClick=${() => choose(id)}>Open ${id}</button>
          </div>
        </li>`,
      )}
    </ul>
  `;
}

/** The time of the account, which can be ahead of real time. */
function Clock({ account, subscribe }) {
  const { value, reload } = useLoaded(() => call('GET', '/clock'), [account]);
  useEffect(() => {
    const timer = setInterval(reload, 10_000);
    return () => clearInterval(timer);
  }, [reload]);
  useEffect(() => subscribe((kind) => ['clock', 'account'].includes(kind) && reload()), [reload]);
  return value ? html`<span class="faint">Account time <${Moment} at=${value.now} /></span>` : null;
}

/** Runs an action of the user, shows progress after a second, and reports the outcome. */
function useActions() {
  const [busy, setBusy] = useState();
  const [notice, setNotice] = useState();
  const act = useCallback(async (what, work, done) => {
    const slow = setTimeout(() => setBusy(what), 1_000);
    setNotice(undefined);
    try {
      await work();
      setNotice(done && { text: done });
    } catch (error) {
      setNotice({ text: error.message, isError: true });
    } finally {
      clearTimeout(slow);
      setBusy(undefined);
    }
  }, []);
  return { act, busy, notice };
}

function Busy({ what, advance }) {
  const isClock = what.startsWith('Advancing') && advance !== undefined && advance.target > advance.from;
  const share = isClock ? (advance.now - advance.from) / (advance.target - advance.from) : undefined;
  return html`<div class="message" role="status">
    <label>${what}${isClock ? html` to <${Moment} at=${advance.target} />` : '…'}
      ${isClock ? html`<progress value=${share} max="1"></progress>` : html`<progress></progress>`}
    </label>
  </div>`;
}

render(html`<${App} />`, document.body);
