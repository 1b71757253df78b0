/** The connector's icon: a card on a square of the brand's colour, drawn here so that no image is kept. */
import { crc32, deflateSync } from 'node:zlib';

/** The colour behind the icon, and of everything that a designer of flows draws around it. */
export const BRAND_COLOR = '#3a3f78';

const WHITE = '#ffffff';

/** Microsoft asks for a square of about this size, in pixels, with a logo of about 160 in it. */
const SIZE = 230;

/** What is drawn, one over the other: a card, its stripe, its chip's line. From and to, in pixels. */
const RECTANGLES = [
  { x: [35, 195], y: [63, 167], color: WHITE },
  { x: [35, 195], y: [87, 109], color: BRAND_COLOR },
  { x: [51, 109], y: [135, 147], color: BRAND_COLOR },
] as const;

/** Gives the icon as PNG (RFC 2083): 8 bits a channel, no transparency. */
export function icon(): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIZE, 0);
  header.writeUInt32BE(SIZE, 4);
  header.set([8, 2], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: SIZE }, (_, y) => row(y))))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A row of pixels; the byte before them says that they are not filtered. */
function row(y: number): Buffer {
  const pixels = Array.from({ length: SIZE }, (_, x) => Buffer.from(colorAt(x, y).slice(1), 'hex'));
  return Buffer.concat([Buffer.from([0]), ...pixels]);
}

function colorAt(x: number, y: number): string {
  const over = RECTANGLES.findLast(
    (rectangle) => x >= rectangle.x[0] && x < rectangle.x[1] && y >= rectangle.y[0] && y < rectangle.y[1],
  );
  return over?.color ?? BRAND_COLOR;
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, check]);
}
