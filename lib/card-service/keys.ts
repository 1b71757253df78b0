/** The keys of the records. */
export const keys = {
  account: (accountId: string) => ({ pk: `account#${accountId}`, sk: 'account#' }),
  cards: (accountId: string) => ({ pk: `account#${accountId}`, sk: 'card#' }),
  card: (accountId: string, id: string) => ({ pk: `account#${accountId}`, sk: `card#${id}` }),
  allCards: { gs1pk: 'card#', gs1sk: 'card#' },
  cardOfAll: (id: string) => ({ gs1pk: 'card#', gs1sk: `card#${id}` }),
  customer: (stripeCustomerId: string) => ({ pk: `customer#${stripeCustomerId}`, sk: 'customer#' }),
  attempt: (accountId: string, digest: string) => ({ pk: `account#${accountId}`, sk: `attempt#${digest}` }),
  deletion: (stripeCardId: string) => ({ pk: `deletion#${stripeCardId}`, sk: 'deletion#' }),
  event: (id: string) => ({ pk: `event#${id}`, sk: 'event#' }),
};
