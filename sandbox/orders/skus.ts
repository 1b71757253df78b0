/** SKUs: the variants of products, which are what customers order. */
import * as skus from '#lib/operations/skus.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { implement } from '#sandbox/engine/define.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { type Product, product } from '#sandbox/orders/objects/products.ts';
import { type Inventory, type Sku, sku } from '#sandbox/orders/objects/skus.ts';

export const create = implement(skus.create, (call, parameters) => {
  if (parameters.id !== undefined && call.peek(sku, parameters.id) !== undefined) {
    throw invalidRequest('SKU already exists.', { param: 'id' });
  }
  const of = activeProduct(call, parameters.product);
  const made = call.create(sku, {
    ...(parameters.id !== undefined && { id: parameters.id }),
    active: parameters.active ?? true,
    attributes: checkedAttributes(of, parameters.attributes ?? {}),
    currency: parameters.currency,
    image: parameters.image ?? null,
    inventory: inventoryOf(parameters.inventory),
    metadata: call.metadata(parameters.metadata),
    ordered: false,
    package_dimensions: parameters.package_dimensions ?? null,
    price: parameters.price,
    product: of.id,
    updated: call.now,
  });
  call.announce('sku.created', made);
  return made;
});

export const retrieve = implement(skus.retrieve, (call, { id }) => call.find(sku, id, 'id'));

export const update = implement(skus.update, (call, parameters) => {
  const { id, attributes, inventory, metadata, product: productId, ...changes } = parameters;
  const current = call.find(sku, id, 'id');
  const of = productId === undefined ? call.find(product, current.product) : activeProduct(call, productId);
  const checked =
    attributes === undefined && productId === undefined
      ? undefined
      : checkedAttributes(of, { ...ofProduct(of, current.attributes), ...attributes });
  const changed = call.change(sku, current, {
    ...changes,
    attributes: checked,
    inventory: inventory && inventoryOf(inventory, current.inventory),
    metadata: call.metadata(metadata, current.metadata),
    product: of.id,
    updated: call.now,
  });
  call.announce('sku.updated', changed);
  return changed;
});

export const del = implement(skus.del, (call, { id }) => {
  const current = call.find(sku, id, 'id');
  if (current.ordered) {
    throw invalidRequest(
      'This SKU cannot be deleted because it has been used in an order. Deactivate it instead.',
      { param: 'id' },
    );
  }
  call.announce('sku.deleted', current);
  call.remove(sku, current);
  return { deleted: true, id };
});

export const list = implement(
  skus.list,
  (call, { active, attributes, in_stock, product: productId, ...paging }) => {
    if (attributes !== undefined && productId === undefined) {
      throw invalidRequest('You can filter by attributes only when product is given too.', {
        param: 'attributes',
      });
    }
    const wanted = Object.entries(attributes ?? {});
    const by = {
      active: active === undefined ? undefined : String(active),
      in_stock: in_stock === undefined ? undefined : String(in_stock),
      product: productId,
    };
    return wanted.length === 0
      ? call.page(sku, paging, by)
      : call.page(sku, paging, by, (one) => wanted.every(([name, value]) => one.attributes[name] === value));
  },
);

/** Takes a quantity out of stock, or with a negative number puts it back. Only finite stock is counted. */
export function takeFromStock(call: Call, id: string, count: number): void {
  // Read again for each line: the previous one may have had the same SKU.
  const taken = call.find(sku, id);
  const { inventory } = taken;
  if (inventory.type === 'finite') {
    const changed = call.change(sku, taken, {
      inventory: { ...inventory, quantity: inventory.quantity! - count },
      updated: call.now,
    });
    call.announce('sku.updated', changed);
  }
}

/** Finds a product, which must be active to get a new SKU. */
function activeProduct(call: Call, id: string): Product {
  const found = call.find(product, id);
  if (!found.active) {
    throw invalidRequest(`The product ${id} is not active.`, { param: 'product' });
  }
  return found;
}

/** Checks that a SKU has a value for each attribute of its product and no others. */
function checkedAttributes(
  { id, attributes: names }: Product,
  attributes: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const unknown = Object.keys(attributes).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw invalidRequest(`The product ${id} does not have the attribute ${unknown.slice(0, 100)}.`, {
      param: `attributes[${unknown.slice(0, 100)}]`,
    });
  }
  const missing = names.find((name) => (attributes[name] ?? '') === '');
  if (missing !== undefined) {
    throw invalidRequest(`The SKU needs a value for the attribute ${missing} of the product ${id}.`, {
      param: 'attributes',
    });
  }
  return attributes;
}

/** Drops attributes that the product does not have; a SKU can move to another product. */
export function ofProduct({ attributes: names }: Product, attributes: Sku['attributes']): Sku['attributes'] {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => names.includes(name)));
}

/** Returns the inventory. In an update of the same type, omitted fields keep their values. */
function inventoryOf(given: Partial<Inventory>, current?: Inventory): Inventory {
  const type = given.type ?? current?.type ?? 'infinite';
  const before = current?.type === type ? current : undefined;
  const quantity = given.quantity ?? before?.quantity ?? null;
  const value = given.value ?? before?.value ?? null;
  const needed = { finite: 'quantity', bucket: 'value', infinite: undefined }[type];
  for (const [name, field] of Object.entries({ quantity, value })) {
    if (name === needed && field === null) {
      throw invalidRequest(`Missing required param: inventory[${name}].`, { param: `inventory[${name}]` });
    }
    if (name !== needed && field !== null) {
      throw invalidRequest(`An inventory of the type ${type} has no ${name}.`, {
        param: `inventory[${name}]`,
      });
    }
  }
  return { quantity, type, value };
}
