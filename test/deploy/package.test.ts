/** What `npm run package` makes, as AWS would have it. */
import { describe, jest } from '@jest/globals';
import { testArtifact } from './artifact.ts';
import { testBundles } from './bundle.ts';
import { packagedService } from './deployment.ts';
import { testRuntime } from './runtime.ts';
import { ENVIRONMENT, testTemplate } from './template.ts';

// Packaging takes three seconds, and several times that where the machine is busy.
jest.setTimeout(120_000);

const deployment = packagedService(ENVIRONMENT);

describe('the template', () => testTemplate(deployment));
describe('the bundles', () => testBundles(deployment));
describe('the artifact', () => testArtifact(deployment));
describe('under AWS’s runtime client', () => testRuntime(deployment));
