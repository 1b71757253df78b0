/** The framework's plugin that packs the template, once all of it is there and before it is written. */
import { pack } from './pack.ts';
import type { Template } from './template.ts';

/** What is used of the framework. */
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
