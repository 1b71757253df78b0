/** Products: what is sold. SKUs are their variants. */
import * as products from '#lib/operations/products.ts';
import { type Call, orNull } from '#sandbox/engine/call.ts';
import { implement } from '#sandbox/engine/define.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { type Product, product } from '#sandbox/orders/objects/products.ts';
import { sku } from '#sandbox/orders/objects/skus.ts';
import { ofProduct } from './skus.ts';

export const create = implement(products.create, (call, parameters) => {
  if (parameters.id !== undefined && call.peek(product, parameters.id) !== undefined) {
    throw invalidRequest('Product already exists.', { param: 'id' });
  }
  const made = call.create(product, {
    ...(parameters.id !== undefined && { id: parameters.id }),
    active: parameters.active ?? true,
    attributes: checkedAttributes(parameters.attributes ?? []),
    caption: parameters.caption ?? null,
    deactivate_on: parameters.deactivate_on ?? [],
    description: parameters.description ?? null,
    images: parameters.images ?? [],
    metadata: call.metadata(parameters.metadata),
    name: parameters.name,
    package_dimensions: parameters.package_dimensions ?? null,
    shippable: parameters.shippable ?? true,
    updated: call.now,
    url: parameters.url ?? null,
  });
  call.announce('product.created', made);
  return made;
});

export const retrieve = implement(products.retrieve, (call, { id }) => call.find(product, id, 'id'));

/** A new list of attributes replaces the old one; SKUs lose their values of removed attributes. */
export const update = implement(
  products.update,
  (call, { id, attributes, deactivate_on, images, metadata, ...changes }) => {
    const current = call.find(product, id, 'id');
    const replaced = attributes === undefined ? undefined : checkedAttributes(orNull(attributes) ?? []);
    const changed = call.change(product, current, {
      ...changes,
      attributes: replaced,
      deactivate_on: deactivate_on === '' ? [] : deactivate_on,
      images: images === '' ? [] : images,
      metadata: call.metadata(metadata, current.metadata),
      updated: call.now,
    });
    if (replaced !== undefined) {
      forgetAttributes(call, changed);
    }
    if (changes.active === false && !call.hasFlag('SKUs stay active without their product')) {
      deactivate(call, changed);
    }
    call.announce('product.updated', changed);
    return changed;
  },
);

function deactivate(call: Call, { id }: Product): void {
  for (const one of call.all(sku, { active_of: id })) {
    call.announce('sku.updated', call.change(sku, one, { active: false, updated: call.now }));
  }
}

export const del = implement(products.del, (call, { id }) => {
  const current = call.find(product, id, 'id');
  if (call.newest(sku, { product: id }, 1).length > 0) {
    throw invalidRequest(
      'This product cannot be deleted because it has one or more SKUs. Delete its SKUs first, or deactivate the product.',
      { param: 'id' },
    );
  }
  call.announce('product.deleted', current);
  call.remove(product, current);
  return { deleted: true, id };
});

export const list = implement(products.list, (call, { active, shippable, url, ...paging }) =>
  call.page(product, paging, {
    active: active === undefined ? undefined : String(active),
    shippable: shippable === undefined ? undefined : String(shippable),
    url,
  }),
);

function checkedAttributes(names: readonly string[]): readonly string[] {
  for (const name of names) {
    if (!/^[\p{L}\p{N}][\p{L}\p{N} _-]*$/u.test(name)) {
      throw invalidRequest(`Invalid attribute: ${name.slice(0, 100)}. Attributes must be alphanumeric.`, {
        param: 'attributes',
      });
    }
  }
  return [...new Set(names)];
}

function forgetAttributes(call: Call, of: Product): void {
  for (const one of call.all(sku, { product: of.id })) {
    const left = ofProduct(of, one.attributes);
    if (Object.keys(left).length < Object.keys(one.attributes).length) {
      const changed = call.change(sku, one, { attributes: left, updated: call.now });
      call.announce('sku.updated', changed);
    }
  }
}
