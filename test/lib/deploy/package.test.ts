/** What `npm run package` makes, as AWS would have it. */
import { describe } from '@jest/globals';
import { testArtifact } from './artifact.ts';
import { testBundles } from './bundle.ts';
import { packagedService } from './deployment.ts';
import { testMonitoring } from './monitoring.ts';
import { testRuntime } from './runtime.ts';
import { ENVIRONMENT, testTemplate } from './template.ts';

const deployment = packagedService(ENVIRONMENT);

describe('the template', () => testTemplate(deployment));
describe('the bundles', () => testBundles(deployment));
describe('the artifact', () => testArtifact(deployment));
describe('monitoring', () => testMonitoring(deployment));
describe('under AWS’s runtime client', () => testRuntime(deployment));
