/** What is used of dynalite, which comes without types. */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** Makes a server of DynamoDB's API; `createTableMs` is how long a new table is in the making. */
  export default function dynalite(options?: { createTableMs?: number }): Server;
}
