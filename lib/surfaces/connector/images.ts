/** The image URLs of a product. */
import * as v from 'valibot';
import { lazily, type Parameter } from '#lib/parameters/parameters.ts';

/** The parameter. It accepts a list, or text with commas between the URLs. */
export function commaSeparated<T>(parameter: Parameter<T>): Parameter<T> {
  return { ...parameter, schema: lazily(() => v.pipe(v.unknown(), v.transform(toList), parameter.schema())) };
}

/** An empty list would not be sent, so it becomes an empty value, which unsets the images at Stripe. */
export function imagesOrNone(images: string[] | ''): { images: string[] | '' } {
  return { images: images.length === 0 ? '' : images };
}

/** Text with more commas is too long a list; it is left unchanged, so that validation rejects it. */
const MOST_PIECES = 1_000;

function toList(value: unknown): unknown {
  if (typeof value !== 'string' || value === '') {
    return value;
  }
  const pieces = value.split(',', MOST_PIECES + 1);
  return pieces.length > MOST_PIECES ? value : pieces.map((url) => url.trim()).filter((url) => url !== '');
}
