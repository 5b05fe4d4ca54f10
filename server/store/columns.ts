/** Columns of numbers that grow: twice as long, with all that they hold. */

/** Over memory of their own, which can be handed to another thread. */
type Floats = Float64Array<ArrayBuffer>;
type Ints = Uint32Array<ArrayBuffer>;
type Bytes = Uint8Array<ArrayBuffer>;

export function growFloats(column: Floats): Floats {
  const wider = new Float64Array(column.length * 2);
  wider.set(column);
  return wider;
}

export function growInts(column: Ints): Ints {
  const wider = new Uint32Array(column.length * 2);
  wider.set(column);
  return wider;
}

export function growBytes(column: Bytes): Bytes {
  const wider = new Uint8Array(column.length * 2);
  wider.set(column);
  return wider;
}
