/** One structured line a call, on standard output, where AWS Lambda collects it. */

/** What is told of a call. Arguments, bodies and headers are not: they hold secrets. */
export interface CallRecord {
  readonly surface: string;
  readonly endpoint: string;
  readonly status: number;
  readonly duration_ms: number;
  readonly stripe_request_id?: string | undefined;
  /** Where no answer of Stripe's came: what came instead. */
  readonly upstream?: string | undefined;
  readonly correlation_id: string;
  /** What the caller asked to be logged of its query, without values. */
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  /** For a defect of ours: what was thrown. */
  readonly defect?: string | undefined;
}

type Level = 'silent' | 'error' | 'info';

/** Makes the writer of call records for a log level; a record is only made when it is written. */
export function logger(level: Level, write: (line: string) => void = (line) => console.log(line)) {
  return (hasFailed: boolean, record: () => CallRecord): void => {
    if (level === 'info' || (level === 'error' && hasFailed)) {
      const severity = hasFailed ? 'error' : 'info';
      write(JSON.stringify({ level: severity, time: new Date().toISOString(), ...record() }));
    }
  };
}
