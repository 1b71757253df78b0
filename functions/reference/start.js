/** Shows the reference, with nothing in it that would ask another host for anything. */
const { key, description } = document.getElementById('reference').dataset;

/**
 * Fetches for Scalar. In the description it marks the optional arguments of queries as disabled: otherwise Scalar sends
 * each of them with its example.
 */
async function fetchForScalar(input, init) {
  const response = await fetch(input, init);
  if (response.url !== new URL(description, location).href) {
    return response;
  }
  const { paths, ...rest } = await response.json();
  for (const operation of Object.values(paths).flatMap(Object.values)) {
    for (const parameter of operation.parameters ?? []) {
      if (parameter.in === 'query' && !parameter.required) {
        const { examples: [value] = [], ...schema } = parameter.schema;
        parameter.schema = schema;
        parameter.examples = { default: { value, 'x-disabled': true } };
      }
    }
  }
  return Response.json({ ...rest, paths });
}

globalThis.Scalar.createApiReference('#reference', {
  url: description,
  fetch: fetchForScalar,
  agent: { disabled: true },
  authentication: {
    securitySchemes: {
      basic: { username: key, password: '' },
      bearer: { token: key },
      connectorKey: { value: key },
    },
  },
  defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
  documentDownloadType: 'direct',
  hideClientButton: true,
  mcp: { disabled: true },
  showDeveloperTools: 'never',
  telemetry: false,
  withDefaultFonts: false,
});
