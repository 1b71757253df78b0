/** Jest would transform TypeScript that it loads; Node.js runs it as it is. */
export { default } from './environment.ts';
