/** How the page talks to the sandbox: with a key or the token in `Authorization`, which scripts alone set. */

const STORED = 'sandbox';

/** Who is signed in: a key or the token, and which account is looked at (the token's choice, or a connected one). */
export const session = read();

/** The token comes in the fragment, which no server sees; it is taken out of the address at once. */
function read() {
  const [, token] = /^#token=([\w-]+)$/.exec(location.hash) ?? [];
  if (token !== undefined) {
    history.replaceState(null, '', '#/log');
    return keep({ secret: token, isToken: true, account: null });
  }
  try {
    return JSON.parse(sessionStorage.getItem(STORED) ?? 'null') ?? {};
  } catch {
    // What another version of the page has left.
    return {};
  }
}

function keep(values) {
  sessionStorage.setItem(STORED, JSON.stringify(values));
  return values;
}

/** Signs in with a key, or out with none. */
export function signIn(secret) {
  Object.assign(session, { secret, isToken: false, account: null });
  keep(session);
}

/** Looks at another account: one connected to that of the key or, for the token, any. Null means all that there are. */
export function lookAt(account) {
  session.account = account;
  keep(session);
}

/** An answer that is no success, in words that can be shown. */
export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

function headers(more, account = session.account) {
  return {
    Authorization: `Bearer ${session.secret}`,
    ...(account && { 'Stripe-Account': account }),
    ...more,
  };
}

/** Calls a route under `/_sandbox` and gives what it answers; for the account that is looked at, unless another is given. */
export async function call(method, path, body, account) {
  let response;
  try {
    response = await fetch(`/_sandbox${path}`, {
      method,
      headers: headers(body === undefined ? {} : { 'Content-Type': 'application/json' }, account),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  } catch {
    throw new ApiError(0, 'The sandbox does not answer. Is it running?');
  }
  const text = await response.text();
  let reply;
  try {
    reply = JSON.parse(text);
  } catch {
    throw new ApiError(
      response.status,
      `The sandbox answered ${response.status} with something that is no JSON.`,
    );
  }
  if (!response.ok) {
    throw new ApiError(response.status, reply.error?.message ?? `The sandbox answered ${response.status}.`);
  }
  return reply;
}

/** A query string of what is given. */
export function query(values) {
  const given = Object.entries(values).filter(([, value]) => value !== '' && value != null);
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

/**
 * Listens to what happens until the function that it gives is called; connects again when the connection is lost.
 * @param onMessage is given the kind of a message and its data
 * @param onState is told whether there is a connection
 */
export function listen(onMessage, onState) {
  const abort = new AbortController();
  (async () => {
    for (let wait = 500; !abort.signal.aborted; wait = Math.min(wait * 2, 10_000)) {
      try {
        const response = await fetch('/_sandbox/stream', { headers: headers(), signal: abort.signal });
        if (response.ok) {
          onState(true);
          wait = 500;
          await readMessages(response.body, onMessage);
        }
      } catch {
        // Lost, or stopped: either way the loop knows what follows.
      }
      if (!abort.signal.aborted) {
        onState(false);
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  })();
  return () => abort.abort();
}

async function readMessages(body, onMessage) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    const parts = (rest + value).split('\n\n');
    rest = parts.pop();
    for (const part of parts) {
      const match = /^event: (\w+)\ndata: (.*)$/s.exec(part);
      if (match !== null) {
        onMessage(match[1], JSON.parse(match[2]));
      }
    }
  }
}
