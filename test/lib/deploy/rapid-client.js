/**
 * Stands in for the native part of AWS's runtime client, which only sends replies and has to be compiled; invocations are
 * fetched by the client's own JavaScript (AWS_LAMBDA_NODEJS_USE_ALTERNATIVE_CLIENT_1). Imported before the client.
 */
import { registerHooks } from 'node:module';

const NATIVE = './rapid-client.node';

const source = `
  const api = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/invocation/';
  const post = (path, body) => void fetch(api + path, { method: 'POST', body });
  exports.done = (id, body) => post(id + '/response', body);
  exports.error = (id, body) => post(id + '/error', body);
`;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === NATIVE
      ? { url: 'stand-in:rapid-client', format: 'commonjs', shortCircuit: true }
      : next(specifier, context),
  load: (url, context, next) =>
    url === 'stand-in:rapid-client' ? { format: 'commonjs', source, shortCircuit: true } : next(url, context),
});
