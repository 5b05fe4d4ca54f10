/** Columns of rows in another order. */

/** A column in this order, over memory of its own. */
export function picked<Column extends Float64Array | Uint32Array>(
  column: Column,
  order: Uint32Array,
): Column {
  // The guarantee: a slice has the type of what it was cut from.
  const result = column.slice(0, order.length) as Column;
  for (let place = 0; place < order.length; place += 1) {
    result[place] = column[order[place] ?? 0] ?? 0;
  }
  return result;
}

/** Pieces of bytes that lie one after the other, in this order; `ends` tells where each ends. */
export function pickedPieces(
  bytes: Uint8Array,
  ends: Uint32Array,
  order: Uint32Array,
): { readonly bytes: Uint8Array; readonly ends: Uint32Array } {
  const result = bytes.slice(0, ends[order.length - 1] ?? 0);
  const newEnds = new Uint32Array(order.length);
  let at = 0;
  for (let place = 0; place < order.length; place += 1) {
    const index = order[place] ?? 0;
    const end = ends[index] ?? 0;
    for (let from = index === 0 ? 0 : (ends[index - 1] ?? 0); from < end; from += 1) {
      result[at++] = bytes[from] ?? 0;
    }
    newEnds[place] = at;
  }
  return { bytes: result, ends: newEnds };
}
