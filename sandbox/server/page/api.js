/** Calls the sandbox with a key or the token in `Authorization`, which only scripts set. */

const STORED = 'sandbox';

/** The session: a key or the token, and the selected account. */
export const session = read();

/** Reads the token from the fragment, which no server receives, and removes it from the address. */
function read() {
  const [, token] = /^#token=([\w-]+)$/.exec(location.hash) ?? [];
  if (token !== undefined) {
    history.replaceState(null, '', '#/log');
    return keep({ secret: token, isToken: true, account: null });
  }
  try {
    return JSON.parse(sessionStorage.getItem(STORED) ?? 'null') ?? {};
  } catch {
    // Left by another version of the page.
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

/** Selects an account; null selects that of the key, or all accounts for the token. */
export function lookAt(account) {
  session.account = account;
  keep(session);
}

/** A failed call, with a message for the user. */
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

/** Calls a control route and returns its reply, for the selected account unless another is given. */
export async function call(method, path, body, account) {
  let response;
  try {
    response = await fetch(`/_sandbox${path}`, {
      method,
      headers: headers(body === undefined ? {} : { 'Content-Type': 'application/json' }, account),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  } catch {
    throw new ApiError(0, 'The sandbox does not respond. Is it running?');
  }
  const text = await response.text();
  let reply;
  try {
    reply = JSON.parse(text);
  } catch {
    throw new ApiError(response.status, `The sandbox responded with ${response.status} and no JSON.`);
  }
  if (!response.ok) {
    throw new ApiError(
      response.status,
      reply.error?.message ?? `The sandbox responded with ${response.status}.`,
    );
  }
  return reply;
}

/** Returns a query string of the values that are set. */
export function query(values) {
  const given = Object.entries(values).filter(([, value]) => value !== '' && value != null);
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

/**
 * Subscribes to the stream, and reconnects when the connection is lost. Returns a function that ends it.
 * @param onMessage receives the kind and the data of each message
 * @param onState receives whether the stream is connected
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
        // The connection was lost, or the subscription ended; the loop checks which.
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
