/** The package's own types are those of its index, which loads a limiter for every store that there is. */
declare module 'rate-limiter-flexible/lib/RateLimiterMemory.js' {
  export { RateLimiterMemory as default } from 'rate-limiter-flexible';
}

declare module 'rate-limiter-flexible/lib/RateLimiterDynamo.js' {
  export { RateLimiterDynamo as default } from 'rate-limiter-flexible';
}
