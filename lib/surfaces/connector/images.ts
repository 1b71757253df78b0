/** The images of a product as the connector takes them. */
import * as v from 'valibot';
import { lazily, type Parameter } from '#lib/parameters/parameters.ts';

/** The parameter, which takes a text with commas between the URLs as well as a list of them. */
export function commaSeparated<T>(parameter: Parameter<T>): Parameter<T> {
  return { ...parameter, schema: lazily(() => v.pipe(v.unknown(), v.transform(toList), parameter.schema())) };
}

/** No image at all is an empty value, which unsets them at Stripe; an empty list would not reach it. */
export function imagesOrNone(images: string[] | ''): { images: string[] | '' } {
  return { images: images.length === 0 ? '' : images };
}

/** A text with more commas is no list that Stripe takes, and is left to be refused as it is. */
const MOST_PIECES = 1_000;

function toList(value: unknown): unknown {
  if (typeof value !== 'string' || value === '') {
    return value;
  }
  const pieces = value.split(',', MOST_PIECES + 1);
  return pieces.length > MOST_PIECES ? value : pieces.map((url) => url.trim()).filter((url) => url !== '');
}
