/** Never answers, so that it is ended. */
export const silent = () => new Promise((resolve) => setTimeout(resolve, 60_000));

/** Fails. */
export const broken = async () => {
  throw new Error('broken by a test');
};

/** Answers with what it is given. */
export const echo = async ({ body, isBase64Encoded, rawQueryString }) => ({
  statusCode: 200,
  body: JSON.stringify({ body, isBase64Encoded, rawQueryString }),
});

/** Rejects a request, with headers of Stripe's. */
export const rejecting = async () => ({
  statusCode: 401,
  headers: {
    'Request-Id': 'req_1',
    'Stripe-Version': '2013-08-13',
    'WWW-Authenticate': 'Basic realm="Stripe"',
  },
  body: '{}',
});
