/** Places of labels beside a plot, so that none lies on another. */

/**
 * Moves labels apart along one edge; each stays as near to its own place as its neighbours let it.
 *
 * @param places wished centres in px, in any order.
 * @param room the height of a label and the edges that all must lie within, in px.
 * @returns centres in the order given; where there is no room for all, the last ones overlap.
 * @example spreadPlaces([50, 52], { height: 12, top: 0, bottom: 100 }) // [45, 57]
 */
export function spreadPlaces(
  places: readonly number[],
  room: { readonly height: number; readonly top: number; readonly bottom: number },
): readonly number[] {
  const { height, top, bottom } = room;
  const order = places.map((_, index) => index).sort((a, b) => at(places, a) - at(places, b));
  const blocks: { readonly members: readonly number[]; readonly centre: number }[] = [];
  for (const index of order) {
    let block = blockOf([index], places, room);
    // Labels that touch become one block, which may then touch the one above it.
    for (let last = blocks.at(-1); last; last = blocks.at(-1)) {
      const reach = (last.members.length + block.members.length) * (height / 2);
      if (block.centre - last.centre >= reach) break;
      blocks.pop();
      block = blockOf([...last.members, ...block.members], places, room);
    }
    blocks.push(block);
  }
  const spread = [...places];
  for (const { members, centre } of blocks) {
    members.forEach((index, rank) => {
      const y = centre + (rank - (members.length - 1) / 2) * height;
      spread[index] = Math.min(bottom - height / 2, Math.max(top + height / 2, y));
    });
  }
  return spread;
}

function blockOf(
  members: readonly number[],
  places: readonly number[],
  {
    height,
    top,
    bottom,
  }: { readonly height: number; readonly top: number; readonly bottom: number },
) {
  const mean = members.reduce((sum, index) => sum + at(places, index), 0) / members.length;
  const half = (members.length * height) / 2;
  return { members, centre: Math.max(top + half, Math.min(bottom - half, mean)) };
}

function at(places: readonly number[], index: number): number {
  return places[index] ?? 0;
}
