/** The Serverless Framework plugin that packs the template after it is complete and before it is written. */
import { pack } from './pack.ts';
import type { Template } from './template.ts';

/** The part of the framework's API that is used here. */
interface Framework {
  readonly service: { readonly provider: { readonly compiledCloudFormationTemplate: Template } };
}

export default class PackPlugin {
  readonly hooks: Readonly<Record<string, () => void>>;

  constructor(framework: Framework) {
    this.hooks = {
      'after:aws:package:finalize:mergeCustomProviderResources': () =>
        pack(framework.service.provider.compiledCloudFormationTemplate),
    };
  }
}
