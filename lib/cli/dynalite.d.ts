/** The part of dynalite's API that is used here; the package has no types. */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** Creates a server with DynamoDB's API. `createTableMs` is how long it takes to create a table. */
  export default function dynalite(options?: { createTableMs?: number }): Server;
}
